"""``RootWatcher``: keeps one folder's promise: the loop around ``WatchCore`` that looks, draws and writes.

What a decision means is in ``SpriteWork``; here is when: events, scans, settling, git, the end.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path

from neonworks_daemon.local.words import counted, told_together
from neonworks_daemon.watch.book import RecipeBook
from neonworks_daemon.watch.core import Action, Cancel, Draw, Forget, Read, WatchCore
from neonworks_daemon.watch.gitops import GitGuard, git_folder
from neonworks_daemon.watch.hints import HintSource, SystemHints
from neonworks_daemon.watch.ledger import Ledger
from neonworks_daemon.watch.link import DaemonLink
from neonworks_daemon.watch.planning import Planner
from neonworks_daemon.watch.publishing import Publisher
from neonworks_daemon.watch.reading import Reader
from neonworks_daemon.watch.telling import Teller
from neonworks_daemon.watch.tree import Scan, Tree
from neonworks_daemon.watch.work import SpriteWork

__all__ = ["RootOptions", "RootWatcher"]

_HINTS = 1024
"""Paths that wait to be looked at; more of them are one scan."""
_SCAN_REST = 10.0
"""A scan is followed by a rest of so many times what it took, however many events ask for one."""
_BLIND_SCAN_S = 2.0
"""Seconds between scans where the system gives no file events."""
_GIT_LOOK_S = 0.2
_EVENTS_LATE_S = 2.0
"""Events are there within milliseconds; a busy machine may take a second."""


@dataclass(frozen=True)
class RootOptions:
    """One watched folder. ``settle_s``: seconds that a file must hold still; ``scan_s``: seconds between full
    looks; ``formats`` win over all recipes; ``recipe`` stands in place of the folder's own."""

    folder: Path
    name: str
    settle_s: float = 0.3
    scan_s: float = 30.0
    recipe: Path | None = None
    formats: tuple[str, ...] = ()
    git_patience_s: float = 60.0


class RootWatcher:
    """Make it in a running loop; ``run`` it once. ``maker`` is who draws (``link.maker_of``), ``room`` how
    many sprites are in the daemon's hands at once, ``changed`` is called when the status may be another."""

    def __init__(
        self,
        options: RootOptions,
        link: DaemonLink,
        ledger: Ledger,
        *,
        maker: str,
        room: int,
        changed: Callable[[], None],
        hints: Callable[["RootWatcher"], HintSource] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.options = options
        self._link = link
        self._ledger = ledger
        self._room = room
        self._changed = changed
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self.core = WatchCore(options.settle_s, ledger.published(), ledger.refused())
        self._book = RecipeBook(options.folder, base=options.recipe, formats=options.formats)
        self._tree = Tree(options.folder, self._book, ledger.is_own)
        self._reader = Reader(options.folder, self._book, self._tree.look, maker)
        self._git = GitGuard(git_folder(options.folder.resolve()), options.git_patience_s)
        self._publisher = publisher = Publisher(
            options.folder, ledger, self._reader, lambda: bool(self._git.busy(clock()))
        )
        self._hint_source = hints(self) if hints else SystemHints(options.folder, self)
        self._hinted: dict[str, None] = {}
        self._wake = asyncio.Event()
        self.work = SpriteWork(
            self.core,
            ledger,
            link,
            self._reader,
            Planner(options.folder),
            publisher,
            clock=clock,
            look_again=self._hint,
            published=self._was_published,
        )
        self._teller: Teller = Teller(options.name, link, ledger, self.work.failed, changed)
        self._tasks: set[asyncio.Task[None]] = set()
        self._draws: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._next_scan = self._rested_at = clock()
        self._heard_at = clock()
        self._silent_scans = 0
        self._scanning = False
        self._stopping = False
        self._broken: BaseException | None = None
        self.scanned = False
        """Whether the folder was looked through at least once."""
        self.there = True
        self.waiting_for = ""
        """The git marker that is waited for."""
        self.blind_reason = ""
        """Why there are no file events."""
        self.scan_problems: list[str] = []

    def changed(self, path: str) -> None:
        """See ``Hints``; may be called from any thread. What we write ourselves wakes nobody."""
        if self._ledger.is_own(path):
            self._heard_at = self._clock()
        else:
            self._call(self._hint, path)

    def unclear(self, folder: str) -> None:
        """See ``Hints``; may be called from any thread. Folders that we make ourselves hold no news."""
        if folder not in self._publisher.folders:
            self._call(self._want_scan)

    @property
    def quiet(self) -> bool:
        """Every path has its newest result, or a reason why not, and the daemon was told of all."""
        busy = self._hinted or self._scanning or self._draws or self.waiting_for or not self.scanned
        return not busy and self.core.quiet and not self._ledger.untold(1)

    @property
    def drawing(self) -> int:
        """Sprites in the daemon's hands."""
        return len(self._draws)

    async def run(self) -> None:
        """Watch until ``stop``. Raises ``AnimatorError`` when nothing more can be done."""
        self.blind_reason = self._hint_source.start()
        teller = asyncio.create_task(self._teller.run())
        try:
            while not self._stopping:
                self._wake.clear()
                self._step()
                if teller.done():
                    teller.result()
                await self._sleep()
        finally:
            teller.cancel()
            await asyncio.to_thread(self._hint_source.stop)
            await self._wind_down(teller)
        if self._broken is not None:
            raise self._broken

    def stop(self) -> None:
        """Begin nothing more; what is being written is finished."""
        self._stopping = True
        self._wake.set()

    def rescan(self) -> None:
        """Look through the folder as soon as possible."""
        self._want_scan()

    def _step(self) -> None:
        now = self._clock()
        self.waiting_for = self._git.busy(now)
        self.core.held = bool(self.waiting_for) or not self.there
        self._look_at_hints(now)
        if now >= self._next_scan and not self._scanning:
            self._scanning = True
            self._next_scan = now + self._regular_s
            self._spawn(self._scan())
        for action in self.core.actions(now, self._room - len(self._draws)):
            self._act(action)
        self._changed()

    async def _sleep(self) -> None:
        now = self._clock()
        times = [self._next_scan] if not self._scanning else []
        if (at := self.core.wake_at()) is not None:
            times.append(at)
        if self.waiting_for:
            times.append(now + _GIT_LOOK_S)
        try:
            await asyncio.wait_for(self._wake.wait(), max(0.0, min(times, default=now + 1.0) - now) + 0.001)
        except TimeoutError:
            return

    def _act(self, action: Action) -> None:
        match action:
            case Read():
                self._spawn(self.work.read(action))
            case Draw():
                task = self._spawn(self._draw(action))
                self._draws[action.path, action.ticket] = task
                task.add_done_callback(lambda _: self._undrawn(action))
            case Cancel():
                if (unwanted := self._draws.get((action.path, action.ticket))) is not None:
                    unwanted.cancel()
            case Forget():
                self._forget(action.path)

    def _forget(self, path: str) -> None:
        now = self._clock()
        if (stamp := self._tree.look(path)) is not None:
            # It came back and no event has told: it must not be published a second time.
            self.core.recover(path, self._ledger.published().get(path), stamp, now)
            return
        self.work.clip_counts.pop(path, None)
        self.work.notes.pop(path, None)
        self._ledger.forget(path)
        self.core.reconsider(now)

    async def _draw(self, action: Draw) -> None:
        if (drawn := await self.work.draw(action)) is not None:
            # Not under the draw's own task: a cancel must not meet a half-written result.
            self._spawn(self.work.write(action, *drawn))

    async def _scan(self) -> None:
        started = self._clock()
        scan = await asyncio.to_thread(self._tree.scan)
        lost = await asyncio.to_thread(self._lost_results)
        now = self._clock()
        self._took_in(scan, lost, now)
        self._scanning = False
        self.scanned = True
        self._rested_at = now + min(_SCAN_REST * (now - started), self.options.scan_s)
        self._next_scan = max(self._rested_at, min(self._next_scan, now + self._regular_s))
        self._wake.set()

    @property
    def _regular_s(self) -> float:
        return min(self.options.scan_s, _BLIND_SCAN_S) if self.blind_reason else self.options.scan_s

    def _took_in(self, scan: Scan, lost: list[str], now: float) -> None:
        self.there = scan.there
        self.scan_problems = [f"{folder or '.'}: {reason}" for folder, reason in scan.blind.items()]
        if scan.unnameable:
            files = counted(scan.unnameable, "file has a name that is", "files have names that are")
            self.scan_problems.append(f"{files} not Unicode: rename")
        self.scan_problems += told_together(scan.passed_over.items())
        if not scan.there:
            return
        for path in lost:
            self.core.distrust(path, now)
        news = self.core.observe_all(scan.stamps, now, unseen_below=tuple(scan.blind))
        self._check_events(news, now)

    def _check_events(self, news: int, now: float) -> None:
        """Scans that find what no event has told, twice, mean that events have stopped coming."""
        if not self.scanned or not news or now - self._heard_at < _EVENTS_LATE_S:
            return
        self._silent_scans += 1
        if self._silent_scans >= 2 and not self.blind_reason:
            self.blind_reason = "file events have stopped coming: looking every few seconds"

    def _lost_results(self) -> list[str]:
        """Published sprites of whose files one is gone or has another size."""
        return [
            path
            for path, outputs in self._ledger.all_outputs().items()
            if any(_size(self.options.folder / output.name) != output.size for output in outputs)
        ]

    def _hint(self, path: str) -> None:
        self._heard_at = self._clock()
        if len(self._hinted) >= _HINTS:
            self._hinted.clear()
            self._want_scan()
        else:
            self._hinted[path] = None
        self._wake.set()

    def _look_at_hints(self, now: float) -> None:
        for path in self._hinted:
            if path.endswith((".toml", ".rig.json")):
                self._want_scan()
            elif not self._ledger.is_own(path):
                self.core.observe(path, self._tree.look(path), now, touched=True)
        self._hinted.clear()

    def _was_published(self) -> None:
        self._teller.wake()

    def _want_scan(self) -> None:
        self._heard_at = self._clock()
        self._next_scan = min(self._next_scan, max(self._clock() + self.options.settle_s, self._rested_at))
        self._wake.set()

    def _undrawn(self, action: Draw) -> None:
        self._draws.pop((action.path, action.ticket), None)
        self._wake.set()

    def _call(self, act: Callable[..., None], *values: object) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(act, *values)

    def _spawn(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._wake.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            self._broken = self._broken or error
            self.stop()

    async def _wind_down(self, teller: "asyncio.Task[None]") -> None:
        for task in self._draws.values():
            task.cancel()
        await asyncio.gather(teller, *self._tasks, return_exceptions=True)
        await self.work.close()


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
