"""Channel policy, driven by a virtual clock and a simulated worker."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_protocol.channels import (
    FINISH_MS,
    FRESH_MS,
    MAX_ATTACHED,
    ChannelPolicy,
    Decision,
    DecisionKind,
)
from neonworks_protocol.errors import IllegalTransition

START, HOLD, CANCEL = DecisionKind.START, DecisionKind.HOLD, DecisionKind.CANCEL
SUPERSEDE, ATTACH = DecisionKind.SUPERSEDE, DecisionKind.ATTACH


def kinds(decisions: Iterable[Decision]) -> list[tuple[DecisionKind, str]]:
    return [(d.kind, d.request_id) for d in decisions]


@dataclass
class Simulation:
    """One worker behind one channel. Drafts cost ``draft_ms``; each request wants a long second tier."""

    draft_ms: float
    stop_ms: float
    refine_ms: float = 5000.0
    policy: ChannelPolicy = field(default_factory=ChannelPolicy)
    now: float = 0.0
    running: str | None = None
    next_event: tuple[float, str] | None = None
    drafts: list[tuple[float, str]] = field(default_factory=list)
    ends: dict[str, str] = field(default_factory=dict)

    def submit(self, request_id: str, key: str | None = None) -> None:
        self.carry_out(self.policy.submit(request_id, key or request_id, self.draft_ms, self.now))

    def run_until(self, time: float) -> None:
        while self.next_event is not None and self.next_event[0] <= time:
            self.now, what = self.next_event
            self.next_event = None
            assert self.running is not None
            work_id, members = self.running, self.policy.members(self.running)
            if what == "draft":
                self.drafts.append((self.now, work_id))
                self.next_event = (self.now + self.refine_ms, "finish")
                self.carry_out(self.policy.draft_done(work_id, self.now))
            elif what == "finish":
                for member in members:
                    self.end(member, "done")
                self.running = None
                self.carry_out(self.policy.finished(work_id, self.now))
            else:
                self.running = None
                self.carry_out(self.policy.stopped(work_id, self.now))
        self.now = time

    def carry_out(self, decisions: Iterable[Decision]) -> None:
        for decision in decisions:
            if decision.kind is START:
                assert self.running is None, "two pieces of work at once"
                self.running = decision.request_id
                self.next_event = (self.now + self.draft_ms, "draft")
            elif decision.kind is CANCEL:
                assert decision.request_id == self.running
                self.next_event = (self.now + self.stop_ms, "stop")
            elif decision.kind is SUPERSEDE:
                assert decision.other is not None and decision.other != decision.request_id
                self.end(decision.request_id, "superseded")

    def end(self, request_id: str, how: str) -> None:
        assert request_id not in self.ends, "a second end"
        self.ends[request_id] = how


@pytest.mark.parametrize("draft_ms", [20, 60, 83, 84, 100, 149, 151, 166, 170, 200, 233, 249, 250])
@pytest.mark.parametrize("stop_ms", [0, 20, 50])
@pytest.mark.parametrize("jitter_ms", [0, 40])
def test_a_new_draft_appears_every_300_ms_under_12_changes_a_second(
    draft_ms: float, stop_ms: float, jitter_ms: float
) -> None:
    random_ = random.Random(f"{draft_ms}/{stop_ms}/{jitter_ms}")
    simulation = Simulation(draft_ms, stop_ms)
    submitted: dict[str, float] = {}
    for number in range(120):
        time = max(simulation.now, number * 1000 / 12 + random_.uniform(-jitter_ms, jitter_ms))
        simulation.run_until(time)
        simulation.submit(f"r{number}")
        submitted[f"r{number}"] = time
    simulation.run_until(simulation.now + 600)
    times = [0.0, *(time for time, _ in simulation.drafts)]
    assert max(later - earlier for earlier, later in pairwise(times)) <= FRESH_MS
    assert simulation.drafts[-1][1] == "r119", "the latest change is drawn in the end"
    assert [submitted[r] for _, r in simulation.drafts] == sorted(submitted[r] for _, r in simulation.drafts)


def test_slow_drafts_do_not_starve_either() -> None:
    simulation = Simulation(draft_ms=1000, stop_ms=50)
    for number in range(240):
        simulation.run_until(number * 1000 / 12)
        simulation.submit(f"r{number}")
    times = [0.0, *(time for time, _ in simulation.drafts)]
    assert len(times) > 10
    assert max(later - earlier for earlier, later in pairwise(times)) <= 1.5 * 1050


def test_an_early_draft_that_is_far_from_done_is_cancelled() -> None:
    policy = ChannelPolicy(cancel_ms=20)
    assert kinds(policy.submit("a", "a", 150, now=0)) == [(START, "a")]
    assert kinds(policy.submit("b", "b", 150, now=30)) == [(HOLD, "b"), (CANCEL, "a")]
    assert kinds(policy.stopped("a", now=40)) == [(SUPERSEDE, "a"), (START, "b")]


def test_a_draft_near_its_end_finishes() -> None:
    policy = ChannelPolicy(cancel_ms=20)
    policy.submit("a", "a", 200, now=0)
    assert kinds(policy.submit("b", "b", 20, now=200 - FINISH_MS)) == [(HOLD, "b")]
    assert kinds(policy.draft_done("a", now=200)) == [(CANCEL, "a")]
    assert kinds(policy.stopped("a", now=200)) == [(SUPERSEDE, "a"), (START, "b")]


def test_a_better_estimate_is_used() -> None:
    policy = ChannelPolicy(cancel_ms=20)
    policy.submit("a", "a", 100, now=0)
    policy.estimate("a", 180, now=10)
    assert kinds(policy.submit("b", "b", 20, now=20)) == [(HOLD, "b"), (CANCEL, "a")]


def test_higher_tiers_are_cancelled_at_once() -> None:
    policy = ChannelPolicy()
    policy.submit("a", "a", 40, now=0)
    assert policy.draft_done("a", now=40) == ()
    assert kinds(policy.submit("b", "b", 40, now=45)) == [(HOLD, "b"), (CANCEL, "a")]


def test_only_the_latest_waits() -> None:
    policy = ChannelPolicy()
    policy.submit("a", "a", 100, now=0)
    policy.submit("b", "b", 100, now=10)
    assert policy.submit("c", "c", 100, now=20) == (
        Decision(SUPERSEDE, "b", "c"),
        Decision(HOLD, "c"),
    )
    assert kinds(policy.finished("a", now=100)) == [(START, "c")]


def test_an_equal_request_attaches_and_what_waited_is_superseded() -> None:
    policy = ChannelPolicy()
    policy.submit("a", "same", FINISH_MS, now=0)
    policy.submit("b", "other", 100, now=10)
    assert policy.submit("c", "same", FINISH_MS, now=20) == (
        Decision(SUPERSEDE, "b", "c"),
        Decision(ATTACH, "c", "a"),
    )
    assert policy.members("a") == ("a", "c")
    assert policy.finished("a", now=100) == () and policy.idle


def test_an_equal_request_attaches_to_the_one_that_waits() -> None:
    policy = ChannelPolicy()
    policy.submit("a", "a", 100, now=0)
    policy.submit("b", "b", 100, now=10)
    assert policy.submit("c", "b", 100, now=20) == (Decision(ATTACH, "c", "b"),)
    assert kinds(policy.finished("a", now=100)) == [(START, "b")]
    assert policy.members("b") == ("b", "c")


def test_work_that_is_being_stopped_takes_no_more_requests() -> None:
    policy = ChannelPolicy(cancel_ms=20)
    policy.submit("a", "same", 200, now=0)
    policy.submit("b", "b", 200, now=10)
    assert kinds(policy.submit("c", "same", 200, now=20)) == [(SUPERSEDE, "b"), (HOLD, "c")]
    assert policy.stopped("a", now=30) == (Decision(SUPERSEDE, "a", "c"), Decision(START, "c"))


def test_attached_requests_are_bounded() -> None:
    policy = ChannelPolicy()
    for number in range(MAX_ATTACHED):
        policy.submit(f"r{number}", "same", 100, now=0)
    assert kinds(policy.submit("last", "same", 100, now=1)) == [(ATTACH, "last"), (SUPERSEDE, "r1")]
    assert len(policy.members("r0")) == MAX_ATTACHED


def test_cancel_stops_only_work_that_nobody_else_wants() -> None:
    policy = ChannelPolicy()
    policy.submit("a", "same", 100, now=0)
    policy.submit("b", "same", 100, now=1)
    assert policy.cancel("a") == ()
    assert kinds(policy.cancel("b")) == [(CANCEL, "a")]
    assert policy.stopped("a", now=5) == () and policy.idle


def test_cancel_of_the_waiting_request_still_names_what_superseded_the_stopped_one() -> None:
    policy = ChannelPolicy(cancel_ms=20)
    policy.submit("a", "a", 200, now=0)
    policy.submit("b", "b", 200, now=10)
    assert policy.cancel("b") == ()
    assert policy.stopped("a", now=20) == (Decision(SUPERSEDE, "a", "b"),)


def test_a_job_that_fails_lets_the_next_start() -> None:
    policy = ChannelPolicy()
    policy.submit("a", "a", 100, now=0)
    policy.submit("b", "b", 100, now=1)
    assert kinds(policy.finished("a", now=5, failed=True)) == [(START, "b")]


def test_what_a_driver_must_not_say() -> None:
    policy = ChannelPolicy()
    policy.submit("a", "a", 100, now=0)
    with pytest.raises(IllegalTransition, match="already"):
        policy.submit("a", "b", 100, now=1)
    with pytest.raises(IllegalTransition, match="was not cancelled"):
        policy.stopped("a", now=1)
    with pytest.raises(IllegalTransition, match="does not run"):
        policy.finished("b", now=1)


@given(
    st.lists(st.tuples(st.floats(0, 400), st.sampled_from("abc"), st.booleans()), max_size=40),
    st.floats(1, 400),
    st.floats(0, 60),
)
def test_every_request_ends_once_and_the_last_one_is_done(
    changes: list[tuple[float, str, bool]], draft_ms: float, stop_ms: float
) -> None:
    simulation = Simulation(draft_ms, stop_ms, refine_ms=100)
    cancelled = set()
    for number, (gap, key, cancel) in enumerate(changes):
        simulation.run_until(simulation.now + gap)
        simulation.submit(f"r{number}", key)
        if cancel and f"r{number // 2}" not in simulation.ends:
            cancelled.add(f"r{number // 2}")
            simulation.end(f"r{number // 2}", "cancelled")
            simulation.carry_out(simulation.policy.cancel(f"r{number // 2}"))
    simulation.run_until(simulation.now + 2000)
    assert simulation.policy.idle
    assert set(simulation.ends) == {f"r{number}" for number in range(len(changes))}
    last = f"r{len(changes) - 1}"
    assert not changes or simulation.ends[last] == ("cancelled" if last in cancelled else "done")
