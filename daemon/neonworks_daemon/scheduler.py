"""``Scheduler``: brings waiting jobs and free workers together.

With two workers or more, one is never given to jobs that nobody watches (``request``, ``folder``): an
interactive job waits for other interactive jobs at most, which are short.
"""

import itertools
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Protocol

from neonworks_protocol.errors import Busy, JobCancelled
from neonworks_protocol.vocabulary import Priority

from neonworks_daemon.fair_queue import FairQueue, Waiting
from neonworks_daemon.pool import Pool
from neonworks_daemon.supervisor import WorkerProcess
from neonworks_daemon.worker.messages import AnimateWork, JobEnded, JobEvent, Work

__all__ = ["Scheduled", "Scheduler", "SchedulerEvents"]

_REMEMBERED_SPRITES = 8
"""Sprites per worker that count as warm; the worker's own cache is larger."""


@dataclass(eq=False)
class Scheduled:
    """One job on its way through queue and worker. ``affinity`` names the sprite, so that its analysis is
    reused; ``may_start`` says whether its client can take more results now."""

    number: int
    client: Hashable
    priority: Priority
    work: Work
    affinity: str = ""
    may_start: Callable[[], bool] = field(default=lambda: True, repr=False)


class SchedulerEvents(Protocol):
    """What the scheduler tells its owner about the job ``number``; called in the event loop."""

    def job_started(self, number: int) -> None: ...

    def job_event(self, event: JobEvent) -> None: ...

    def job_ended(self, ended: JobEnded) -> None:
        """Exactly once for each job that was taken in."""
        ...


class Scheduler:
    """Implements ``PoolListener``. Holds the queue; the pool is attached after both exist."""

    def __init__(self, queue: FairQueue[Scheduled], events: SchedulerEvents) -> None:
        self._queue = queue
        self._events = events
        self._pool: Pool | None = None
        self._numbers = itertools.count(1)
        self._running: dict[int, Scheduled] = {}
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
        """Take ``job`` in; ``match`` starts it. Raises ``Busy``; then nothing was taken in."""
        if self._closed:
            raise Busy("the daemon is stopping; start it again")
        size = len(job.work.sprite) if isinstance(job.work, AnimateWork) else 0
        self._queue.put(Waiting(job.client, job.priority, job, size))

    def cancel(self, number: int) -> None:
        """End the job: at once while it waits, at its next checkpoint while it runs."""
        if number in self._running:
            assert self._pool is not None
            self._pool.cancel(number)
            return
        for entry in self._queue.remove(lambda job: job.number == number):
            self._events.job_ended(_cancelled(entry.item.number))

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
        while self._pool is not None and not self._closed and (free := self._pool.free):
            unwatched = sum(job.priority is not Priority.INTERACTIVE for job in self._running.values())
            full = unwatched >= max(1, self._pool.alive - 1)
            entry = self._queue.take(interactive_only=full, eligible=lambda e: e.item.may_start())
            if entry is None:
                return
            self._start(self._choose(free, entry.item.affinity), entry.item)

    def worker_free(self) -> None:
        self.match()

    def job_event(self, event: JobEvent) -> None:
        self._events.job_event(event)

    def job_ended(self, ended: JobEnded) -> None:
        self._running.pop(ended.job, None)
        self._events.job_ended(ended)

    def _start(self, worker: WorkerProcess, job: Scheduled) -> None:
        assert self._pool is not None
        self._running[job.number] = job
        if job.affinity:
            warm = [name for name in self._warm.get(worker.number, []) if name != job.affinity]
            self._warm[worker.number] = [*warm, job.affinity][-_REMEMBERED_SPRITES:]
        self._pool.start(worker, job.number, job.work)
        self._events.job_started(job.number)

    def _choose(self, free: list[WorkerProcess], affinity: str) -> WorkerProcess:
        """A worker that has seen the sprite, else the first."""
        warm = (worker for worker in free if affinity and affinity in self._warm.get(worker.number, ()))
        return next(warm, free[0])


def _cancelled(number: int) -> JobEnded:
    return JobEnded(job=number, code=JobCancelled.code, message="cancelled while it waited")
