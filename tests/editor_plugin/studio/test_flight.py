from neonworks_editor.studio.flight import Flight
from neonworks_editor.studio.results import Result
from neonworks_protocol.messages import ClipDone, EndMessage, Submit
from neonworks_protocol.motion import Interpretation
from neonworks_protocol.vocabulary import Tier

from tests.fakes.editor_links import Request

MESSAGE = Submit(request_id="r1", sprite=b"s", text="walk")


class Watcher:
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def flight_read(self, flight: Flight, reading: Interpretation) -> None:
        self.told.append(f"read {reading.spec.animation_type}")

    def flight_drew(self, flight: Flight, place: int, index: int) -> None:
        self.told.append(f"drew {place}.{index}")

    def flight_passed(self, flight: Flight, place: int, done: ClipDone) -> None:
        self.told.append(f"passed {place} {done.tier}")

    def flight_ended(self, flight: Flight, end: EndMessage) -> None:
        self.told.append(type(end).__name__)


def begun(result: Result | None = None) -> tuple[Request, Flight, Watcher]:
    watcher = Watcher()
    flight = Flight("r1", result or Result("key", MESSAGE), 0.0, watcher)
    return Request(MESSAGE, flight), flight, watcher


def test_a_request_from_acceptance_to_its_end() -> None:
    request, flight, watcher = begun()
    request.accept("job-7")
    request.understand("walk")
    request.progress(0.5)
    request.draw(2)
    request.clip(1)
    request.frame(0)
    request.done()
    assert watcher.told == [
        *("read walk", "drew 0.0", "drew 0.1", "passed 0 draft", "drew 1.0", "Done"),
    ]
    assert flight.result.done
    assert flight.result.job_id == "job-7"
    assert flight.progress.fraction == 0.5  # type: ignore[union-attr]
    assert flight.result.clips[0].reports[Tier.DRAFT].passed


def test_what_follows_the_end_is_passed_over() -> None:
    request, flight, watcher = begun()
    request.clip()
    request.cancelled()
    request.draw()
    request.done()
    assert watcher.told == ["Cancelled"]
    assert not flight.result.done


def test_clips_told_again_after_a_restart_fill_the_same_places() -> None:
    request, flight, _ = begun()
    request.clip(2, name="c0")
    request.frame(0)
    request.clip(2, name="c1")
    request.frame(1)
    for name in ("c0", "c1"):
        request.clip(2, name=name)
        for index in (0, 1):
            request.frame(index)
    assert [len(drawn.best) for drawn in flight.result.clips] == [2, 2]


def test_a_new_take_replaces_the_clip_and_late_frames_of_the_old_one_are_dropped() -> None:
    request, flight, _ = begun()
    first = request.clip(2, name="c")
    request.frame(0)
    request.clip(3, name="c", take=2)
    request.frame(1, clip=first)
    request.frame(2)
    assert sorted(flight.result.clips[0].best) == [2]


def test_frames_of_unknown_clips_are_passed_over() -> None:
    request, flight, watcher = begun()
    stray = request.clip(2)
    other, second, told = begun()
    other.frame(0, clip=stray)
    other.tier_done(clip=stray)
    assert told.told == []
    assert second.result.clips == []
    assert watcher.told == []
    assert len(flight.result.clips) == 1


def test_two_requests_of_one_content_fill_one_result() -> None:
    shared = Result("key", MESSAGE)
    first, _, _ = begun(shared)
    second, _, watcher = begun(shared)
    first.clip(2, name="a")
    first.frame(0)
    first.supersede()
    second.clip(2, name="b")
    second.frame(1)
    second.done()
    assert sorted(shared.clips[0].best) == [0, 1]
    assert watcher.told == ["drew 0.1", "Done"]


def test_an_end_without_a_clip_is_no_result() -> None:
    request, flight, _ = begun()
    request.accept()
    request.done()
    assert not flight.result.done
