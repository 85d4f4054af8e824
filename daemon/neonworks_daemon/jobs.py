"""Jobs that have not ended; the others are the store's."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from neonworks_protocol.jobs import JobState, transition
from neonworks_protocol.messages import Accepted, EndMessage
from neonworks_protocol.records import JobRecord
from neonworks_protocol.vocabulary import Priority

from neonworks_daemon.feed import Outlet, RequestFeed
from neonworks_daemon.pace import JobProgress
from neonworks_daemon.scheduler import Scheduled
from neonworks_daemon.store.history import LISTED_TEXT
from neonworks_daemon.store.recording import NewJob
from neonworks_daemon.worker.messages import AnimateWork, ClipFinished, ClipPlanned, JobEvent

__all__ = ["ChannelKey", "Job", "JobTable"]

ChannelKey = tuple[str, str]
"""(client id, channel name)."""


@dataclass(eq=False)
class Job:
    """One piece of work and the requests that want its result.

    ``number`` names it to the worker, ``job_id`` to clients. ``feeds`` are its requests, the first one began
    it; ``leaving`` those that gave up while it ran, with the end they are told when its worker is free.
    """

    number: int
    job_id: str
    key: str
    client: str
    request_id: str
    work: AnimateWork
    sprite: str
    """Digest of the sprite's file, for finding a worker that knows it."""
    priority: Priority
    channel: ChannelKey | None = None
    created_s: float = field(default_factory=time.time)
    state: JobState = JobState.SUBMITTED
    feeds: list[RequestFeed] = field(default_factory=list)
    leaving: list[tuple[RequestFeed, EndMessage]] = field(default_factory=list)
    events: list[JobEvent] = field(default_factory=list)
    progress: JobProgress | None = None
    scheduled: Scheduled | None = None
    """Its place in the scheduler; None while it is held back by its channel."""
    stopping: bool = False
    told_position: int | None = None
    frame_bytes: int = 0
    """Bytes of the frames made so far."""

    def enter(self, state: JobState) -> None:
        """Raises ``IllegalTransition`` where the protocol's table forbids it."""
        self.state = transition(self.state, state, f"job {self.job_id}")

    def may_start(self) -> bool:
        """Whether a client that waits for it can take more."""
        return any(feed.outlet.may_take() for feed in self.feeds) or not self.feeds

    def feed_for(self, outlet: Outlet, request_id: str) -> RequestFeed:
        """A new feed with the request's own clip ids."""
        first = (outlet.client_id, request_id) == (self.client, self.request_id)
        feed = RequestFeed(outlet, request_id, self.job_id, first=first)
        self.feeds.append(feed)
        return feed

    @property
    def clips(self) -> int:
        """Clips announced so far."""
        return sum(isinstance(event, ClipPlanned) for event in self.events)

    @property
    def drafted(self) -> bool:
        """Whether every clip is complete in some tier."""
        planned = {event.clip: event.clips for event in self.events if isinstance(event, ClipPlanned)}
        finished = {event.clip for event in self.events if isinstance(event, ClipFinished)}
        return bool(planned) and len(finished) == max(planned.values())

    def frames_of(self, clip: int) -> int:
        """Frames that clip number ``clip`` has."""
        plans = (e for e in self.events if isinstance(e, ClipPlanned) and e.clip == clip)
        return next((len(plan.durations) for plan in plans), 0)

    def to_keep(self, answer: Accepted) -> NewJob:
        """What the store is told of it when it is let in with ``answer``."""
        return NewJob(
            job_id=self.job_id,
            request_id=self.request_id,
            client=self.client,
            channel=self.channel[1] if self.channel is not None else None,
            key=self.key,
            sprite=self.sprite,
            work=self.work,
            created_s=self.created_s,
            accepted=answer,
        )

    def record(self) -> JobRecord:
        """The job as one line of a list."""
        fraction = self.progress.fraction if self.progress else 0.0
        return JobRecord(
            job_id=self.job_id,
            request_id=self.request_id,
            client=self.client,
            state=self.state,
            created_s=self.created_s,
            text=self.work.text[:LISTED_TEXT],
            clips=self.clips,
            fraction=1.0 if self.state is JobState.DONE else fraction,
        )


class JobTable:
    """Finds jobs by number, by id and by (client, request)."""

    def __init__(self) -> None:
        self._jobs: dict[int, Job] = {}

    def __iter__(self) -> Iterator[Job]:
        return iter(list(self._jobs.values()))

    def add(self, job: Job) -> None:
        self._jobs[job.number] = job

    def get(self, number: int) -> Job | None:
        return self._jobs.get(number)

    def remove(self, job: Job) -> None:
        """``job`` has ended."""
        self._jobs.pop(job.number, None)

    def by_id(self, job_id: str) -> Job | None:
        return next((job for job in self._jobs.values() if job.job_id == job_id), None)

    def by_work(self, channel: ChannelKey, work_id: str) -> Job | None:
        """The job that the request ``work_id`` began on a channel."""
        return next(
            (j for j in self._jobs.values() if j.channel == channel and j.request_id == work_id), None
        )

    def by_request(self, client: str, request_id: str) -> Job | None:
        """The job that serves this request."""
        return next(
            (
                job
                for job in self._jobs.values()
                for feed in job.feeds
                if feed.request_id == request_id and feed.outlet.client_id == client
            ),
            None,
        )

    def is_leaving(self, client: str, request_id: str) -> bool:
        """Whether the request gave up and will be told so when its worker is free."""
        return bool(self._leaving(client, request_id))

    def move_leaving(self, outlet: Outlet, request_id: str) -> bool:
        """A request that gave up is told so at ``outlet``; False when there is none."""
        leaving = self._leaving(outlet.client_id, request_id)
        for feed in leaving:
            feed.outlet = outlet
        return bool(leaving)

    def _leaving(self, client: str, request_id: str) -> list[RequestFeed]:
        return [
            feed
            for job in self._jobs.values()
            for feed, _ in job.leaving
            if feed.request_id == request_id and feed.outlet.client_id == client
        ]
