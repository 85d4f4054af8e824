"""``Daemon``: the composition root. Builds the parts, connects them, and sees them start and stop."""

import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Callable
from importlib import metadata

from neonworks_protocol.errors import StorageFailed, WorkerFailed
from neonworks_protocol.messages import Frame
from neonworks_protocol.records import ServerCapabilities
from neonworks_protocol.version import SUPPORTED_VERSIONS
from neonworks_protocol.vocabulary import Encoding, Tier
from websockets.asyncio.server import Server

from neonworks_daemon.access import AccessPolicy, check_bind
from neonworks_daemon.build_id import build_id
from neonworks_daemon.clocks import AwakeClock
from neonworks_daemon.descriptors import descriptors_needed, ensure_descriptors
from neonworks_daemon.desk import JobDesk
from neonworks_daemon.dispatch import Dispatcher
from neonworks_daemon.exporting import EXPORT_FORMATS, Exporter
from neonworks_daemon.fair_queue import FairQueue
from neonworks_daemon.heap import HeapTrimmer, system_trim
from neonworks_daemon.jobs import JobTable
from neonworks_daemon.language.choice import TINY, Lacking, ReaderPlan, choose_reader
from neonworks_daemon.language.consulting import Consulting
from neonworks_daemon.language.keeper import READER_NUMBER, ReaderKeeper
from neonworks_daemon.language.process import READER_COMMAND, reader_command
from neonworks_daemon.live import LiveChannels
from neonworks_daemon.logs import configure_logs, fields
from neonworks_daemon.looks import LookService
from neonworks_daemon.memory import resident_bytes
from neonworks_daemon.pace import Pace
from neonworks_daemon.pool import Pool, PoolLimits
from neonworks_daemon.queries import QueryService
from neonworks_daemon.ready import (
    ReadyInfo,
    clear_ready,
    instance_lock,
    new_token,
    remove_ready,
    write_ready,
)
from neonworks_daemon.requests import RequestService
from neonworks_daemon.scheduler import Scheduled, Scheduler
from neonworks_daemon.server import ClientServer
from neonworks_daemon.sessions import Session
from neonworks_daemon.settings import Settings
from neonworks_daemon.store.keeper import StoreKeeper
from neonworks_daemon.store.results import ResultStore
from neonworks_daemon.supervisor import WorkerCommand, WorkerEvents, WorkerProcess
from neonworks_daemon.watch_child import WatchChild
from neonworks_daemon.watch_desk import WatchDesk

__all__ = ["Daemon", "serve"]

_FLUSH_S = 1.0
"""Seconds that clients get to hear of the end."""
_IDLE_CHECK_S = 1.0
_READER_START_S = 300.0
"""Eight gigabytes from a slow disk into memory."""
_READER_CANCEL_S = 2.0
"""A token of a large model without a graphics card takes half a second; loading it again takes far longer."""
_EMBEDDED = "embedded"

_logger = logging.getLogger(__name__)


class Daemon:
    """One daemon process. ``worker_command`` is how workers are started, ``reader_command`` how the process
    of the larger language model is, which ``choose`` names; ``settled`` is called when it is ready and before
    it works."""

    def __init__(
        self,
        settings: Settings,
        *,
        worker_command: WorkerCommand | None = None,
        reader_command: WorkerCommand = READER_COMMAND,
        choose: Callable[[Settings], ReaderPlan | Lacking] = choose_reader,
        clock: AwakeClock | None = None,
        settled: Callable[[], None] = lambda: None,
    ) -> None:
        check_bind(settings.host)
        self._settings = settings
        self._worker_command = worker_command or WorkerCommand()
        self._reader_command = reader_command
        self._plan = choose(settings)
        self._clock = clock = clock or AwakeClock()
        self._settled = settled
        self._trim = HeapTrimmer(system_trim(), clock=clock)
        self._build = build_id()
        self._token = new_token()
        self._stop = asyncio.Event()
        self._store = ResultStore(settings.data_path if settings.history else None, limit=settings.kept_bytes)
        self._desk = JobDesk(JobTable(), self._store, Pace(), clock, job_bytes=settings.job_bytes)
        queue: FairQueue[Scheduled] = FairQueue(
            settings.queue_limit, settings.client_queue_limit, settings.queue_bytes
        )
        self._scheduler = Scheduler(queue, self._desk, clock=clock)
        limits = PoolLimits(
            base=settings.workers,
            background=settings.background,
            memory=settings.worker_memory_mb << 20,
            idle_s=settings.background_idle,
        )
        self._pool = Pool(
            limits, self._scheduler, self._make_worker, resident_bytes=resident_bytes, clock=clock
        )
        self._scheduler.attach(self._pool)
        self._consulting = Consulting(self._plan)
        self._keeper = self._make_keeper()
        self._looks = LookService(self._desk, self._pool)
        self._watch = WatchDesk(lambda: self._server.audience)
        self._watcher = WatchChild(settings, clock)
        self._server = self._make_server()

    def _make_server(self) -> ClientServer:
        settings = self._settings
        live = LiveChannels(self._desk, self._clock)
        self._desk.attach(self._scheduler, live)
        # Another net gives other frames, and is no other build.
        build = f"{self._build} {settings.sprite_net}"
        requests = RequestService(self._desk, live, self._pool, build=build, cache=settings.cache)
        queries = QueryService(
            self._desk,
            self._pool,
            lambda: self._server.clients,
            build=self._build,
            sprite_net=settings.sprite_net,
            reader=self._keeper,
        )
        exporter = Exporter(self._desk)
        looks = self._looks

        def left(session: Session) -> None:
            requests.disconnected(session)
            queries.left(session)
            self._consulting.left(session)
            exporter.left(session)
            looks.left(session)
            self._watch.left(session)

        return ClientServer(
            Dispatcher(requests, queries, exporter, self._watch, self._consulting, looks),
            AccessPolicy(self._token, settings.allowed_hosts, settings.allowed_origins),
            self._store.ledger,
            self._capabilities,
            left,
            settings=settings,
            clock=self._clock,
            frames=self._frame_bytes,
        )

    def _make_keeper(self) -> ReaderKeeper:
        keeper = ReaderKeeper(
            self._make_reader,
            self._consulting,
            name=self._plan.name if isinstance(self._plan, ReaderPlan) else "",
            keep_alive_s=self._settings.llm.keep_alive,
            clock=self._clock,
            memory=resident_bytes,
        )
        self._consulting.attach(keeper)
        return keeper

    def _frame_bytes(self, frame: Frame) -> bytes | None:
        return self._desk.store.frame_bytes(frame.sha256, frame.encoding is Encoding.PNG)

    async def run(self) -> int:
        """Serve until ``stop``. Returns the exit code. Raises ``AnimatorError`` when it cannot begin."""
        self._store.open()
        pool = asyncio.create_task(self._pool.run())
        reading = asyncio.create_task(self._keeper.run())
        looking = asyncio.create_task(self._clock.run())
        keeping = asyncio.create_task(StoreKeeper(self._store).run())
        try:
            listener = await self._listen()
            info = self._info(listener)
            try:
                await self._announce(info, pool)
                await self._work(pool)
            finally:
                remove_ready(self._settings.ready_path, info)
                await self._wind_down(listener)
        finally:
            self._pool.stop()
            self._keeper.stop()
            await asyncio.gather(pool, reading)
            looking.cancel()
            keeping.cancel()
            self._store.close()
        _logger.info("daemon_stopped")
        return 0

    def stop(self, reason: str) -> None:
        """Wind down: jobs end as interrupted, clients are told, workers stop."""
        if not self._stop.is_set():
            _logger.info("daemon_stopping", extra=fields(reason=reason))
            self._stop.set()

    async def _listen(self) -> Server:
        try:
            return await self._server.listen(_one_address(self._settings.host), self._settings.port)
        except OSError as error:
            where = f"{self._settings.host}:{self._settings.port}"
            # asyncio's own text repeats the address.
            reason = os.strerror(error.errno) if error.errno else error
            raise StorageFailed(f"cannot listen on {where}: {reason}; choose another --port") from error

    def _info(self, listener: Server) -> ReadyInfo:
        host, port = next(iter(listener.sockets)).getsockname()[:2]
        return ReadyInfo(
            host=host,
            port=port,
            token=self._token,
            pid=os.getpid(),
            build=self._build,
            versions=SUPPORTED_VERSIONS,
        )

    async def _announce(self, info: ReadyInfo, pool: "asyncio.Task[None]") -> None:
        """Publish the ready file once the first worker is warm."""
        events = (self._pool.ready, self._pool.hopeless, self._stop)
        waiting = [asyncio.create_task(event.wait()) for event in events]
        await asyncio.wait((*waiting, pool), return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        if self._pool.hopeless.is_set():
            raise WorkerFailed(f"no worker process starts: {self._pool.last_cause}; the log above says why")
        if self._pool.ready.is_set():
            write_ready(self._settings.ready_path, info)
            _logger.info("daemon_ready", extra=fields(port=info.port, pid=info.pid, build=info.build))

    async def _work(self, pool: "asyncio.Task[None]") -> None:
        """Serve, and have the watched folders watched, until ``stop``."""
        self._settled()
        watching = [asyncio.create_task(self._watcher.run())] if self._settings.watch else []
        try:
            await self._until_stopped(pool)
        finally:
            for task in watching:
                task.cancel()
            await asyncio.gather(*watching, return_exceptions=True)

    async def _until_stopped(self, pool: "asyncio.Task[None]") -> None:
        while not self._stop.is_set():
            try:
                await asyncio.wait_for(self._stop.wait(), _IDLE_CHECK_S)
            except TimeoutError:
                self._trim()
                self._check_idle()
                if pool.done():
                    self.stop("the worker pool ended")

    def _check_idle(self) -> None:
        limit = self._settings.exit_when_idle
        busy = self._server.clients or self._scheduler.running or self._scheduler.queued
        if limit is None or busy:
            return
        if self._clock() - self._server.last_client_s >= limit:
            self.stop(f"no client for {limit:g} s")

    async def _wind_down(self, listener: Server) -> None:
        self._desk.interrupt_all("the daemon was stopped; submit the request again when it runs")
        self._looks.interrupt_all("the daemon was stopped; ask again under a new id when it runs")
        self._consulting.close()
        self._scheduler.close()
        self._pool.stop()
        self._keeper.stop()
        await self._server.flush(_FLUSH_S)
        listener.close()
        await listener.wait_closed()

    def _make_worker(self, number: int, background: bool, events: WorkerEvents) -> WorkerProcess:
        return WorkerProcess(
            number,
            events,
            command=self._worker_command,
            start_timeout_s=self._settings.worker_start_timeout,
            stall_s=self._settings.worker_stall,
            log_level=self._settings.log_level,
            background=background,
            sprite_net=self._settings.sprite_net,
            clock=self._clock,
        )

    def _make_reader(self, events: WorkerEvents) -> WorkerProcess:
        return WorkerProcess(
            READER_NUMBER,
            events,
            command=reader_command(self._settings, self._reader_command),
            start_timeout_s=_READER_START_S,
            stall_s=self._settings.worker_stall,
            log_level=self._settings.log_level,
            # What draws goes first: somebody watches it. The tiny model takes a core for a moment only.
            background=self._settings.reader != TINY,
            cancel_latency_s=_READER_CANCEL_S,
            clock=self._clock,
        )

    def _capabilities(self) -> ServerCapabilities:
        generators = self._pool.capabilities
        present = {record.tier for record in generators}
        return ServerCapabilities(
            build_id=self._build,
            server_version=metadata.version("neonworks-animator"),
            generators=generators,
            tiers=tuple(tier for tier in Tier if tier in present),
            export_formats=EXPORT_FORMATS,
            interpreters=(_EMBEDDED, self._plan.name) if isinstance(self._plan, ReaderPlan) else (_EMBEDDED,),
        )


def _one_address(host: str) -> str:
    """``localhost`` may be two addresses, which would get two ports."""
    return "127.0.0.1" if host.lower() == "localhost" else host


def serve(
    settings: Settings,
    *,
    worker_command: WorkerCommand | None = None,
    reader_command: WorkerCommand = READER_COMMAND,
) -> int:
    """Run a daemon in this process until SIGTERM, SIGINT or SIGHUP. Returns the exit code.

    Raises ``AnimatorError`` with one line for the user when it cannot start.
    """
    configure_logs(settings.log_level)
    ensure_descriptors(descriptors_needed(settings))
    with instance_lock(settings.state_path / "daemon.lock"):
        clear_ready(settings.ready_path)
        return asyncio.run(_serve(settings, worker_command, reader_command))


def _freeze() -> None:
    """What is there now stays: the collector need not look at it, nor wait until a quarter as much came."""
    gc.collect()
    gc.freeze()


async def _serve(
    settings: Settings, worker_command: WorkerCommand | None, reader_command: WorkerCommand
) -> int:
    daemon = Daemon(settings, worker_command=worker_command, reader_command=reader_command, settled=_freeze)
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        # nohup hands an ignored SIGHUP down: then the daemon stays when the terminal is closed.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            _on_signal(loop, number, daemon)
    return await daemon.run()


def _on_signal(loop: asyncio.AbstractEventLoop, number: signal.Signals, daemon: Daemon) -> None:
    if sys.platform == "win32":
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(daemon.stop, number.name))
    else:
        loop.add_signal_handler(number, daemon.stop, number.name)
