"""A desk with a real scheduler over workers that end their jobs when the test says so."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from neonworks_daemon.admission import Admission
from neonworks_daemon.desk import JobDesk
from neonworks_daemon.fair_queue import FairQueue
from neonworks_daemon.jobs import Job, JobTable
from neonworks_daemon.live import LiveChannels
from neonworks_daemon.pace import Pace
from neonworks_daemon.pool import Pool
from neonworks_daemon.scheduler import Scheduled, Scheduler
from neonworks_daemon.store.results import ResultStore
from neonworks_daemon.worker.messages import AnimateWork, JobEnded, JobEvent
from neonworks_protocol.messages import Accepted
from neonworks_protocol.records import Capabilities
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Priority, Tier

from tests.fakes.events import FakeOutlet, clip_events

__all__ = ["CAPABILITIES", "FakeClock", "FakeWorkers", "LiveDesk"]

CAPABILITIES = (
    Capabilities(
        name="fake",
        version="1",
        tier=Tier.DRAFT,
        archetypes=tuple(Archetype),
        actions=tuple(Action),
        directions=tuple(Direction),
        min_size=1,
        max_size=512,
        can_turn=False,
        deterministic=True,
        cancel_latency_ms=20,
        estimated_frame_ms=1.0,
    ),
)


@dataclass
class FakeClock:
    """Seconds that pass when the test says so."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass(eq=False)
class _Slot:
    number: int
    job: int | None = None


@dataclass
class FakeWorkers:
    """The part of a ``Pool`` that scheduler and services use; ``jobs`` is what runs, slot by slot."""

    slots: list[_Slot] = field(default_factory=lambda: [_Slot(0), _Slot(1)])
    cancelled: list[int] = field(default_factory=list)
    capabilities: Sequence[Capabilities] = CAPABILITIES
    broken: str = ""
    pids: Sequence[int] = ()

    @property
    def size(self) -> int:
        return len(self.slots)

    alive = base_alive = size
    background_alive = 0
    free_background: Sequence[_Slot] = ()

    @property
    def busy(self) -> int:
        return len(self.jobs)

    @property
    def free(self) -> list[_Slot]:
        return [slot for slot in self.slots if slot.job is None]

    @property
    def jobs(self) -> list[int]:
        return [slot.job for slot in self.slots if slot.job is not None]

    def start(self, slot: _Slot, job: int, work: object) -> None:
        slot.job = job

    def cancel(self, job: int) -> None:
        self.cancelled.append(job)

    def want_background(self, jobs: int) -> None:
        """There are none here."""

    def release(self, job: int) -> None:
        for slot in self.slots:
            if slot.job == job:
                slot.job = None


class LiveDesk:
    """Desk, scheduler and live channels, connected as in the daemon; a worker's word is a method call."""

    def __init__(self, *, queue_limit: int = 50) -> None:
        self.clock = FakeClock()
        self.workers = FakeWorkers()
        self.store = ResultStore(None, limit=1 << 20)
        self.store.open()
        self.desk = JobDesk(JobTable(), self.store, Pace(), self.clock, job_bytes=4096)
        queue: FairQueue[Scheduled] = FairQueue(queue_limit, queue_limit, 1 << 20)
        self.scheduler = Scheduler(queue, self.desk)
        self.scheduler.attach(cast(Pool, self.workers))
        self.live = LiveChannels(self.desk, self.clock)
        self.desk.attach(self.scheduler, self.live)
        self.outlet = FakeOutlet()
        self.admission = Admission()

    def job(self, request_id: str, *, key: str | None = None, channel: str | None = None) -> Job:
        """A new job that only the store knows of."""
        number = self.scheduler.next_number()
        job = Job(
            number=number,
            job_id=f"job{number}",
            key=key or request_id,
            client="client",
            request_id=request_id,
            work=AnimateWork(sprite=b"x", text=request_id),
            sprite="00" * 32,
            priority=Priority.INTERACTIVE if channel else Priority.REQUEST,
            channel=("client", channel) if channel else None,
        )
        self.store.begin(job.to_keep(Accepted(request_id=request_id, job_id=job.job_id, tiers=())))
        return job

    def say(self, *events: JobEvent) -> None:
        """A worker sends events, one after the other."""
        for event in events:
            self.scheduler.job_events((event,))

    def draw(self, job: Job, frames: int = 2) -> None:
        """A worker draws one clip and ends the job well."""
        self.say(*clip_events(frames, job=job.number))
        self.finish(job)

    def finish(self, job: Job, code: str | None = None, message: str = "") -> None:
        """A worker ends the job and is free."""
        self.workers.release(job.number)
        ended = JobEnded(job=job.number, code=code, message=message)
        self.scheduler.worker_done(ended)
        self.scheduler.job_ended(ended)
        self.scheduler.worker_free()

    def kinds(self, request_id: str) -> list[str]:
        """Names of what a request was told, progress left out."""
        told = (type(m).__name__ for m in self.outlet.messages(request_id))
        return [name for name in told if name != "Progress"]
