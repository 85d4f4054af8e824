"""``Pool``: keeps the configured number of worker processes alive and knows which are free.

The first worker starts alone, so that the daemon is ready as early as possible on a machine with few cores;
the others follow as soon as it is warm. A process that ends is started again: at once after one failure, with
growing pauses while failures follow each other without a finished job in between.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Protocol

from neonworks_protocol.records import Capabilities

from neonworks_daemon.logs import fields
from neonworks_daemon.supervisor import WorkerEvents, WorkerProcess, WorkerState
from neonworks_daemon.worker.messages import JobEnded, JobEvent, Work

__all__ = ["Pool", "PoolListener", "WorkerFactory", "respawn_delay"]

WorkerFactory = Callable[[int, WorkerEvents], WorkerProcess]

STOP_GRACE_S = 3.0
"""Seconds for workers to stop by themselves when the daemon ends."""
MEMORY_CHECK_S = 1.0
"""Seconds between two looks at the memory of busy workers."""
_FIRST_PAUSE_S = 0.25
_LONGEST_PAUSE_S = 10.0
_TRIES = 3
"""Failures in a row after which a slot does not count on its next try."""

_logger = logging.getLogger(__name__)


class PoolListener(Protocol):
    """What the pool tells the scheduler; called in the event loop."""

    def worker_free(self) -> None: ...

    def job_event(self, event: JobEvent) -> None: ...

    def job_ended(self, ended: JobEnded) -> None: ...


def respawn_delay(failures: int) -> float:
    """Seconds to wait after ``failures`` (>= 1) processes in a row ended without finishing a job."""
    if failures <= 1:
        return 0.0
    return min(_FIRST_PAUSE_S * 2.0 ** min(failures - 2, 16), _LONGEST_PAUSE_S)


class Pool:
    """Implements ``WorkerEvents`` for its workers. ``resident_bytes(pid)`` is the memory probe."""

    def __init__(
        self,
        size: int,
        listener: PoolListener,
        factory: WorkerFactory,
        *,
        memory_limit: int,
        resident_bytes: Callable[[int], int],
        delay: Callable[[int], float] = respawn_delay,
    ) -> None:
        self.size = size
        self.ready = asyncio.Event()
        """Set once the first worker is warm."""
        self.hopeless = asyncio.Event()
        """Set when the first worker failed again and again before any was warm."""
        self._listener = listener
        self._factory = factory
        self._memory_limit = memory_limit
        self._resident_bytes = resident_bytes
        self._delay = delay
        self._workers: dict[int, WorkerProcess] = {}
        self._failures: dict[int, int] = dict.fromkeys(range(size), 0)
        self._first_try = asyncio.Event()
        self._stopping = asyncio.Event()
        self._last_cause = ""

    @property
    def free(self) -> list[WorkerProcess]:
        """Workers that could take a job now."""
        return [worker for worker in self._workers.values() if worker.state is WorkerState.IDLE]

    @property
    def alive(self) -> int:
        """Workers that are warm, with or without a job."""
        served = (WorkerState.IDLE, WorkerState.BUSY, WorkerState.CANCELLING)
        return sum(worker.state in served for worker in self._workers.values())

    @property
    def busy(self) -> int:
        """Workers that run a job."""
        return sum(worker.job is not None for worker in self._workers.values())

    @property
    def pids(self) -> list[int]:
        """Process ids of the workers that live."""
        living = (w for w in self._workers.values() if w.state is not WorkerState.DEAD)
        return [w.pid for w in living if w.pid is not None]

    @property
    def capabilities(self) -> tuple[Capabilities, ...]:
        """What the workers can make; empty until one has been ready."""
        reports = (worker.ready for worker in self._workers.values() if worker.ready)
        return next((report.generators for report in reports), ())

    @property
    def last_cause(self) -> str:
        """Why a process ended last, one line."""
        return self._last_cause

    @property
    def broken(self) -> str:
        """Why no worker comes up, one line; empty while the pool works."""
        down = len(self._workers) > 0 and all(w.state is not WorkerState.IDLE for w in self._workers.values())
        return self._last_cause if down and min(self._failures.values()) >= _TRIES else ""

    async def run(self) -> None:
        """Keep the workers alive until ``stop``."""
        async with asyncio.TaskGroup() as group:
            watch = group.create_task(self._watch_memory())
            async with asyncio.TaskGroup() as slots:
                slots.create_task(self._keep(0))
                await self._first_try.wait()
                for slot in range(1, self.size):
                    slots.create_task(self._keep(slot))
            watch.cancel()

    def stop(self) -> None:
        """Stop all workers; ``run`` returns when they have ended. Running jobs are reported as lost."""
        self._stopping.set()
        self._first_try.set()
        for worker in self._workers.values():
            worker.stop(STOP_GRACE_S)

    def start(self, worker: WorkerProcess, job: int, work: Work) -> None:
        """Run ``job`` on a free worker."""
        worker.start_job(job, work)

    def cancel(self, job: int) -> None:
        """Ask the worker of ``job`` to stop it; ``job_ended`` follows."""
        for worker in self._workers.values():
            if worker.job == job:
                worker.cancel()

    def worker_ready(self, worker: WorkerProcess) -> None:
        assert worker.ready is not None
        _logger.info(
            "worker_ready",
            extra=fields(worker=worker.number, pid=worker.pid, warm_up_ms=round(worker.ready.warm_up_ms)),
        )
        self.ready.set()
        self._first_try.set()
        self._listener.worker_free()

    def job_event(self, event: JobEvent) -> None:
        self._listener.job_event(event)

    def job_ended(self, worker: WorkerProcess, ended: JobEnded) -> None:
        self._failures[worker.number] = 0
        self._check_memory(worker)
        self._listener.job_ended(ended)
        self._listener.worker_free()

    def worker_exited(self, worker: WorkerProcess, job: int | None, cause: str) -> None:
        self._failures[worker.number] += 1
        self._last_cause = cause
        if not self.ready.is_set() and self._failures[worker.number] >= _TRIES:
            self.hopeless.set()
        if job is not None:
            text = f"the worker process failed: {cause}; try again, or with a smaller sprite"
            self._listener.job_ended(JobEnded(job=job, code="worker_failed", message=text))

    async def _keep(self, slot: int) -> None:
        while not self._stopping.is_set():
            worker = self._workers[slot] = self._factory(slot, self)
            await worker.run()
            if self._stopping.is_set():
                return
            pause = self._delay(max(self._failures[slot], 1))
            _logger.info("worker_respawn", extra=fields(worker=slot, pause_s=pause))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    async def _watch_memory(self) -> None:
        while True:
            await asyncio.sleep(MEMORY_CHECK_S)
            for worker in list(self._workers.values()):
                if worker.state is WorkerState.BUSY:
                    self._check_memory(worker)

    def _check_memory(self, worker: WorkerProcess) -> None:
        """Ending the process is the only way to give its memory back for sure."""
        if worker.pid is None or (used := self._resident_bytes(worker.pid)) <= self._memory_limit:
            return
        cause = f"it used {used >> 20} MB, over the limit of {self._memory_limit >> 20} MB"
        _logger.warning("worker_memory", extra=fields(worker=worker.number, used_mb=used >> 20))
        if worker.state is WorkerState.IDLE:
            worker.stop(STOP_GRACE_S)
        else:
            worker.kill(cause)
