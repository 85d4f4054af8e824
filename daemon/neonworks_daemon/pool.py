"""``Pool``: keeps the worker processes alive and knows which are free.

Base workers live as long as the daemon. The first one starts alone, so that the daemon is ready as early as
possible on a machine with few cores; the others follow as soon as it is warm.

Background workers draw what nobody watches, at a low priority of the system, so that the cores can be used
up without slowing an edit. They are started when folder jobs wait and end after some idle time, which gives
their memory back.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from neonworks_protocol.records import Capabilities, WorkerRecord
from neonworks_protocol.vocabulary import WorkerPhase

from neonworks_daemon.clocks import AwakeClock
from neonworks_daemon.logs import fields
from neonworks_daemon.slot import Slot, respawn_delay
from neonworks_daemon.supervisor import WorkerEvents, WorkerProcess, WorkerState
from neonworks_daemon.worker.messages import JobEnded, JobEvent, Work

__all__ = ["Pool", "PoolLimits", "PoolListener", "WorkerFactory"]

WorkerFactory = Callable[[int, bool, WorkerEvents], WorkerProcess]
"""Makes the process number ``n``; True for a background one."""

STOP_GRACE_S = 3.0
"""Seconds for workers to stop by themselves when the daemon ends."""
CHECK_S = 1.0
"""Seconds between two looks at the memory of busy workers and at idle background ones."""
_TRIES = 3
"""Starts that fail in a row after which a slot does not count on its next try."""

_PHASES: Mapping[WorkerState, WorkerPhase] = MappingProxyType(
    {
        WorkerState.STARTING: WorkerPhase.STARTING,
        WorkerState.IDLE: WorkerPhase.IDLE,
        WorkerState.BUSY: WorkerPhase.BUSY,
        WorkerState.CANCELLING: WorkerPhase.BUSY,
        WorkerState.STOPPING: WorkerPhase.STOPPING,
        WorkerState.DEAD: WorkerPhase.STOPPING,
    }
)

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PoolLimits:
    """``base`` and ``background`` are numbers of processes, ``memory`` resident bytes of one, ``idle_s`` the
    awake seconds after which a background process without work ends."""

    base: int
    background: int = 0
    memory: int = 1 << 30
    idle_s: float = 30.0


class PoolListener(Protocol):
    """What the pool tells the scheduler; called in the event loop."""

    def worker_free(self) -> None: ...

    def worker_done(self, ended: JobEnded) -> None:
        """The worker that ran it is free; the last of its events and ``job_ended`` follow."""
        ...

    def job_events(self, events: Sequence[JobEvent]) -> None: ...

    def job_ended(self, ended: JobEnded) -> None: ...

    def worker_lost(self, number: int, cause: str) -> None:
        """The process that ran job ``number`` ended, and the job with it."""
        ...


class Pool:
    """Implements ``WorkerEvents`` for its workers. ``resident_bytes(pid)`` is the memory probe."""

    def __init__(
        self,
        limits: PoolLimits,
        listener: PoolListener,
        factory: WorkerFactory,
        *,
        resident_bytes: Callable[[int], int],
        clock: AwakeClock,
        delay: Callable[[int], float] = respawn_delay,
    ) -> None:
        self.ready = asyncio.Event()
        """Set once the first worker is warm."""
        self.hopeless = asyncio.Event()
        """Set when the first worker failed again and again before any was warm."""
        self._limits = limits
        self._listener = listener
        self._factory = factory
        self._resident_bytes = resident_bytes
        self._clock = clock
        self._delay = delay
        self._base: dict[int, Slot] = {}
        self._background: dict[int, Slot] = {}
        self._unused_since: dict[int, float] = {}
        self._deaths = 0
        self._group: asyncio.TaskGroup | None = None
        self._first_try = asyncio.Event()
        self._stopping = asyncio.Event()
        self._last_cause = ""
        self._capabilities: tuple[Capabilities, ...] = ()

    @property
    def free(self) -> list[WorkerProcess]:
        """Base workers that could take a job now."""
        return [slot.worker for slot in self._base.values() if slot.idle]

    @property
    def free_background(self) -> list[WorkerProcess]:
        """Background workers that could take a job now."""
        return [slot.worker for slot in self._background.values() if slot.idle and not slot.closing]

    @property
    def base_alive(self) -> int:
        """Base workers that are warm, with or without a job."""
        return sum(slot.warm for slot in self._base.values())

    @property
    def background_alive(self) -> int:
        """Background workers that are warm and stay."""
        return sum(slot.warm and not slot.closing for slot in self._background.values())

    @property
    def alive(self) -> int:
        """All workers that are warm, with or without a job."""
        return sum(slot.warm for slot in self._slots)

    @property
    def busy(self) -> int:
        """Workers that run a job."""
        return sum(slot.worker.job is not None for slot in self._slots)

    @property
    def restarts(self) -> int:
        """Processes that ended unasked since the beginning; each one was replaced."""
        return self._deaths

    @property
    def pids(self) -> list[int]:
        """Process ids of the workers that live."""
        living = (slot.worker for slot in self._slots if slot.worker.state is not WorkerState.DEAD)
        return [worker.pid for worker in living if worker.pid is not None]

    def records(self) -> tuple[WorkerRecord, ...]:
        """The workers one by one, those for every request first."""
        return tuple(
            WorkerRecord(
                number=number,
                state=_PHASES[slot.worker.state],
                background=slots is self._background,
                memory_bytes=self._memory(slot.worker),
            )
            for slots in (self._base, self._background)
            for number, slot in sorted(slots.items())
        )

    @property
    def capabilities(self) -> tuple[Capabilities, ...]:
        """What the workers can make, also while all are being replaced; empty until one has been ready."""
        return self._capabilities

    @property
    def last_cause(self) -> str:
        """Why a process ended last, one line."""
        return self._last_cause

    @property
    def broken(self) -> str:
        """Why no worker comes up, one line; empty while the pool works."""
        failing = self._base and all(slot.failed_starts >= _TRIES for slot in self._base.values())
        return self._last_cause if failing else ""

    async def run(self) -> None:
        """Keep the workers alive until ``stop``."""
        async with asyncio.TaskGroup() as group:
            watch = group.create_task(self._watch())
            async with asyncio.TaskGroup() as self._group:
                self._open(self._base, 0, background=False)
                await self._first_try.wait()
                for number in range(1, self._limits.base):
                    self._open(self._base, number, background=False)
                await self._stopping.wait()
            watch.cancel()

    def stop(self) -> None:
        """Stop all workers; ``run`` returns when they have ended. Running jobs are reported as lost."""
        self._stopping.set()
        self._first_try.set()
        for slot in self._slots:
            slot.close(STOP_GRACE_S)

    def start(self, worker: WorkerProcess, job: int, work: Work) -> None:
        """Run ``job`` on a free worker."""
        self._unused_since.pop(worker.number, None)
        worker.start_job(job, work)

    def cancel(self, job: int) -> None:
        """Ask the worker of ``job`` to stop it; ``job_ended`` follows."""
        for slot in self._slots:
            if slot.worker.job == job:
                slot.worker.cancel()

    def want_background(self, jobs: int) -> None:
        """``jobs`` folder jobs wait: see that there are as many background workers, up to the limit."""
        if self._group is None or self._stopping.is_set():
            return
        coming = sum(slot.idle or not slot.warm for slot in self._background.values())
        for _ in range(min(jobs - coming, self._limits.background - len(self._background))):
            numbers = (n for n in range(self._limits.base, 1 << 16) if n not in self._background)
            self._open(self._background, next(numbers), background=True)

    def worker_ready(self, worker: WorkerProcess) -> None:
        assert worker.ready is not None
        _logger.info(
            "worker_ready",
            extra=fields(worker=worker.number, pid=worker.pid, warm_up_ms=round(worker.ready.warm_up_ms)),
        )
        self._slot_of(worker).ready()
        self._capabilities = worker.ready.generators
        self._unused_since[worker.number] = self._clock()
        self.ready.set()
        self._first_try.set()
        self._listener.worker_free()

    def worker_done(self, worker: WorkerProcess, ended: JobEnded) -> None:
        self._slot_of(worker).finished()
        self._unused_since[worker.number] = self._clock()
        self._check_memory(worker)
        self._listener.worker_done(ended)

    def job_events(self, events: Sequence[JobEvent]) -> None:
        self._listener.job_events(events)

    def job_ended(self, ended: JobEnded) -> None:
        self._listener.job_ended(ended)

    def worker_exited(self, worker: WorkerProcess, job: int | None, cause: str) -> None:
        slot = self._slot_of(worker)
        self._unused_since.pop(worker.number, None)
        if not worker.asked_to_stop:
            slot.failed()
            self._deaths += 1
            self._last_cause = cause
        if not self.ready.is_set() and slot.failed_starts >= _TRIES:
            self.hopeless.set()
        if job is not None:
            self._listener.worker_lost(job, cause)

    @property
    def _slots(self) -> Iterable[Slot]:
        return (*self._base.values(), *self._background.values())

    def _slot_of(self, worker: WorkerProcess) -> Slot:
        return self._base.get(worker.number) or self._background[worker.number]

    def _open(self, slots: dict[int, Slot], number: int, *, background: bool) -> None:
        if self._group is None or self._stopping.is_set():
            return

        def make() -> WorkerProcess:
            return self._factory(number, background, self)

        slots[number] = Slot(number, make, self._clock, delay=self._delay)
        self._group.create_task(self._keep(slots, slots[number]))

    async def _keep(self, slots: dict[int, Slot], slot: Slot) -> None:
        await slot.run()
        if slots is self._background:
            del slots[slot.number]
            self._listener.worker_free()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(CHECK_S)
            for slot in self._slots:
                if slot.worker.state is WorkerState.BUSY:
                    self._check_memory(slot.worker)
            self._retire()

    def _retire(self) -> None:
        now = self._clock()
        for number, slot in self._background.items():
            unused = now - self._unused_since.get(number, now)
            if slot.idle and not slot.closing and unused >= self._limits.idle_s:
                _logger.info("worker_retired", extra=fields(worker=number, pid=slot.worker.pid))
                slot.close(STOP_GRACE_S)

    def _memory(self, worker: WorkerProcess) -> int:
        if worker.pid is None or worker.state is WorkerState.DEAD:
            return 0
        return self._resident_bytes(worker.pid)

    def _check_memory(self, worker: WorkerProcess) -> None:
        """Ending the process is the only way to give its memory back for sure."""
        limit = self._limits.memory
        if worker.pid is None or (used := self._resident_bytes(worker.pid)) <= limit:
            return
        cause = f"it used {used >> 20} MB, over the limit of {limit >> 20} MB"
        _logger.warning("worker_memory", extra=fields(worker=worker.number, used_mb=used >> 20))
        if worker.state is WorkerState.IDLE:
            worker.stop(STOP_GRACE_S)
        else:
            worker.kill(cause)
