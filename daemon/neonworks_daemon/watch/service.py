"""``WatchService``: the watcher process: its folders, its connection and what it reports."""

import asyncio
import contextlib
import hashlib
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

from neonworks_protocol.errors import AnimatorError, Busy, NotFound
from neonworks_protocol.messages import WatchReport
from neonworks_protocol.records import WatchRecord

from neonworks_daemon.build_id import build_id
from neonworks_daemon.client import DaemonClient
from neonworks_daemon.logs import fields
from neonworks_daemon.ready import ReadyInfo, instance_lock
from neonworks_daemon.watch.ledger import Ledger
from neonworks_daemon.watch.link import DaemonLink, maker_of
from neonworks_daemon.watch.report import record_of
from neonworks_daemon.watch.root import RootOptions, RootWatcher

__all__ = ["WatchService", "ledger_path"]

_REPORT_S = 0.25
"""Between two reports: often enough to follow by eye."""
_BEAT_S = 5.0
"""Seconds after which a report is repeated: the daemon takes a silent watcher for gone."""
_PER_WORKER = 3
"""Sprites in the daemon's hands per worker: one is drawn, one waits, one is on its way back."""

_logger = logging.getLogger(__name__)


def ledger_path(state: Path, folder: Path) -> Path:
    """The ledger of ``folder``; the same for every spelling of its path."""
    name = hashlib.sha256(str(folder.resolve()).encode(errors="surrogatepass")).hexdigest()[:16]
    return state / "watch" / f"{name}.db"


class WatchService:
    """``find`` gives the daemon, which must be of ``build`` (this process's own when not given).

    ``once`` ends when everything is done. ``show`` gets the watchers, and why there is no daemon, whenever
    something may have changed, a few times a second at most.
    """

    def __init__(
        self,
        roots: Sequence[RootOptions],
        state: Path,
        find: Callable[[], Awaitable[ReadyInfo]],
        *,
        build: str | None = None,
        once: bool = False,
        show: Callable[[Sequence[RootWatcher], str], None] = lambda _watchers, _note: None,
    ) -> None:
        self._roots = tuple(roots)
        self._state = state
        self._once = once
        self._show = show
        self._link = DaemonLink(find, build or build_id())
        self._stop = asyncio.Event()
        self._dirty = asyncio.Event()
        self._maker = ""
        self.quarantined = 0
        """Sprites that were left alone when it ended."""

    def stop(self) -> None:
        """End soon; what is being written is finished."""
        self._stop.set()

    async def run(self) -> None:
        """Watch until ``stop``. Raises ``AnimatorError``: ``Busy`` when another watcher has a folder."""
        with ExitStack() as held:
            ledgers = [self._ledger(held, root) for root in self._roots]
            try:
                while not self._stop.is_set():
                    await self._watch(ledgers)
            finally:
                await self._link.drop()

    def _ledger(self, held: ExitStack, root: RootOptions) -> Ledger:
        if not root.folder.is_dir():
            raise NotFound(f"there is no folder {root.folder}: check its name")
        file = ledger_path(self._state, root.folder)
        try:
            held.enter_context(instance_lock(file.with_suffix(".lock")))
        except Busy:
            raise Busy(f"{root.folder} is watched already: stop the other watcher first") from None
        ledger = Ledger(file)
        held.callback(ledger.close)
        return ledger

    async def _watch(self, ledgers: Sequence[Ledger]) -> None:
        """Until ``stop``, or until the daemon's generators are others than before."""
        client = await self._connected()
        if client is None:
            return
        self._maker = maker_of(client.welcome.capabilities.generators)
        workers = (await client.status()).workers
        room = max(2, _PER_WORKER * max(1, workers) // len(self._roots))
        watchers = [
            RootWatcher(root, self._link, ledger, maker=self._maker, room=room, changed=self._dirty.set)
            for root, ledger in zip(self._roots, ledgers, strict=True)
        ]
        running = [asyncio.create_task(watcher.run()) for watcher in watchers]
        reporting = asyncio.create_task(self._report(watchers))
        stopping = asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait((*running, reporting, stopping), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for watcher in watchers:
                watcher.stop()
            stopping.cancel()
            ended = await asyncio.gather(*running, return_exceptions=True)
            reporting.cancel()
            reported = await asyncio.gather(reporting, return_exceptions=True)
            self.quarantined = sum(record_of(watcher).quarantined for watcher in watchers)
        for result in (*ended, *reported):
            if isinstance(result, Exception):
                raise result

    async def _connected(self) -> DaemonClient | None:
        """A client; None when ``stop`` came first."""
        connecting = asyncio.create_task(self._link.client())
        stopping = asyncio.create_task(self._stop.wait())
        await asyncio.wait((connecting, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not connecting.done():
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)
            return None
        return connecting.result()

    async def _report(self, watchers: Sequence[RootWatcher]) -> None:
        """Show and tell what changes. Returns when the watchers must begin anew."""
        last: tuple[WatchRecord, ...] = ()
        due = 0.0
        reached: DaemonClient | None = None
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._dirty.wait(), _BEAT_S)
            self._dirty.clear()
            records = tuple(record_of(watcher) for watcher in watchers)
            self._show(watchers, self._link.problem)
            if self._once and all(watcher.quiet for watcher in watchers):
                self._stop.set()
            client = await self._link.client()
            if maker_of(client.welcome.capabilities.generators) != self._maker:
                return
            now = time.monotonic()
            if records != last or client is not reached or now >= due:
                await self._tell(client, records)
                last, reached, due = records, client, now + _BEAT_S
            await asyncio.sleep(_REPORT_S)

    async def _tell(self, client: DaemonClient, records: tuple[WatchRecord, ...]) -> None:
        try:
            await client.ask(WatchReport(request_id=uuid4().hex, roots=records))
        except AnimatorError as error:
            _logger.info("report_lost", extra=fields(reason=error.message))
