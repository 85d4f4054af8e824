"""``JobDesk``: jobs from their start to their end, and what their requests are told meanwhile.

Implements the scheduler's events. It knows nothing of channels: who is told when a job has ended is its
``DeskEvents``.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import msgspec
from neonworks_protocol.errors import StorageFailed, TooLarge
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import (
    Accepted,
    Cancelled,
    Done,
    EndMessage,
    Failed,
    Interrupted,
    Progress,
    Superseded,
)
from neonworks_protocol.vocabulary import Priority, Tier

from neonworks_daemon.admission import Admission
from neonworks_daemon.feed import Outlet, RequestFeed
from neonworks_daemon.jobs import Job, JobTable
from neonworks_daemon.logs import fields
from neonworks_daemon.pace import JobProgress, Pace
from neonworks_daemon.scheduler import Scheduled, Scheduler
from neonworks_daemon.second_pass import SecondPass
from neonworks_daemon.store.results import ResultStore
from neonworks_daemon.worker.messages import (
    ClipFinished,
    ClipPlanned,
    FrameMade,
    JobEnded,
    JobEvent,
    Progressed,
    Work,
)

__all__ = ["DeskEvents", "JobDesk", "Watcher", "accepted", "is_retryable"]

_POSITIONS_EVERY_S = 0.25
"""Seconds between two rounds of telling queued requests how many are ahead."""
_RETRYABLE = frozenset({"busy", "worker_failed", "storage_failed"})

_logger = logging.getLogger(__name__)


def accepted(request_id: str, job_id: str, admission: Admission, attached_to: str | None = None) -> Accepted:
    """The answer to a request that was let in."""
    return Accepted(
        request_id=request_id,
        job_id=job_id,
        tiers=admission.tiers,
        unavailable=admission.unavailable,
        attached_to=attached_to,
        notes=admission.notes,
    )


def _reason(job: Job) -> EndMessage:
    """How a job that was stopped has ended: as the last request that left it."""
    last = job.leaving[-1][1] if job.leaving else Cancelled(request_id=job.request_id)
    return msgspec.structs.replace(last, request_id=job.request_id)


def is_retryable(code: str) -> bool:
    """Whether the same request may succeed later although it failed with ``code``."""
    return code in _RETRYABLE


class Watcher(Protocol):
    """Owner of a job that serves no request: the answer to a query."""

    def job_event(self, event: JobEvent) -> None: ...

    def job_ended(self, ended: JobEnded) -> None: ...


class DeskEvents(Protocol):
    """What becomes of a job that serves requests."""

    def job_started(self, job: Job) -> None: ...

    def job_drafted(self, job: Job) -> None:
        """All of its drafts are complete and were told, and better tiers follow."""
        ...

    def job_finished(self, job: Job, *, failed: bool) -> None:
        """It ended by itself and its requests were told."""
        ...

    def job_stopped(self, job: Job) -> None:
        """It was stopped on demand; its remaining requests are to be ended now."""
        ...


class JobDesk:
    """``clock`` gives seconds and never goes back; ``job_bytes`` bounds the frames of one job."""

    def __init__(
        self,
        table: JobTable,
        store: ResultStore,
        pace: Pace,
        clock: Callable[[], float],
        *,
        job_bytes: int,
    ) -> None:
        self._job_bytes = job_bytes
        self.table = table
        self.store = store
        self.pace = pace
        self._clock = clock
        self._scheduler: Scheduler | None = None
        self._events: DeskEvents | None = None
        self._watchers: dict[int, Watcher] = {}
        self._second: dict[int, SecondPass] = {}
        self._positions_told = clock()

    def attach(self, scheduler: Scheduler, events: DeskEvents) -> None:
        """Connect both neighbours, which need the desk to exist first."""
        self._scheduler = scheduler
        self._events = events

    @property
    def scheduler(self) -> Scheduler:
        assert self._scheduler is not None
        return self._scheduler

    def accept(
        self, job: Job, outlet: Outlet, request_id: str, admission: Admission, attached_to: str | None = None
    ) -> None:
        """Make the request one of ``job``'s and tell it everything that the others were told."""
        if job.state is JobState.SUBMITTED:
            job.enter(JobState.QUEUED)
            self.table.add(job)
        feed = job.feed_for(outlet, request_id)
        feed.accept(accepted(request_id, job.job_id, admission, attached_to))
        self.replay(job, feed)

    def replay(self, job: Job, feed: RequestFeed) -> None:
        """Tell ``feed`` what happened before it came."""
        for event in job.events:
            feed.event(event)

    def start(self, job: Job) -> None:
        """Queue ``job`` and start it as soon as there is a worker. Raises ``Busy``."""
        scheduled = Scheduled(
            number=job.number,
            client=job.client,
            priority=job.priority,
            work=job.work,
            affinity=job.sprite,
            key=job.key,
            may_start=job.may_start,
        )
        self.scheduler.enqueue(scheduled)
        job.scheduled = scheduled

    def match(self) -> None:
        """Start what can start and tell the others where they stand; after ``start`` and after every end."""
        self.scheduler.match()
        for job in self.table:
            if job.state is JobState.QUEUED and job.told_position is None:
                self._tell_position(job)

    def ask(
        self,
        client: str,
        work: Work,
        watcher: Watcher,
        *,
        priority: Priority = Priority.INTERACTIVE,
        affinity: str = "",
        key: str = "",
    ) -> int:
        """Run ``work`` for a query, unless told otherwise ahead of ordinary requests; its number. Raises
        ``Busy``. ``affinity`` and ``key`` are ``Scheduled``'s."""
        number = self.scheduler.next_number()
        self.scheduler.enqueue(Scheduled(number, client, priority, work, affinity, key))
        self._watchers[number] = watcher
        self.scheduler.match()
        return number

    def stop(self, job: Job) -> None:
        """End ``job`` as soon as its worker lets go; ``job_stopped`` follows."""
        if not job.stopping:
            job.stopping = True
            self.scheduler.cancel(job.number)

    def leave(self, job: Job, feed: RequestFeed, end: EndMessage) -> None:
        """One request gives up on ``job``; it is told when the worker is free, or now if that stays busy."""
        job.feeds.remove(feed)
        if job.scheduled is not None and (job.stopping or not job.feeds):
            job.leaving.append((feed, end))
        else:
            feed.end(end, drop=True)

    def discard(self, job: Job, state: JobState, end: EndMessage) -> None:
        """Leave a job that has ended to the store. Its requests are to be told after this, so that what is
        told is stored."""
        job.enter(state)
        self.store.end(job.job_id, state, end, clips=job.clips, fraction=job.record().fraction)
        for feed, own_end in job.leaving:
            feed.end(own_end, drop=True)
        self.table.remove(job)
        # It knows the job as the job knows it, and such a circle keeps the pixels until the collector comes.
        job.scheduled = None
        _logger.info("job_ended", extra=fields(job=job.job_id, state=state.value))

    def interrupt_all(self, message: str) -> None:
        """The daemon stops: every request that has not ended is told so."""
        for job in self.table:
            self.discard(job, JobState.INTERRUPTED, Interrupted(request_id=job.request_id, message=message))
            for feed in job.feeds:
                feed.end(Interrupted(request_id=feed.request_id, message=message), drop=False)

    def job_started(self, number: int) -> None:
        job = self.table.get(number)
        if job is None or number in self._second:
            return
        job.enter(JobState.RUNNING)
        job.progress = JobProgress(self.pace, self._clock)
        self._tell_progress(job)
        if self._events is not None:
            self._events.job_started(job)
        self._tell_positions()

    def job_put_back(self, number: int, cause: str) -> None:
        job = self.table.get(number)
        if job is not None:
            self._second[number] = SecondPass(job.events)
            self._tell_progress(job, f"its worker process failed ({cause}) and it is drawn once more")

    def job_events(self, events: Sequence[JobEvent]) -> None:
        number = events[0].job
        if (watcher := self._watchers.get(number)) is not None:
            for event in events:
                watcher.job_event(event)
        elif (job := self.table.get(number)) is not None and not job.stopping:
            self._record(job, events)

    def job_ended(self, ended: JobEnded) -> None:
        watcher = self._watchers.pop(ended.job, None)
        self._second.pop(ended.job, None)
        if watcher is not None:
            watcher.job_ended(ended)
        elif (job := self.table.get(ended.job)) is not None:
            self._end(job, ended)

    def _record(self, job: Job, events: Sequence[JobEvent]) -> None:
        """Events that came together are stored together, and told when all of them are."""
        new = tuple(self._to_keep(job, events))
        try:
            self.store.commit(job.job_id, *new)
        except StorageFailed as error:
            self._give_up(job, error.code, error.message)
            return
        for event in new:
            job.events.append(event)
            for feed in job.feeds:
                feed.event(event)
            self._take_note(job, event)
        if job.frame_bytes > self._job_bytes:
            self._overflow(job)
        elif words := [event for event in events if isinstance(event, Progressed)]:
            assert job.progress is not None
            job.progress.reported(words[-1].fraction)
            self._tell_progress(job, words[-1].note)

    def _to_keep(self, job: Job, events: Sequence[JobEvent]) -> Iterator[JobEvent]:
        """Those that are worth keeping and were not said before, up to the first that is too much."""
        second = self._second.get(job.number)
        for event in events:
            if isinstance(event, Progressed) or (second is not None and not second.is_new(event)):
                continue
            if isinstance(event, FrameMade):
                job.frame_bytes += len(event.data)
            if job.frame_bytes > self._job_bytes:
                return
            yield event

    def _take_note(self, job: Job, event: JobEvent) -> None:
        assert job.progress is not None and self._events is not None
        if isinstance(event, FrameMade):
            job.progress.frame_made(event.clip)
        elif isinstance(event, ClipPlanned):
            frames = len(event.durations)
            job.progress.clip_planned(event.clip, event.clips, frames, refined=event.refined)
        elif isinstance(event, ClipFinished):
            if event.tier is Tier.DRAFT:
                self.pace.observe(job.frames_of(event.clip), event.elapsed_ms)
            if not event.final and job.drafted:
                job.progress.drafted()
                self._events.job_drafted(job)

    def _overflow(self, job: Job) -> None:
        limit = self._job_bytes >> 20
        text = f"one request may make {limit} MB of frames; ask for fewer actions or directions at a time"
        self._give_up(job, TooLarge.code, text)

    def _give_up(self, job: Job, code: str, message: str) -> None:
        """End a job that its worker still draws."""
        assert self._events is not None
        self.fail(job, code, message)
        self.scheduler.cancel(job.number)
        self._events.job_finished(job, failed=True)

    def _end(self, job: Job, ended: JobEnded) -> None:
        assert self._events is not None
        if job.stopping:
            # Also where the worker came to its end before it heard: what it sent meanwhile was not recorded.
            self._events.job_stopped(job)
            end = _reason(job)
            self.discard(job, JobState.SUPERSEDED if isinstance(end, Superseded) else JobState.CANCELLED, end)
            for feed in job.feeds:
                feed.end(msgspec.structs.replace(end, request_id=feed.request_id), drop=True)
        elif ended.code is None:
            self._complete(job)
            self._events.job_finished(job, failed=False)
        else:
            self.fail(job, ended.code, ended.message, final=ended.final)
            self._events.job_finished(job, failed=True)

    def _complete(self, job: Job) -> None:
        elapsed = job.progress.elapsed_ms if job.progress else 0.0
        self.discard(job, JobState.DONE, Done(request_id=job.request_id, clips=job.clips, elapsed_ms=elapsed))
        for feed in job.feeds:
            feed.end(Done(request_id=feed.request_id, clips=feed.clips, elapsed_ms=elapsed))

    def fail(self, job: Job, code: str, message: str, *, final: bool = False) -> None:
        """End ``job`` and all its requests with an error; ``final`` where the same work would fail again."""
        retry = is_retryable(code) and not final
        last = Failed(request_id=job.request_id, code=code, message=message, retryable=retry)
        self.discard(job, JobState.FAILED, last)
        for feed in job.feeds:
            feed.end(Failed(request_id=feed.request_id, code=code, message=message, retryable=retry))

    def _tell_progress(self, job: Job, note: str = "") -> None:
        assert job.progress is not None
        for feed in job.feeds:
            feed.progress(
                Progress(
                    request_id=feed.request_id,
                    state=JobState.RUNNING,
                    fraction=job.progress.fraction,
                    eta_ms=job.progress.eta_ms,
                    note=note,
                )
            )

    def _tell_positions(self) -> None:
        now = self._clock()
        if now - self._positions_told < _POSITIONS_EVERY_S:
            return
        self._positions_told = now
        for job in self.table:
            if job.state is JobState.QUEUED:
                self._tell_position(job)

    def _tell_position(self, job: Job) -> None:
        # Nobody watches the place of folder work: its folder has hundreds more, as its watcher knows.
        if job.priority is Priority.FOLDER:
            return
        position = self.scheduler.position(job.scheduled) if job.scheduled else None
        if position is None or position == job.told_position:
            return
        job.told_position = position
        eta = (position + 1) * self.pace.ms_per_job
        for feed in job.feeds:
            feed.progress(
                Progress(request_id=feed.request_id, state=JobState.QUEUED, position=position, eta_ms=eta)
            )
