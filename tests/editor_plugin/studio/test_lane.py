from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_editor.client.states import ClientState
from neonworks_editor.studio.content import Content, content_of
from neonworks_editor.studio.lane import Lane
from neonworks_editor.studio.problems import MAX_TRIES, Problem
from neonworks_editor.studio.results import Result, ResultMemory
from neonworks_protocol.messages import Submit
from neonworks_protocol.motion import Interpretation
from neonworks_protocol.vocabulary import Tier

from tests.fakes.editor_links import ManualClock, ScriptedLink, ids


def content(text: str) -> Content:
    return content_of(Submit(request_id="-", sprite=b"s", text=text), "s")


class Bench:
    """A lane, its scripted daemon and what it told."""

    def __init__(self, *, online: bool = True) -> None:
        self.link = ScriptedLink(online=online)
        self.clock = ManualClock()
        self.memory = ResultMemory()
        self.done: list[str] = []
        self.read: list[str] = []
        self.failed: list[str] = []
        self.lane = Lane(self.link, self.memory, "live-0", self, self.clock, ids())

    def lane_read(self, content: Content, reading: Interpretation) -> None:
        self.read.append(content.message.text)

    def lane_done(self, lane: Lane, result: Result) -> None:
        self.done.append(result.message.text)

    def lane_failed(self, lane: Lane, problem: Problem) -> None:
        self.failed.append(problem.code)

    def want(self, text: str, *, send: bool = True) -> None:
        self.lane.want(content(text), send=send)
        self.tick()

    def tick(self, seconds: float = 0.0) -> None:
        self.lane.tick(self.clock.pass_(seconds))

    @property
    def sent(self) -> list[str]:
        return [request.submit.text for request in self.link.requests]

    @property
    def shown(self) -> list[list[str]]:
        """Of each strip, which request's picture each index shows."""
        return [
            [cell.frame.data.decode().split("/")[0] if cell else "-" for cell in strip.cells]
            for strip in self.lane.strips
        ]


def test_a_change_is_sent_at_once_on_its_channel_and_its_pictures_show() -> None:
    bench = Bench()
    bench.want("walk")
    assert bench.link.last.submit.channel == "live-0"
    assert bench.lane.under_way
    bench.link.last.understand("walk")
    bench.link.last.complete()
    assert bench.shown == [["r1"] * 4]
    assert bench.lane.complete
    assert not bench.lane.under_way
    assert (bench.read, bench.done) == (["walk"], ["walk"])


def test_the_same_content_is_sent_once() -> None:
    bench = Bench()
    for _ in range(3):
        bench.want("walk")
    bench.link.last.complete()
    bench.want("walk")
    assert bench.sent == ["walk"]


def test_the_newest_wins_though_the_older_draft_still_shows() -> None:
    bench = Bench()
    bench.want("walk")
    bench.want("walk slow")
    old, new = bench.link.requests
    old.draw()
    assert bench.shown == [["r1"] * 4]
    assert bench.lane.strips[0].superseded
    old.supersede(by=new.id)
    new.clip()
    new.frame(1)
    assert bench.shown == [["r1", "r2", "r1", "r1"]]
    old.frame(0)
    new.draw()
    assert bench.shown == [["r2"] * 4]
    assert not bench.lane.strips[0].superseded


def test_going_back_shows_at_once_and_asks_for_nothing() -> None:
    bench = Bench()
    bench.want("walk")
    bench.link.last.complete()
    bench.want("run")
    bench.link.last.complete()
    bench.want("walk")
    assert bench.shown == [["r1"] * 4]
    assert bench.lane.complete
    assert bench.sent == ["walk", "run"]


def test_going_back_stops_what_is_being_drawn_and_its_late_frames_do_not_show() -> None:
    bench = Bench()
    bench.want("walk")
    bench.link.last.complete()
    bench.want("run")
    bench.want("walk")
    assert bench.link.cancelled == ["r2"]
    bench.link.last.clip()
    bench.link.last.frame(0)
    assert bench.shown == [["r1"] * 4]


def test_work_that_was_superseded_is_kept_and_completed_later() -> None:
    bench = Bench()
    bench.want("walk")
    first = bench.link.last
    first.clip()
    first.frame(0)
    bench.want("run")
    first.supersede()
    bench.link.last.complete()
    bench.want("walk")
    assert bench.shown == [["r1", "r2", "r2", "r2"]], "what was finished shows at once"
    assert bench.sent == ["walk", "run", "walk"]
    bench.link.last.complete()
    assert bench.shown == [["r1", "r3", "r3", "r3"]], "the same pictures, whichever request drew them"


def test_going_back_to_what_is_still_being_drawn_asks_again_on_the_channel() -> None:
    bench = Bench()
    for text in ("walk", "run", "walk"):
        bench.want(text)
    assert bench.sent == ["walk", "run", "walk"]
    first, _, third = bench.link.requests
    third.accept()
    first.draw()
    assert bench.shown == [["r1"] * 4], "the daemon attaches it: the pictures come under the first name"
    first.done()
    assert not bench.lane.strips[0].superseded
    assert bench.done == ["walk"]


def test_what_is_whole_does_not_fail_with_a_second_request_for_it() -> None:
    bench = Bench()
    for text in ("walk", "run", "walk"):
        bench.want(text)
    first, _, third = bench.link.requests
    first.complete()
    third.fail("internal")
    assert bench.lane.problem is None
    assert bench.lane.complete


def test_a_slow_draft_holds_typing_back_but_not_for_long() -> None:
    bench = Bench()
    for text in ("a", "b", "c", "d"):
        bench.want(text)
        bench.clock.pass_(0.8)
        bench.link.last.complete()
    for number in range(24):
        bench.want(f"typing {number}")
        bench.tick(0.083)
    gaps = len(bench.sent) - 4
    assert 2 <= gaps <= 5, "about one in each 0.8 s of 2 s"


def test_a_machine_that_is_suddenly_slow_draws_one_draft_before_the_next_is_asked_for() -> None:
    bench = Bench()
    for number in range(12):
        bench.want(f"typing {number}")
        bench.clock.pass_(0.083)
    assert bench.sent == [f"typing {number}" for number in range(4)]
    bench.link.last.complete()
    bench.tick()
    assert bench.sent[4:] == ["typing 11"]


def test_fast_drafts_never_wait() -> None:
    bench = Bench()
    for number in range(30):
        bench.want(f"typing {number}")
        bench.clock.pass_(0.04)
        bench.link.last.complete()
        bench.clock.pass_(0.043)
    assert len(bench.sent) == 30


def test_waiting_for_the_draft_before_is_no_cost() -> None:
    bench = Bench()
    for text in ("walk", "run"):
        bench.want(text)
    first, second = bench.link.requests
    bench.clock.pass_(3.0)
    first.supersede()
    bench.clock.pass_(0.1)
    second.complete()
    assert abs(bench.lane.pace.cost_s - 0.1) < 1e-9


def test_what_comes_from_the_store_says_nothing_of_the_cost() -> None:
    bench = Bench()
    bench.want("walk")
    bench.clock.pass_(9.0)
    bench.link.last.clip(cached=True)
    bench.link.last.draw()
    assert bench.lane.pace.cost_s == 0.0


def test_without_a_daemon_only_the_newest_waits() -> None:
    bench = Bench(online=False)
    for text in ("w", "wa", "walk"):
        bench.want(text)
    assert bench.sent == []
    bench.link.state = ClientState.ONLINE
    bench.tick()
    assert bench.sent == ["walk"]


def test_a_restarted_daemon_is_asked_again() -> None:
    bench = Bench()
    bench.want("walk")
    bench.link.last.clip()
    bench.link.last.frame(0)
    bench.link.last.interrupt()
    assert bench.lane.under_way
    assert bench.lane.problem is not None
    bench.tick(1.0)
    assert bench.sent == ["walk", "walk"]
    bench.link.last.complete()
    assert bench.lane.complete
    assert bench.lane.problem is None


def test_failures_that_pass_are_tried_a_few_times_only() -> None:
    bench = Bench()
    bench.want("walk")
    for _ in range(10):
        if not bench.link.last.ended:
            bench.link.last.fail("busy", retryable=True)
        bench.tick(5.0)
    assert len(bench.sent) == MAX_TRIES
    assert not bench.lane.under_way
    assert bench.lane.problem.code == "busy"  # type: ignore[union-attr]
    bench.lane.send_now()
    bench.tick()
    assert len(bench.sent) == MAX_TRIES + 1
    assert bench.lane.problem is None


def test_a_refusal_is_not_repeated_by_itself() -> None:
    bench = Bench()
    bench.want("walk")
    bench.link.last.fail("unsupported_direction")
    bench.want("walk")
    bench.tick(9.0)
    assert bench.sent == ["walk"]
    assert bench.failed == ["unsupported_direction"]
    assert bench.lane.problem.code == "unsupported_direction"  # type: ignore[union-attr]
    bench.want("run")
    assert bench.lane.problem is None


def test_a_refusal_of_what_is_no_longer_wanted_is_nobodys_problem() -> None:
    bench = Bench()
    bench.want("walk")
    bench.want("run")
    bench.link.requests[0].fail("bad_request")
    assert bench.lane.problem is None
    assert bench.lane.under_way


def test_cancelling_keeps_what_is_drawn_and_asks_for_nothing_by_itself() -> None:
    bench = Bench()
    bench.want("walk")
    bench.link.last.clip()
    bench.link.last.frame(0)
    bench.lane.cancel()
    bench.link.last.cancelled()
    bench.want("walk")
    bench.tick(9.0)
    assert bench.link.cancelled == ["r1"]
    assert not bench.lane.under_way
    assert bench.shown == [["r1", "-", "-", "-"]]
    assert bench.sent == ["walk"]
    bench.lane.send_now()
    bench.tick()
    assert bench.sent == ["walk", "walk"]


def test_without_live_nothing_is_sent_until_told() -> None:
    bench = Bench()
    bench.want("walk", send=False)
    bench.tick(9.0)
    assert bench.sent == []
    bench.want("walk")
    assert bench.sent == ["walk"]


def test_strips_that_the_newest_result_has_not_are_dropped_when_it_is_whole() -> None:
    bench = Bench()
    bench.want("walk run")
    bench.link.last.draw()
    bench.link.last.clip()
    bench.link.last.draw()
    bench.link.last.done()
    assert len(bench.lane.strips) == 2
    bench.want("walk")
    bench.link.last.draw()
    assert bench.shown == [["r2"] * 4, ["r1"] * 4]
    bench.link.last.done()
    assert bench.shown == [["r2"] * 4]


def test_redrawing_asks_for_what_is_there_already() -> None:
    bench = Bench()
    bench.want("walk")
    bench.link.last.complete()
    bench.lane.redraw()
    bench.tick()
    assert bench.sent == ["walk", "walk"]
    bench.link.last.complete()
    assert bench.shown == [["r2"] * 4]
    assert bench.lane.complete


def test_clearing_forgets_what_was_shown() -> None:
    bench = Bench()
    bench.want("walk")
    bench.lane.clear()
    bench.link.last.draw()
    assert bench.shown == []
    assert not bench.lane.shown


_STEP = st.tuples(
    st.sampled_from(
        ["want", "clip", "frame", "frame", "frame", "better", "done", "interrupt", "again", "wait"]
    ),
    st.integers(0, 5),
    st.integers(0, 3),
)


@settings(max_examples=150)
@given(st.lists(_STEP, max_size=80))
def test_whatever_the_daemon_tells_in_whatever_order(steps: list[tuple[str, int, int]]) -> None:
    """Frames late, twice, told again after a restart: the shown never gets older, and is of one spec."""
    bench = Bench()
    texts: dict[str, str] = {}
    newest: dict[str, int] = {}
    wanted = 0
    for kind, pick, index in steps:
        before = [strip.cells for strip in bench.lane.strips]
        if kind == "want":
            wanted += 1
            bench.want(f"text {pick}")
            newest[f"text {pick}"] = wanted
        elif kind == "wait":
            bench.tick(0.4)
        elif bench.link.requests:
            request = bench.link.requests[pick % len(bench.link.requests)]
            _play(request, kind, index)
        for request in bench.link.requests:
            texts[request.id] = request.submit.text
        for old, strip in zip(before, bench.lane.strips, strict=False):
            for earlier, cell in zip(old, strip.cells, strict=False):
                assert earlier is None or (cell is not None and cell.order >= earlier.order)
        for strip in bench.lane.strips:
            for cell in strip.cells:
                if cell is not None:
                    asked = texts[cell.frame.data.decode().split("/")[0]]
                    assert cell.order <= newest[asked], "a change that asked for just this content"


def _play(request: object, kind: str, index: int) -> None:
    from tests.fakes.editor_links import Request

    assert isinstance(request, Request)
    if request.ended:
        return
    if kind == "clip" and len(request.clips) < 2:
        request.clip()
    elif kind == "again" and request.clips:
        request.clip(name=request.clips[0].clip_id)
    elif kind in ("frame", "better") and request.clips:
        request.frame(index, tier=Tier.DRAFT if kind == "frame" else Tier.SPRITE)
    elif kind == "done" and request.clips:
        request.draw()
        request.done()
    elif kind == "interrupt":
        request.interrupt()
