"""``ReaderKeeper``: the one process that a larger language model runs in.

It is started when somebody asks, loads the model, and is ended after some time without questions: only so its
memory really returns. Nothing that draws knows of it.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Protocol

from neonworks_protocol.errors import Unavailable
from neonworks_protocol.records import WorkerRecord
from neonworks_protocol.vocabulary import WorkerPhase

from neonworks_daemon.clocks import Alarm, AwakeClock
from neonworks_daemon.logs import fields
from neonworks_daemon.slot import respawn_delay
from neonworks_daemon.supervisor import WorkerEvents, WorkerProcess, WorkerState
from neonworks_daemon.worker.messages import JobEnded, JobEvent, Work

__all__ = ["READER_NUMBER", "ReaderFactory", "ReaderKeeper", "ReaderListener"]

READER_NUMBER = 1 << 16
"""Above the numbers of all workers that draw."""
_GRACE_S = 3.0
"""Seconds for the process to end by itself."""
_LIVING = (WorkerState.STARTING, WorkerState.IDLE, WorkerState.BUSY, WorkerState.CANCELLING)
_BUSY = (WorkerState.BUSY, WorkerState.CANCELLING)

_logger = logging.getLogger(__name__)

ReaderFactory = Callable[[WorkerEvents], WorkerProcess]


class ReaderListener(Protocol):
    """What the keeper tells; called in the event loop, must not block."""

    def reader_free(self) -> None:
        """It is warm and has nothing to do."""

    def reader_said(self, events: Sequence[JobEvent]) -> None:
        """Events of the job that runs, in order."""

    def reader_ended(self, ended: JobEnded) -> None:
        """The job has ended; ``reader_free`` follows."""

    def reader_lost(self, job: int | None, cause: str) -> None:
        """The process ended unasked: with ``job``, idle, or before it was ready."""


class ReaderKeeper:
    """Implements ``WorkerEvents``. ``keep_alive_s`` below 0 keeps the process; ``delay`` gives the pause
    after a number of deaths in a row, in which it is not started; ``memory`` is the probe of a process's
    bytes."""

    def __init__(
        self,
        make: ReaderFactory,
        listener: ReaderListener,
        *,
        name: str,
        keep_alive_s: float,
        clock: AwakeClock,
        memory: Callable[[int], int],
        delay: Callable[[int], float] = respawn_delay,
    ) -> None:
        self._make = make
        self._listener = listener
        self._name = name
        self._keep_alive_s = keep_alive_s
        self._clock = clock
        self._memory = memory
        self._delay = delay
        self._idle = Alarm(clock, self._retire)
        self._pause = Alarm(clock, self._spawn)
        self._worker: WorkerProcess | None = None
        self._group: asyncio.TaskGroup | None = None
        self._stopping = asyncio.Event()
        self._wanted = False
        self._deaths = 0
        self._not_before = 0.0
        self._broken = ""
        """Why the last start failed; empty when it did not."""

    @property
    def free(self) -> bool:
        """Whether a job could be started now."""
        return self._worker is not None and self._worker.state is WorkerState.IDLE

    @property
    def loaded(self) -> bool:
        """Whether the model is in memory."""
        return self._worker is not None and self._worker.state in _LIVING[1:]

    def records(self) -> tuple[WorkerRecord, ...]:
        """The process as clients are told of it, if there is one."""
        worker = self._worker
        if worker is None or worker.pid is None or worker.state not in _LIVING:
            return ()
        phases = {WorkerState.STARTING: WorkerPhase.STARTING, WorkerState.IDLE: WorkerPhase.IDLE}
        phase, used = phases.get(worker.state, WorkerPhase.BUSY), self._memory(worker.pid)
        return (WorkerRecord(number=READER_NUMBER, state=phase, memory_bytes=used, reader=self._name),)

    def want(self) -> None:
        """See that the process runs, at the end of a pause where one is due. Raises ``Unavailable`` in the
        pause after a start that failed."""
        self._idle.clear()
        if self._worker is not None and self._worker.state in _LIVING:
            return
        pause = max(0.0, self._not_before - self._clock())
        if pause and self._broken:
            raise Unavailable(
                f"{self._name} does not start: {self._broken}; it is tried again in {pause:.1f} s"
            )
        # One that is on its way out is waited for: two of them might not fit into the memory.
        self._wanted = True
        if self._worker is None and not self._pause.armed:
            self._pause.set(pause) if pause else self._spawn()

    def start(self, job: int, work: Work) -> None:
        """Hand ``work`` to the free process."""
        assert self._worker is not None
        self._idle.clear()
        self._worker.start_job(job, work)

    def cancel(self) -> None:
        """Ask the running job to stop; ``reader_ended`` or ``reader_lost`` follows."""
        if self._worker is not None:
            self._worker.cancel()

    async def run(self) -> None:
        """Keep it while it is wanted, until ``stop``."""
        async with asyncio.TaskGroup() as self._group:
            await self._stopping.wait()

    def stop(self) -> None:
        """End the process; ``run`` returns when it has ended."""
        self._stopping.set()
        self._idle.clear()
        self._pause.clear()
        if self._worker is not None:
            self._worker.stop(_GRACE_S)

    def worker_ready(self, worker: WorkerProcess) -> None:
        assert worker.ready is not None
        self._broken = ""
        load_ms = round(worker.ready.warm_up_ms)
        _logger.info("reader_ready", extra=fields(reader=self._name, pid=worker.pid, load_ms=load_ms))
        self._rest()

    def job_events(self, events: Sequence[JobEvent]) -> None:
        self._listener.reader_said(events)

    def worker_done(self, worker: WorkerProcess, ended: JobEnded) -> None:
        self._deaths = 0

    def job_ended(self, ended: JobEnded) -> None:
        self._listener.reader_ended(ended)
        self._rest()

    def worker_exited(self, worker: WorkerProcess, job: int | None, cause: str) -> None:
        self._worker = None
        self._idle.clear()
        if not worker.asked_to_stop:
            self._deaths += 1
            self._broken = cause if worker.ready is None else ""
            self._not_before = self._clock() + self._delay(self._deaths)
            _logger.error("reader_lost", extra=fields(reader=self._name, job=job, cause=cause))
            self._listener.reader_lost(job, cause)
        elif self._wanted:
            self._spawn()

    def _spawn(self) -> None:
        if self._group is None or self._stopping.is_set():
            return
        self._wanted = False
        self._worker = self._make(self)
        _logger.info("reader_starts", extra=fields(reader=self._name))
        self._group.create_task(self._worker.run())

    def _rest(self) -> None:
        """It has nothing to do; what waits is told so first."""
        self._listener.reader_free()
        if self.free and self._keep_alive_s >= 0:
            self._idle.set(self._keep_alive_s)

    def _retire(self) -> None:
        if self._worker is not None and self._worker.state is WorkerState.IDLE:
            _logger.info("reader_unloaded", extra=fields(reader=self._name, pid=self._worker.pid))
            self._worker.stop(_GRACE_S)
