"""``Scheduler``: brings waiting jobs and free workers together.

With two workers or more, one is never given to jobs that nobody watches (``request``, ``folder``): an
interactive job waits for other interactive jobs at most, which are short. ``folder`` jobs have background
workers of their own as soon as one is up.

A job whose worker dies is the next one of its client again, once. The second death ends it, and identical
work is refused for a while.
"""

import itertools
import logging
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from neonworks_protocol.errors import Busy, JobCancelled, WorkerFailed
from neonworks_protocol.vocabulary import Priority

from neonworks_daemon.fair_queue import FairQueue, Waiting
from neonworks_daemon.logs import fields
from neonworks_daemon.pace import Pace, expected_frames
from neonworks_daemon.poison import PoisonTable
from neonworks_daemon.pool import Pool
from neonworks_daemon.supervisor import WorkerProcess
from neonworks_daemon.worker.messages import (
    AnalyseWork,
    AnimateWork,
    ExportWork,
    JobEnded,
    JobEvent,
    Work,
)

__all__ = ["Scheduled", "Scheduler", "SchedulerEvents"]

_REMEMBERED_SPRITES = 8
"""Sprites per worker that count as warm; the worker's own cache is larger."""

_DEAREST = 4
"""A job whose worker did not live to tell its processor time is charged the time that passed, at most so many
times what was expected: the machine may have held it up, and its client would wait minutes for the others to
draw level."""

_logger = logging.getLogger(__name__)


@dataclass(eq=False)
class Scheduled:
    """One job on its way through queue and worker. ``affinity`` names the sprite, so that its analysis is
    reused; ``key`` is equal for equal work, "" where that does not matter; ``may_start`` says whether its
    client can take more results now."""

    number: int
    client: Hashable
    priority: Priority
    work: Work
    affinity: str = ""
    key: str = ""
    may_start: Callable[[], bool] = field(default=lambda: True, repr=False)
    unwanted: bool = False
    """It was cancelled while it ran."""
    death: str = ""
    """Why its first worker died; empty while none has."""


@dataclass(frozen=True)
class _Run:
    entry: Waiting[Scheduled]
    background: bool
    started_s: float

    @property
    def unwatched(self) -> bool:
        """It takes one of the workers that interactive jobs need, and nobody waits for it."""
        return not self.background and self.entry.priority is not Priority.INTERACTIVE


class SchedulerEvents(Protocol):
    """What the scheduler tells its owner about the job ``number``; called in the event loop."""

    def job_started(self, number: int) -> None: ...

    def job_put_back(self, number: int, cause: str) -> None:
        """Its worker died; it starts once more, and says again what it said."""
        ...

    def job_events(self, events: Sequence[JobEvent]) -> None: ...

    def job_ended(self, ended: JobEnded) -> None:
        """Exactly once for each job that was taken in."""
        ...


class Scheduler:
    """Implements ``PoolListener``. Holds the queue; the pool is attached after both exist.

    ``clock`` gives seconds and never goes back.
    """

    def __init__(
        self,
        queue: FairQueue[Scheduled],
        events: SchedulerEvents,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._queue = queue
        self._events = events
        self._clock = clock
        self._poison = PoisonTable(clock)
        self._paces = {priority: Pace() for priority in Priority}
        self._pool: Pool | None = None
        self._numbers = itertools.count(1)
        self._running: dict[int, _Run] = {}
        self._refused: list[JobEnded] = []
        self._warm: dict[int, list[str]] = {}
        self._closed = False

    @property
    def queued(self) -> int:
        return len(self._queue)

    @property
    def running(self) -> int:
        return len(self._running)

    def attach(self, pool: Pool) -> None:
        """Use ``pool`` from now on."""
        self._pool = pool

    def next_number(self) -> int:
        """A job number that was never used in this process."""
        return next(self._numbers)

    def enqueue(self, job: Scheduled) -> None:
        """Take ``job`` in; ``match`` starts it, or ends it where its work has just ended two workers.

        Raises ``Busy``; then nothing was taken in.
        """
        if self._closed:
            raise Busy("the daemon is stopping; start it again")
        if job.key and (reason := self._poison.reason(job.key)):
            self._refused.append(_died(job.number, reason))
            return
        work = job.work
        cost = self._paces[job.priority].ms_per_frame * _frames(work)
        self._queue.put(Waiting(job.client, job.priority, job, _size(work), cost))

    def cancel(self, number: int) -> None:
        """End the job: at once while it waits, at its next checkpoint while it runs."""
        if (run := self._running.get(number)) is not None:
            assert self._pool is not None
            run.entry.item.unwanted = True
            self._pool.cancel(number)
            return
        for entry in self._queue.remove(lambda job: job.number == number):
            self._events.job_ended(_cancelled(entry.item.number))

    def withdraw(self, number: int) -> None:
        """End the job if it still waits; one that runs goes on. For work that has no checkpoints, and is soon
        over."""
        if number not in self._running:
            self.cancel(number)

    def position(self, job: Scheduled) -> int | None:
        """Jobs ahead of ``job`` in the queue, None when it does not wait."""
        return self._queue.position(job)

    def close(self) -> None:
        """Start nothing more and end everything that waits."""
        self._closed = True
        for entry in self._queue.remove(lambda _: True):
            self._events.job_ended(_cancelled(entry.item.number))

    def match(self) -> None:
        """Start waiting jobs on free workers; called whenever either may have changed."""
        while self._refused:
            self._events.job_ended(self._refused.pop(0))
        while self._start_next():
            pass
        if self._pool is not None and not self._closed:
            self._pool.want_background(self._queue.waiting(Priority.FOLDER))

    def worker_free(self) -> None:
        self.match()

    def job_events(self, events: Sequence[JobEvent]) -> None:
        self._events.job_events(events)

    def worker_done(self, ended: JobEnded) -> None:
        if (run := self._running.pop(ended.job, None)) is not None:
            self._settle(run, ended.cpu_ms, finished=ended.code is None)
            # A base worker is matched at the end of its job only: a live channel may bring the next one then.
            if run.background:
                self.match()

    def job_ended(self, ended: JobEnded) -> None:
        self._events.job_ended(ended)
        self.match()

    def worker_lost(self, number: int, cause: str) -> None:
        run = self._running.pop(number)
        self._settle(run, None, finished=False)
        job = run.entry.item
        if job.unwanted or self._closed:
            self._events.job_ended(_died(number, f"the worker process failed: {cause}"))
        elif job.death:
            reason = f"it ended two worker processes: first {job.death}, then {cause}"
            if job.key:
                self._poison.add(job.key, reason)
            _logger.error("job_poison", extra=fields(number=number, reason=reason))
            self._events.job_ended(_died(number, f"{reason}; try another sprite, size or sentence"))
        else:
            job.death = cause
            self._queue.put_back(run.entry)
            self._events.job_put_back(number, cause)

    def _start_next(self) -> bool:
        """Start one job; False when none can be."""
        pool = self._pool
        if pool is None or self._closed:
            return False
        base = (pool.free, self._for_base(pool), False)
        background = (pool.free_background, (Priority.FOLDER,), True)
        for free, priorities, apart in (base, background):
            entry = self._queue.take(priorities, lambda e: e.item.may_start()) if free else None
            if entry is not None:
                worker = self._choose(free, entry.item.affinity)
                self._start(worker, _Run(entry, apart, self._clock()))
                return True
        return False

    def _for_base(self, pool: Pool) -> tuple[Priority, ...]:
        """What may run now on a worker that interactive jobs use too."""
        unwatched = sum(run.unwatched for run in self._running.values())
        if unwatched >= max(1, pool.base_alive - 1):
            return (Priority.INTERACTIVE,)
        return (Priority.INTERACTIVE, Priority.REQUEST) if pool.background_alive else tuple(Priority)

    def _start(self, worker: WorkerProcess, run: _Run) -> None:
        assert self._pool is not None
        job = run.entry.item
        self._running[job.number] = run
        if job.affinity:
            warm = [name for name in self._warm.get(worker.number, []) if name != job.affinity]
            self._warm[worker.number] = [*warm, job.affinity][-_REMEMBERED_SPRITES:]
        self._pool.start(worker, job.number, job.work)
        self._events.job_started(job.number)

    def _settle(self, run: _Run, cpu_ms: float | None, *, finished: bool) -> None:
        """Charge the client what the job really took of a processor, whatever else kept that busy."""
        entry = run.entry
        if cpu_ms is None:
            cpu_ms = min((self._clock() - run.started_s) * 1000, _DEAREST * entry.cost)
        self._queue.charge(entry.client, entry.priority, cpu_ms - entry.cost)
        if finished and not isinstance(entry.item.work, AnalyseWork | ExportWork):
            self._paces[entry.priority].observe(_frames(entry.item.work), cpu_ms)

    def _choose(self, free: list[WorkerProcess], affinity: str) -> WorkerProcess:
        """A worker that has seen the sprite, else the first."""
        warm = (worker for worker in free if affinity and affinity in self._warm.get(worker.number, ()))
        return next(warm, free[0])


def _frames(work: Work) -> int:
    """What the work costs, in frames that are drawn."""
    if isinstance(work, AnimateWork):
        return expected_frames(work)
    # Writing a frame to files takes a sixteenth of drawing it.
    return 1 + len(work.frames) // 16 if isinstance(work, ExportWork) else 1


def _size(work: Work) -> int:
    """Bytes that wait with it."""
    match work:
        case AnimateWork() | AnalyseWork():
            return len(work.sprite)
        case ExportWork():
            return len(work.request.sprite) + sum(len(frame.data) for frame in work.frames)
        case _:
            return 0


def _cancelled(number: int) -> JobEnded:
    return JobEnded(job=number, code=JobCancelled.code, message="cancelled while it waited")


def _died(number: int, message: str) -> JobEnded:
    return JobEnded(job=number, code=WorkerFailed.code, message=message, final=True)
