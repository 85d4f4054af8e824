"""Which job runs on which worker."""

from dataclasses import dataclass, field
from typing import cast

import pytest
from neonworks_daemon.fair_queue import FairQueue
from neonworks_daemon.pool import Pool
from neonworks_daemon.scheduler import Scheduled, Scheduler
from neonworks_daemon.worker.messages import InterpretWork, JobEnded, JobEvent
from neonworks_protocol.errors import Busy
from neonworks_protocol.vocabulary import Priority


@dataclass(eq=False)
class Slot:
    """What the scheduler sees of a worker."""

    number: int
    job: int | None = None


@dataclass
class Workers:
    """A pool whose jobs end when the test says so."""

    slots: list[Slot]
    cancelled: list[int] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.slots)

    @property
    def alive(self) -> int:
        return len(self.slots)

    @property
    def free(self) -> list[Slot]:
        return [slot for slot in self.slots if slot.job is None]

    def start(self, slot: Slot, job: int, work: object) -> None:
        slot.job = job

    def cancel(self, job: int) -> None:
        self.cancelled.append(job)


@dataclass
class Log:
    started: list[int] = field(default_factory=list)
    ended: list[JobEnded] = field(default_factory=list)

    def job_started(self, number: int) -> None:
        self.started.append(number)

    def job_event(self, event: JobEvent) -> None:
        raise AssertionError("no worker speaks here")

    def job_ended(self, ended: JobEnded) -> None:
        self.ended.append(ended)


class Bench:
    def __init__(self, workers: int = 2) -> None:
        self.log = Log()
        self.workers = Workers([Slot(n) for n in range(workers)])
        self.scheduler = Scheduler(FairQueue(10, 10, 1 << 20), self.log)
        self.scheduler.attach(cast(Pool, self.workers))

    def put(
        self, number: int, *, priority: Priority = Priority.REQUEST, client: str = "a", **more: object
    ) -> Scheduled:
        job = Scheduled(number, client, priority, InterpretWork(text=""), **more)  # type: ignore[arg-type]
        self.scheduler.enqueue(job)
        self.scheduler.match()
        return job

    def end(self, number: int) -> None:
        for slot in self.workers.slots:
            if slot.job == number:
                slot.job = None
        self.scheduler.job_ended(JobEnded(job=number))
        self.scheduler.worker_free()

    def running_on(self) -> dict[int, int]:
        return {slot.number: slot.job for slot in self.workers.slots if slot.job is not None}


def test_unwatched_jobs_leave_one_worker_free() -> None:
    bench = Bench()
    for number in (1, 2, 3):
        bench.put(number)
    assert bench.log.started == [1]
    bench.put(4, priority=Priority.INTERACTIVE, client="b")
    assert bench.log.started == [1, 4]
    bench.end(4)
    assert bench.log.started == [1, 4]
    bench.end(1)
    assert bench.log.started == [1, 4, 2]


def test_a_single_worker_takes_everything() -> None:
    bench = Bench(workers=1)
    bench.put(1)
    bench.put(2)
    bench.end(1)
    assert bench.log.started == [1, 2]


def test_interactive_jobs_may_use_all_workers() -> None:
    bench = Bench()
    for number in (1, 2, 3):
        bench.put(number, priority=Priority.INTERACTIVE)
    assert bench.log.started == [1, 2]
    assert (bench.scheduler.queued, bench.scheduler.running) == (1, 2)


def test_a_known_sprite_goes_to_the_worker_that_knows_it() -> None:
    bench = Bench()
    bench.put(1, priority=Priority.INTERACTIVE, affinity="cat")
    bench.put(2, priority=Priority.INTERACTIVE, affinity="dog")
    bench.end(1)
    bench.end(2)
    bench.put(3, priority=Priority.INTERACTIVE, affinity="dog")
    assert bench.running_on() == {1: 3}
    bench.put(4, priority=Priority.INTERACTIVE, affinity="dog")
    assert bench.running_on() == {1: 3, 0: 4}


def test_cancelling_a_waiting_job_ends_it_at_once_and_a_running_one_by_its_worker() -> None:
    bench = Bench()
    bench.put(1)
    waiting = bench.put(2)
    assert bench.scheduler.position(waiting) == 0
    bench.scheduler.cancel(2)
    assert [(e.job, e.code) for e in bench.log.ended] == [(2, "cancelled")]
    bench.scheduler.cancel(1)
    assert bench.workers.cancelled == [1]
    bench.scheduler.cancel(99)
    assert len(bench.log.ended) == 1


def test_a_job_whose_client_is_full_waits_for_it() -> None:
    bench = Bench()
    room = [False]
    bench.put(1, may_start=lambda: room[0])
    bench.put(2, client="b")
    assert bench.log.started == [2]
    bench.end(2)
    room[0] = True
    bench.scheduler.match()
    assert bench.log.started == [2, 1]


def test_closing_ends_what_waits_and_lets_nothing_in() -> None:
    bench = Bench()
    bench.put(1)
    bench.put(2)
    bench.scheduler.close()
    assert [e.job for e in bench.log.ended] == [2]
    with pytest.raises(Busy, match="stopping"):
        bench.put(3)


def test_numbers_are_never_given_twice() -> None:
    scheduler = Bench().scheduler
    assert len({scheduler.next_number() for _ in range(100)}) == 100
