"""Which job runs on which worker."""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import pytest
from neonworks_daemon.bench.chaos.measures import jain_index
from neonworks_daemon.fair_queue import FairQueue
from neonworks_daemon.pool import Pool
from neonworks_daemon.scheduler import Scheduled, Scheduler
from neonworks_daemon.worker.messages import InterpretWork, JobEnded, JobEvent
from neonworks_protocol.errors import Busy
from neonworks_protocol.vocabulary import Priority

from tests.fakes.desks import FakeClock


@dataclass(eq=False)
class Slot:
    """What the scheduler sees of a worker."""

    number: int
    job: int | None = None


@dataclass
class Workers:
    """A pool whose jobs end when the test says so."""

    slots: list[Slot]
    background: list[Slot] = field(default_factory=list)
    cancelled: list[int] = field(default_factory=list)
    wanted: list[int] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.slots)

    @property
    def base_alive(self) -> int:
        return len(self.slots)

    @property
    def free(self) -> list[Slot]:
        return [slot for slot in self.slots if slot.job is None]

    @property
    def background_alive(self) -> int:
        return len(self.background)

    @property
    def free_background(self) -> list[Slot]:
        return [slot for slot in self.background if slot.job is None]

    def want_background(self, jobs: int) -> None:
        self.wanted.append(jobs)

    def start(self, slot: Slot, job: int, work: object) -> None:
        slot.job = job

    def cancel(self, job: int) -> None:
        self.cancelled.append(job)


@dataclass
class Log:
    started: list[int] = field(default_factory=list)
    put_back: list[tuple[int, str]] = field(default_factory=list)
    ended: list[JobEnded] = field(default_factory=list)

    def job_started(self, number: int) -> None:
        self.started.append(number)

    def job_put_back(self, number: int, cause: str) -> None:
        self.put_back.append((number, cause))

    def job_events(self, events: Sequence[JobEvent]) -> None:
        raise AssertionError("no worker speaks here")

    def job_ended(self, ended: JobEnded) -> None:
        self.ended.append(ended)


class Bench:
    def __init__(self, workers: int = 2) -> None:
        self.log = Log()
        self.workers = Workers([Slot(n) for n in range(workers)])
        self.clock = FakeClock()
        self.scheduler = Scheduler(FairQueue(10, 10, 1 << 20), self.log, clock=self.clock)
        self.scheduler.attach(cast(Pool, self.workers))

    def put(
        self, number: int, *, priority: Priority = Priority.REQUEST, client: str = "a", **more: object
    ) -> Scheduled:
        job = Scheduled(number, client, priority, InterpretWork(text=""), **more)  # type: ignore[arg-type]
        self.scheduler.enqueue(job)
        self.scheduler.match()
        return job

    def end(self, number: int, *, seconds: float = 0.0, cpu_s: float | None = None) -> None:
        """``cpu_s`` of the ``seconds`` were its own; all of them where it is not given."""
        self.clock.now += seconds
        self._free(number)
        cpu_ms = 1000 * (seconds if cpu_s is None else cpu_s)
        ended = JobEnded(job=number, cpu_ms=cpu_ms)
        self.scheduler.worker_done(ended)
        self.scheduler.job_ended(ended)
        self.scheduler.worker_free()

    def die(self, number: int, cause: str = "it was killed") -> None:
        """The worker of a job ends after a second; another one comes up."""
        self.clock.now += 1.0
        self._free(number)
        self.scheduler.worker_lost(number, cause)
        self.scheduler.worker_free()

    def _free(self, number: int) -> None:
        for slot in (*self.workers.slots, *self.workers.background):
            if slot.job == number:
                slot.job = None

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


def test_folder_jobs_run_on_background_workers_as_soon_as_there_are_any() -> None:
    bench = Bench()
    for number in (1, 2, 3):
        bench.put(number, priority=Priority.FOLDER)
    assert bench.log.started == [1]
    assert bench.workers.wanted[-1] == 2
    bench.workers.background = [Slot(2), Slot(3)]
    bench.scheduler.worker_free()
    assert bench.log.started == [1, 2, 3]
    assert [slot.job for slot in bench.workers.background] == [2, 3]
    bench.end(1)
    bench.put(4, priority=Priority.FOLDER)
    assert bench.log.started == [1, 2, 3]
    bench.end(3)
    assert [slot.job for slot in bench.workers.background] == [2, 4]


def test_only_a_background_worker_begins_anew_before_its_last_job_is_told() -> None:
    bench = Bench()
    bench.workers.background = [Slot(2)]
    for number in (1, 2):
        bench.put(number, priority=Priority.FOLDER)
    for number in (3, 4, 5):
        bench.put(number)
    assert bench.log.started == [1, 3]
    for number, started in ((1, [1, 3, 2]), (3, [1, 3, 2])):
        bench._free(number)
        bench.scheduler.worker_done(JobEnded(job=number))
        assert bench.log.started == started
    bench.scheduler.job_ended(JobEnded(job=3))
    assert bench.log.started == [1, 3, 2, 4]


def test_background_workers_take_nothing_else_and_take_no_base_worker_from_others() -> None:
    bench = Bench()
    bench.workers.background = [Slot(2)]
    bench.put(1, priority=Priority.FOLDER)
    for number in (2, 3):
        bench.put(number)
    assert bench.log.started == [1, 2]
    bench.put(4, priority=Priority.INTERACTIVE)
    assert bench.log.started == [1, 2, 4]
    bench.end(1)
    assert bench.log.started == [1, 2, 4]


def test_a_job_whose_worker_died_is_the_next_of_its_client_once() -> None:
    bench = Bench()
    for number in (1, 2):
        bench.put(number)
    bench.put(3, client="b")
    bench.die(1)
    assert bench.log.put_back == [(1, "it was killed")]
    assert bench.log.ended == []
    bench.end(3)
    assert bench.log.started == [1, 3, 1]
    bench.end(1)
    assert [e.job for e in bench.log.ended] == [3, 1]
    assert bench.log.started == [1, 3, 1, 2]


def test_the_second_death_ends_it_with_both_reasons() -> None:
    bench = Bench()
    bench.put(1)
    bench.die(1, "it used 9 GB")
    bench.die(1, "it ended with exit code 7")
    (ended,) = bench.log.ended
    assert (ended.job, ended.code, ended.final) == (1, "worker_failed", True)
    assert "it used 9 GB" in ended.message
    assert "exit code 7" in ended.message
    assert "\n" not in ended.message
    assert bench.scheduler.running == 0


def test_identical_work_is_refused_for_a_while_and_other_work_is_not() -> None:
    bench = Bench()
    bench.put(1, key="cat jumps")
    bench.die(1)
    bench.die(1)
    bench.put(2, key="cat jumps")
    bench.put(3, key="cat walks")
    assert [(e.job, e.final) for e in bench.log.ended] == [(1, True), (2, True)]
    assert "restarted" in bench.log.ended[-1].message
    assert bench.log.started == [1, 1, 3]
    bench.end(3)
    bench.clock.now += 3600
    bench.put(4, key="cat jumps")
    assert bench.log.started == [1, 1, 3, 4]


def test_a_cancelled_job_whose_worker_is_killed_is_not_drawn_again() -> None:
    bench = Bench()
    bench.put(1, key="deaf")
    bench.scheduler.cancel(1)
    bench.die(1, "it did not answer a cancel in time")
    assert [e.job for e in bench.log.ended] == [1]
    bench.put(2, key="deaf")
    assert bench.log.started == [1, 2]


def test_a_job_that_waits_for_its_second_try_can_be_cancelled() -> None:
    bench = Bench(workers=1)
    bench.put(1)
    bench.put(2, priority=Priority.INTERACTIVE)
    bench.die(1)
    bench.scheduler.cancel(1)
    assert [(e.job, e.code) for e in bench.log.ended] == [(1, "cancelled")]


def test_a_client_with_long_jobs_gets_as_much_work_and_not_as_many_jobs() -> None:
    """Nothing tells the jobs apart before they ran; what they took decides who is next."""
    bench = Bench(workers=1)
    took = {"long": 4.0, "short": 1.0}
    client_of: dict[int, str] = {}
    for number in range(1, 11):
        client_of[number] = "long" if number % 2 else "short"
    for number, client in client_of.items():
        bench.put(number, client=client)
    work = dict.fromkeys(took, 0.0)
    for _ in range(6):
        number = bench.log.started[-1]
        work[client_of[number]] += took[client_of[number]]
        bench.end(number, seconds=took[client_of[number]])
    assert abs(work["long"] - work["short"]) <= 4.0
    assert work["short"] >= 3.0


def _work_of_equals(rounds: int, held_up: dict[int, float], dies: frozenset[int]) -> list[int]:
    """Jobs that each of eight clients got, which all have one waiting, always.

    A job takes 0.02 to 0.04 s of a processor; in the turns ``held_up`` so many seconds more pass without it,
    and in those of ``dies`` the worker dies.
    """
    bench = Bench(workers=1)
    numbers, client_of, done = itertools.count(1), dict[int, str](), Counter[str]()
    for name in "abcdefgh":
        client_of[number := next(numbers)] = name
        bench.put(number, client=name)
    for turn in range(8 * rounds):
        number = bench.log.started[-1]
        client = client_of[number]
        own = 0.02 + 0.002 * (turn * 7 % 11)
        if turn in dies:
            bench.clock.now += held_up[turn]
            bench.die(number)
            continue
        done[client] += 1
        client_of[again := next(numbers)] = client
        bench.put(again, client=client)
        bench.end(number, seconds=own + held_up.get(turn, 0.0), cpu_s=own)
    return [done[name] for name in "abcdefgh"]


@pytest.mark.parametrize("dies", [frozenset[int](), frozenset({3})], ids=["held up", "its worker dies"])
def test_a_client_whose_job_the_machine_held_up_is_served_like_its_equals(dies: frozenset[int]) -> None:
    """Charged by the clock on the wall it would wait until the others had worked for as long."""
    shares = _work_of_equals(40, {3: 60.0, 20: 5.0}, dies)
    assert jain_index(shares) >= 0.99
    assert min(shares) >= 30


def test_a_text_that_asks_for_much_is_charged_all_of_it() -> None:
    """Nothing in a text tells how many clips it is, so nothing may bound what it is charged."""
    bench = Bench(workers=1)
    took = {"much": 2.0, "little": 0.02}
    client_of, work = dict[int, str](), Counter[str]()
    for number in range(1, 401):
        if number <= 2:
            client_of[number] = ("much", "little")[number - 1]
            bench.put(number, client=client_of[number])
        running = bench.log.started[-1]
        client = client_of[running]
        work[client] += round(1000 * took[client])
        client_of[1000 + number] = client
        bench.put(1000 + number, client=client)
        bench.end(running, seconds=took[client])
    assert abs(work["much"] - work["little"]) <= 4000


def test_work_is_withdrawn_only_while_it_waits() -> None:
    bench = Bench(workers=2)
    bench.put(1)
    bench.put(2)
    bench.scheduler.withdraw(2)
    assert bench.log.ended[-1].job == 2 and bench.log.ended[-1].code == "cancelled"
    bench.scheduler.withdraw(1)
    bench.scheduler.withdraw(99)
    assert 1 in bench.running_on().values()
    assert [ended.job for ended in bench.log.ended] == [2]
