"""Requests -> clips -> frames: each rule alone, and both ends together under random use."""

from collections import Counter
from typing import Any

import msgpack  # type: ignore[import-untyped]
import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from neonworks_protocol import (
    Accepted,
    Cancel,
    Cancelled,
    ClientInfo,
    ClientSession,
    ClipDone,
    CreditExceeded,
    Done,
    DuplicateRequest,
    Failed,
    IllegalTransition,
    Interrupted,
    JobState,
    Limits,
    LinkState,
    Progress,
    RequestLedger,
    ServerMessage,
    ServerSession,
    Superseded,
    Tier,
)
from neonworks_protocol.tracking import RequestTracker

from tests.protocol.samples import CAPABILITIES, clip, connect, frame, submit

ENDS: dict[str, Any] = {
    "done": lambda r: Done(request_id=r),
    "failed": lambda r: Failed(request_id=r, code="internal", message="x"),
    "cancelled": lambda r: Cancelled(request_id=r),
    "superseded": lambda r: Superseded(request_id=r, by="later"),
    "interrupted": lambda r: Interrupted(request_id=r),
}


def tracker(*requests: str) -> RequestTracker:
    """Follows these requests, accepted."""
    made = RequestTracker(max_clips=2)
    for request_id in requests:
        made.open(request_id)
        made.apply(Accepted(request_id=request_id, job_id=f"job-{request_id}"))
    return made


def clip_done(request_id: str = "r1", clip_id: str = "j1-0", take: int = 1, final: bool = True) -> ClipDone:
    return ClipDone(
        request_id=request_id,
        clip_id=clip_id,
        take=take,
        tier=Tier.DRAFT,
        passed=True,
        report={},
        final=final,
    )


def test_a_request_goes_through_its_states() -> None:
    made = RequestTracker(max_clips=2)
    made.open("r1", "hero")
    assert made.open_requests() == {"r1": JobState.SUBMITTED} and made.channels() == {"hero"}
    made.apply(Accepted(request_id="r1", job_id="j1"))
    assert made.open_requests() == {"r1": JobState.QUEUED} and made.accepted("r1")
    made.apply(clip())
    made.frame(frame(index=1))
    made.frame(frame(index=0))
    made.apply(clip_done(final=False))
    made.apply(clip_done())
    assert made.open_requests() == {"r1": JobState.RUNNING}
    made.apply(Done(request_id="r1"))
    assert len(made) == 0 and "r1" not in made


BREAKS: dict[str, tuple[ServerMessage, str]] = {
    "unknown request": (Done(request_id="r9"), "not open"),
    "accepted twice": (Accepted(request_id="r1", job_id="j2"), "cannot become"),
    "clip before accepted": (clip("r2", "j2-0"), "not accepted"),
    "progress that is an end": (Progress(request_id="r1", state=JobState.DONE), "queued or running"),
    "progress backwards": (Progress(request_id="r1", state=JobState.QUEUED), "cannot become"),
    "take again": (clip(), "take above 1"),
    "clip of another request": (clip("r3", take=2), "belongs to"),
    "durations": (msgspec.structs.replace(clip(take=2), durations=(100,)), "duration"),
    "too many clips": (clip(clip_id="j1-2"), "at most 2"),
    "frame of no clip": (frame("j9-0"), "takes no frames"),
    "frame of an old take": (frame(take=2), "takes no frames"),
    "frame beyond the end": (frame(index=2), "has 2 frames"),
    "frame of another size": (frame(data=b"1234"), "width x height"),
    "done of an unknown clip": (clip_done(clip_id="j9-0"), "not announced"),
    "done of another take": (clip_done(take=2), "not announced"),
    "done without its frames": (clip_done(), "lacks frames"),
    "frame after the last pass": (frame("j1-1"), "takes no frames"),
    "last pass twice": (clip_done(clip_id="j1-1"), "complete already"),
    "end with open clips": (Done(request_id="r1"), "open clips"),
    "done before accepted": (Done(request_id="r2"), "cannot become"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_breaks_a_rule_changes_nothing(name: str) -> None:
    message, words = BREAKS[name]
    made = tracker("r1", "r3")
    made.open("r2")
    for step in (clip(), frame(), clip(clip_id="j1-1"), frame("j1-1", 0), frame("j1-1", 1)):
        made.apply(step)
    made.apply(clip_done(clip_id="j1-1"))
    before = made.open_requests()
    with pytest.raises(IllegalTransition, match=words):
        made.apply(message)
    assert made.open_requests() == before
    made.apply(frame(index=1))
    made.apply(clip_done())
    made.apply(Done(request_id="r1"))


def test_a_new_take_abandons_the_old_one() -> None:
    made = tracker("r1")
    made.apply(clip())
    made.apply(clip(take=2, frames=3))
    with pytest.raises(IllegalTransition):
        made.frame(frame(take=1))
    made.frame(frame(index=2, take=2))


@pytest.mark.parametrize("how", ["failed", "cancelled", "superseded", "interrupted"])
def test_frames_stop_with_any_end(how: str) -> None:
    made = tracker("r1")
    made.apply(clip())
    made.apply(ENDS[how]("r1"))
    with pytest.raises(IllegalTransition, match="takes no frames"):
        made.frame(frame())


def test_a_dropped_request_leaves_nothing() -> None:
    made = tracker("r1")
    made.apply(clip())
    made.drop("r1")
    made.drop("r1")
    with pytest.raises(IllegalTransition):
        made.frame(frame())
    made.open("r1")


REQUEST_IDS = st.sampled_from([f"r{number}" for number in range(6)])


class BothEnds(RuleBasedStateMachine):
    """A driver that sends whatever it likes and a client that asks whatever it likes.

    What crosses the wire is read by an independent decoder and checked against a book kept here.
    """

    messages = Bundle("messages")

    @initialize()
    def begin(self) -> None:
        self.ledger = RequestLedger(lambda: 0.0)
        self.connect()

    def connect(self) -> None:
        self.server = ServerSession("s", CAPABILITIES, self.ledger, limits=Limits(credit_initial=4))
        self.client = ClientSession(ClientInfo(id="c1", name="test"))
        self.last_seq = 0
        self.asked: Counter[str] = Counter()
        self.ended: Counter[str] = Counter()
        self.clips: dict[str, str] = {}
        self.grant_owed = False
        connect(self.server, self.client)
        self.last_seq = self.client.last_seq

    @rule()
    def reconnect(self) -> None:
        """The connection breaks; what was open stays open in the ledger."""
        self.server.close()
        self.connect()

    @rule(request_id=REQUEST_IDS, text=st.sampled_from(["walk", "run"]))
    def ask(self, request_id: str, text: str) -> None:
        was_open = request_id in self.client.open_requests()
        try:
            self.client.send(submit(request_id, text))
        except DuplicateRequest:
            assert was_open
            return
        self.asked[request_id] += not was_open
        self.exchange()

    @rule(request_id=REQUEST_IDS)
    def cancel(self, request_id: str) -> None:
        self.client.send(Cancel(request_id=request_id))
        self.exchange()

    @rule(data=st.binary(max_size=20))
    def send_garbage(self, data: bytes) -> None:
        self.server.receive(data)
        if self.server.state is LinkState.CLOSED:
            self.reconnect()
        self.exchange()

    @rule(request_id=REQUEST_IDS)
    def accept(self, request_id: str) -> None:
        self.try_to_send(Accepted(request_id=request_id, job_id=f"j-{request_id}"))

    @rule(request_id=REQUEST_IDS, take=st.integers(1, 3))
    def announce(self, request_id: str, take: int) -> None:
        self.try_to_send(clip(request_id, f"c-{request_id}", take))

    @rule(request_id=REQUEST_IDS, take=st.integers(1, 3), index=st.integers(0, 2))
    def draw(self, request_id: str, take: int, index: int) -> None:
        self.try_to_send(frame(f"c-{request_id}", index, take))

    @rule(request_id=REQUEST_IDS, take=st.integers(1, 3), final=st.booleans())
    def complete(self, request_id: str, take: int, final: bool) -> None:
        self.try_to_send(
            ClipDone(
                request_id=request_id,
                clip_id=f"c-{request_id}",
                take=take,
                tier=Tier.DRAFT,
                passed=True,
                report={},
                final=final,
            )
        )

    @rule(request_id=REQUEST_IDS, state=st.sampled_from(JobState))
    def tell_progress(self, request_id: str, state: JobState) -> None:
        self.try_to_send(Progress(request_id=request_id, state=state))

    @rule(request_id=REQUEST_IDS, how=st.sampled_from(sorted(ENDS)))
    def end(self, request_id: str, how: str) -> None:
        before = self.server.open_requests()
        sent_it = self.try_to_send(ENDS[how](request_id))
        assert not sent_it or request_id in before
        if how not in ("done",):
            assert sent_it == (request_id in before)

    @rule(request_id=REQUEST_IDS)
    def whole_request(self, request_id: str) -> None:
        """The usual order, so that deep states are reached often."""
        self.ask(request_id, "walk")
        for message in (
            Accepted(request_id=request_id, job_id=f"j-{request_id}"),
            clip(request_id, f"c-{request_id}"),
            frame(f"c-{request_id}", 0),
            frame(f"c-{request_id}", 1),
        ):
            self.try_to_send(message)
        self.complete(request_id, 1, True)
        self.end(request_id, "done")

    def try_to_send(self, message: ServerMessage) -> bool:
        before = self.server.open_requests()
        try:
            self.server.send(message)
        except (IllegalTransition, CreditExceeded):
            assert self.server.open_requests() == before
            assert self.server.data_to_send() == []
            return False
        self.exchange()
        return True

    def exchange(self) -> None:
        """Carries everything both ways and reads along."""
        while True:
            up, down = self.client.data_to_send(), self.server.data_to_send()
            for data in up:
                self.server.receive(data)
            for data in down:
                self.read_along(msgpack.unpackb(data))
                self.client.receive(data)
            if not up and not down:
                return

    def read_along(self, message: dict[str, Any]) -> None:
        assert message["seq"] > self.last_seq
        self.last_seq = message["seq"]
        request_id: str = message.get("request_id") or ""
        kind = message["type"]
        if kind == "error" and message["code"] == "duplicate_request":
            self.asked[request_id] -= 1
        elif kind == "clip":
            self.clips[message["clip_id"]] = request_id
        elif kind == "frame":
            request_id = self.clips[message["clip_id"]]
        if kind in ("accepted", "spec", "clip", "frame", "clip_done", "progress", *ENDS):
            assert self.ended[request_id] < self.asked[request_id], f"{kind} after the end"
        if kind in ENDS:
            self.ended[request_id] += 1

    @invariant()
    def both_ends_agree(self) -> None:
        assert self.server.open_requests() == self.client.open_requests()
        open_here = {r for r, asked in self.asked.items() if asked > self.ended[r]}
        assert set(self.client.open_requests()) == open_here
        assert self.server.credit >= 1


BothEnds.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestBothEnds = BothEnds.TestCase
