"""Live edits: what the policy decides is carried out, and every request ends once."""

from collections import Counter

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from neonworks_daemon.admission import Admission
from neonworks_daemon.jobs import Job
from neonworks_daemon.worker.messages import ClipFinished
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import Accepted, Cancelled, EndMessage, Failed, Superseded
from neonworks_protocol.vocabulary import Tier

from tests.fakes.desks import LiveDesk
from tests.fakes.events import clip_events, frame_made

CHANNEL = ("client", "live")


def _change(bench: LiveDesk, request_id: str, key: str | None = None) -> Job:
    job = bench.job(request_id, key=key, channel="live")
    bench.live.submit(CHANNEL, job, bench.outlet, Admission())
    bench.desk.match()
    return job


def test_a_change_runs_and_the_channel_is_forgotten() -> None:
    bench = LiveDesk()
    bench.draw(_change(bench, "a"))
    assert bench.kinds("a")[-1] == "Done"
    assert len(bench.live) == 0


def test_only_the_latest_waiting_change_survives() -> None:
    bench = LiveDesk()
    first = _change(bench, "a")
    _change(bench, "b")
    third = _change(bench, "c")
    assert bench.kinds("b") == ["Accepted", "Superseded"]
    assert bench.workers.jobs == [first.number]
    bench.draw(first)
    assert bench.workers.jobs == [third.number]
    bench.draw(third)
    assert [bench.kinds(name)[-1] for name in "ac"] == ["Superseded", "Done"]


@pytest.mark.parametrize("withdrawn", [False, True])
def test_who_asked_for_the_result_of_a_change_that_never_starts_is_told_its_end(withdrawn: bool) -> None:
    bench = LiveDesk()
    _change(bench, "a")
    held = _change(bench, "b")
    bench.desk.accept(held, bench.outlet, "asks", Admission())
    if withdrawn:
        bench.live.withdraw(CHANNEL, held, "b", Cancelled(request_id="b"))
    else:
        _change(bench, "c")
    end = "Cancelled" if withdrawn else "Superseded"
    assert bench.kinds("b") == bench.kinds("asks") == ["Accepted", end]
    told = bench.outlet.messages("asks")[-1]
    assert isinstance(told, EndMessage)
    assert told.request_id == "asks"
    assert held not in bench.desk.table


def test_a_slow_draft_is_stopped_for_a_newer_change() -> None:
    bench = LiveDesk()
    first = _change(bench, "a")
    bench.say(*clip_events(10, job=first.number)[:4])
    bench.clock.now += 1.0
    second = _change(bench, "b")
    assert bench.workers.cancelled == [first.number]
    bench.finish(first, "cancelled")
    end = bench.outlet.messages("a")[-1]
    assert isinstance(end, Superseded)
    assert end.by == "b"
    assert bench.workers.jobs == [second.number]


def _kept_end(bench: LiveDesk, job: Job) -> tuple[JobState, EndMessage]:
    kept = bench.store.by_job(job.job_id)
    assert kept is not None
    return kept.state, kept.end


@pytest.mark.parametrize("watched", [False, True])
def test_the_store_keeps_why_a_draft_was_stopped(watched: bool) -> None:
    """After a crash that comes before the end was sent, the client is told what the store says."""
    bench = LiveDesk()
    first = _change(bench, "a")
    bench.say(*clip_events(10, job=first.number)[:4])
    bench.clock.now += 1.0
    _change(bench, "b")
    if watched:
        bench.desk.accept(first, bench.outlet, "asks", Admission())
    bench.finish(first, "cancelled")
    assert _kept_end(bench, first) == (JobState.SUPERSEDED, Superseded(request_id="a", by="b"))
    if watched:
        assert bench.outlet.messages("asks")[-1] == Superseded(request_id="asks", by="b")


def test_a_draft_that_is_cancelled_while_it_is_stopped_counts_as_cancelled() -> None:
    bench = LiveDesk()
    first = _change(bench, "a")
    bench.say(*clip_events(10, job=first.number)[:4])
    bench.clock.now += 1.0
    _change(bench, "b")
    bench.live.withdraw(CHANNEL, first, "a", Cancelled(request_id="a"))
    bench.finish(first, "cancelled")
    assert bench.kinds("a")[-1] == "Cancelled"
    assert _kept_end(bench, first) == (JobState.CANCELLED, Cancelled(request_id="a"))


def test_an_equal_change_attaches() -> None:
    bench = LiveDesk()
    first = _change(bench, "a", "same")
    _change(bench, "b", "same")
    accepted = bench.outlet.messages("b")[0]
    assert isinstance(accepted, Accepted)
    assert (accepted.attached_to, accepted.job_id) == ("a", first.job_id)
    bench.draw(first)
    assert [bench.kinds(name)[-1] for name in "ab"] == ["Done", "Done"]


def test_one_of_two_that_share_may_leave() -> None:
    bench = LiveDesk()
    job = _change(bench, "a", "same")
    _change(bench, "b", "same")
    bench.live.withdraw(CHANNEL, job, "a", Cancelled(request_id="a"))
    assert bench.kinds("a")[-1] == "Cancelled"
    assert bench.workers.cancelled == []
    bench.draw(job)
    assert bench.kinds("b")[-1] == "Done"


def test_the_last_one_that_leaves_stops_the_work() -> None:
    bench = LiveDesk()
    job = _change(bench, "a")
    bench.live.withdraw(CHANNEL, job, "a", Cancelled(request_id="a"))
    assert bench.workers.cancelled == [job.number]
    assert bench.kinds("a") == ["Accepted"]
    bench.finish(job, "cancelled")
    assert bench.kinds("a") == ["Accepted", "Cancelled"]
    assert len(bench.live) == 0


def test_a_waiting_change_leaves_at_once() -> None:
    bench = LiveDesk()
    first = _change(bench, "a")
    second = _change(bench, "b")
    bench.live.withdraw(CHANNEL, second, "b", Cancelled(request_id="b"))
    assert bench.kinds("b") == ["Accepted", "Cancelled"]
    bench.draw(first)
    assert list(bench.desk.table) == []


def test_an_answer_from_the_store_supersedes_what_runs_and_waits() -> None:
    bench = LiveDesk()
    first = _change(bench, "a")
    _change(bench, "b")
    bench.live.supersede(CHANNEL, "c")
    bench.finish(first, "cancelled")
    for name in "ab":
        end = bench.outlet.messages(name)[-1]
        assert isinstance(end, Superseded)
        assert end.by == "c"
    assert _kept_end(bench, first) == (JobState.SUPERSEDED, Superseded(request_id="a", by="c"))


def test_a_full_queue_fails_the_change_and_frees_the_channel() -> None:
    bench = LiveDesk(queue_limit=1)
    for number in range(2):
        bench.draw(_change(bench, f"warm{number}"))
    blockers = []
    for name in ("x", "y", "z"):
        job = bench.job(name, channel=name)
        bench.live.submit(("client", name), job, bench.outlet, Admission())
        bench.desk.match()
        blockers.append(job)
    _change(bench, "a")
    end = bench.outlet.messages("a")[-1]
    assert isinstance(end, Failed)
    assert end.code == "busy"
    for job in blockers:
        bench.draw(job)
    bench.draw(_change(bench, "b"))
    assert bench.kinds("b")[-1] == "Done"


class Edits(RuleBasedStateMachine):
    """Random edits, cancels, ends and times: every request is accepted once and ends once."""

    @initialize()
    def begin(self) -> None:
        self.bench = LiveDesk()
        self.asked: list[str] = []

    @rule(key=st.sampled_from("pqr"), wait=st.sampled_from([0.0, 0.05, 0.2, 1.0]))
    def change(self, key: str, wait: float) -> None:
        self.bench.clock.now += wait
        self.asked.append(f"r{len(self.asked)}")
        _change(self.bench, self.asked[-1], key)

    @precondition(lambda self: self.bench.workers.jobs)
    @rule(how=st.sampled_from(["draw", "fail", "stopped"]))
    def worker_ends(self, how: str) -> None:
        (number,) = self.bench.workers.jobs
        job = self.bench.desk.table.get(number)
        assert job is not None
        if how == "draw":
            self.bench.draw(job)
        elif how == "fail":
            self.bench.finish(job, "worker_failed", "died")
        elif number in self.bench.workers.cancelled:
            self.bench.finish(job, "cancelled")

    @precondition(lambda self: self.asked)
    @rule(pick=st.integers(0, 1000))
    def cancel(self, pick: int) -> None:
        request = self.asked[pick % len(self.asked)]
        job = self.bench.desk.table.by_request("client", request)
        if job is not None:
            self.bench.live.withdraw(CHANNEL, job, request, Cancelled(request_id=request))
            self.bench.desk.match()

    @invariant()
    def at_most_one_runs(self) -> None:
        assert len(self.bench.workers.jobs) <= 1

    def teardown(self) -> None:
        if not hasattr(self, "bench"):
            return
        for _ in range(10):
            for number in self.bench.workers.jobs:
                job = self.bench.desk.table.get(number)
                assert job is not None
                self.bench.draw(job)
        ends = Counter(name for name, m in self.bench.outlet.sent if isinstance(m, EndMessage))
        accepts = Counter(name for name, m in self.bench.outlet.sent if isinstance(m, Accepted))
        assert ends == accepts == Counter(self.asked)
        assert list(self.bench.desk.table) == []
        assert len(self.bench.live) == 0


TestEdits = Edits.TestCase
TestEdits.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_better_tiers_are_stopped_by_a_newer_change_and_drafts_are_not() -> None:
    bench = LiveDesk()
    first = _change(bench, "a")
    *begun, finished = clip_events(2, job=first.number)
    bench.say(*begun)
    assert isinstance(finished, ClipFinished)
    bench.say(msgspec.structs.replace(finished, final=False))
    assert bench.kinds("a")[-1] == "ClipDone"
    assert not first.stopping
    bench.say(frame_made(0, job=first.number, tier=Tier.SPRITE))
    second = _change(bench, "b")
    assert first.stopping
    bench.finish(first, "cancelled")
    assert bench.kinds("a")[-1] == "Superseded"
    bench.draw(second)
    assert bench.kinds("b")[-1] == "Done"
