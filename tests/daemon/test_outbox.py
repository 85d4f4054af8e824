"""The order in which messages leave."""

import msgspec
import pytest
from neonworks_daemon.outbox import NEWS, Outbox
from neonworks_protocol.errors import NotFound
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import AssetChanged, Blob, Done, Frame, Progress, Reading, ServerMessage
from neonworks_protocol.vocabulary import Encoding, Tier

MESSAGE = 512
"""What a waiting message counts beside its pixels."""


def _frame(clip: str, index: int, size: int = 16) -> Frame:
    return Frame(
        clip_id=clip,
        take=1,
        index=index,
        tier=Tier.DRAFT,
        revision=0,
        sha256="0" * 64,
        encoding=Encoding.RAW,
        data=bytes(size),
    )


def _nothing(frame: Frame) -> bytes | None:
    return None


def _box(*messages: tuple[str, ServerMessage]) -> Outbox:
    box = Outbox(_nothing)
    for request, message in messages:
        box.put(request, message)
    return box


def test_requests_take_turns_and_keep_their_order() -> None:
    box = _box(
        ("a", _frame("a", 0)), ("a", _frame("a", 1)), ("b", _frame("b", 0)), ("b", Done(request_id="b"))
    )
    taken = [box.take(9) for _ in range(5)]
    assert [(m.clip_id, m.index) if isinstance(m, Frame) else m for m in taken] == [
        ("a", 0),
        ("b", 0),
        ("a", 1),
        Done(request_id="b"),
        None,
    ]


def test_without_credit_free_messages_pass_the_waiting_frames() -> None:
    box = _box(("a", _frame("a", 0)), ("a", Done(request_id="a")), ("b", Done(request_id="b")))
    assert box.take(0) == Done(request_id="b")
    assert box.take(0) is None
    assert isinstance(box.take(1), Frame)
    assert box.take(0) == Done(request_id="a")


def test_bytes_are_counted_in_and_out() -> None:
    box = _box(("a", _frame("a", 0, 100)), ("b", _frame("b", 0, 50)))
    assert (box.pending_bytes, box.held_bytes) == (150 + 2 * MESSAGE, 150)
    box.take(1)
    assert (box.pending_bytes, box.held_bytes) == (50 + MESSAGE, 50)
    box.drop("b")
    box.drop("never there")
    assert (box.pending_bytes, len(box)) == (0, 0)


def test_clearing_gives_back_what_waited() -> None:
    box = _box(("a", Done(request_id="a")), ("b", _frame("b", 0)))
    assert len(box.clear()) == 2
    assert (box.pending_bytes, len(box)) == (0, 0)


def test_beyond_what_may_be_held_pixels_are_read_again_when_their_turn_comes() -> None:
    stored = {index: bytes([index]) * 100 for index in range(4)}
    box = Outbox(lambda frame: stored.get(frame.index), hold=250)
    for index, data in stored.items():
        box.put("a", msgspec.structs.replace(_frame("a", index), data=data))
    assert box.held_bytes == 200
    taken = [box.take(9) for _ in stored]
    assert [m.data for m in taken if isinstance(m, Frame)] == list(stored.values())
    assert (box.held_bytes, box.pending_bytes) == (0, 0)


def test_shed_pixels_that_are_gone_are_an_error_and_not_an_empty_frame() -> None:
    box = _box(("a", _frame("a", 0)))
    box.hold(0)
    assert box.held_bytes == 0 and box.pending_bytes == 16 + MESSAGE
    with pytest.raises(NotFound, match="no longer kept"):
        box.take(1)


def test_a_large_frame_costs_its_parts_also_when_its_pixels_are_shed() -> None:
    box = Outbox(lambda frame: bytes(600_000))
    box.put("a", _frame("a", 0, 600_000))
    box.hold(0)
    assert box.take(2) is None
    assert isinstance(box.take(3), Frame)


def test_progress_takes_the_place_of_progress() -> None:
    told = [Progress(request_id="a", state=JobState.RUNNING, fraction=n / 10) for n in range(10)]
    box = _box(*(("a", message) for message in told), ("a", Done(request_id="a")))
    assert [box.take(0), box.take(0), box.take(0)] == [told[-1], Done(request_id="a"), None]


def test_a_reading_takes_the_place_of_what_has_less_of_it() -> None:
    part, other = Reading(request_id="q", interpreter="m"), Reading(request_id="p", interpreter="m")
    last = Reading(request_id="q", interpreter="m", final=True)
    box = _box(("", part), ("", part), ("", last))
    assert [box.take(0), box.take(0)] == [last, None]
    box = _box(("", last), ("", part), ("", other))
    assert [box.take(0) for _ in range(3)] == [last, part, other], "answers to others, and whole ones, stay"


def test_of_news_the_newest_are_kept() -> None:
    box = Outbox(_nothing)
    for number in range(1000):
        box.put(NEWS, AssetChanged(root="r", path=f"{number}", sha256="0" * 64, recipe="0" * 64, outputs=()))
    assert len(box) == 256
    assert isinstance(first := box.take(0), AssetChanged) and first.path == "744"


def _file(request: str, size: int, part: int = 0) -> Blob:
    return Blob(request_id=request, name="a.gif", data=bytes(size), part=part, parts=9, sha256="0" * 64)


def test_files_are_counted_and_cost_a_credit_each() -> None:
    box = _box(("x", _file("x", 100)), ("x", _file("x", 50, 1)), ("y", Done(request_id="y")))
    assert (box.file_bytes, box.held_bytes, box.pending_bytes) == (150, 0, 150 + 3 * MESSAGE)
    assert box.take(0) == Done(request_id="y")
    assert box.take(0) is None
    assert isinstance(box.take(1), Blob)
    assert box.file_bytes == 50
    assert box.drop("x") and not box.drop("x")
    assert (box.file_bytes, box.pending_bytes) == (0, 0)


def test_files_are_dropped_together_and_nothing_else() -> None:
    box = _box(("x", _file("x", 100)), ("y", _frame("y", 0)), ("z", _file("z", 1)))
    assert box.drop_files() and not box.drop_files()
    assert (len(box), box.file_bytes) == (1, 0)
    assert isinstance(box.take(1), Frame)
    box.put("x", _file("x", 100))
    box.clear()
    assert box.file_bytes == 0
