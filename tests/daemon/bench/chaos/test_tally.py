"""Each kind of harm is counted, and nothing else is."""

import hashlib

from neonworks_daemon.bench.chaos.tally import Tally, reference_of
from neonworks_protocol.messages import (
    Accepted,
    Cancelled,
    Clip,
    ClipDone,
    Done,
    Failed,
    Frame,
    ServerMessage,
)
from neonworks_protocol.vocabulary import Action, Direction, Encoding, Tier


def _frame(index: int, *, clip: str = "job.0", data: bytes | None = None, sha256: str | None = None) -> Frame:
    pixels = data if data is not None else bytes([index]) * 4
    return Frame(
        clip_id=clip,
        take=1,
        index=index,
        tier=Tier.DRAFT,
        revision=0,
        sha256=sha256 or hashlib.sha256(pixels).hexdigest(),
        encoding=Encoding.RAW,
        data=pixels,
    )


CLIP = Clip(
    request_id="r",
    clip_id="job.0",
    action=Action.WALK,
    direction=Direction.DOWN,
    frame_count=3,
    canvas=(1, 1),
    pivot=(0.0, 0.0),
    durations=(1, 1, 1),
    loop=True,
)
CLIP_DONE = ClipDone(request_id="r", clip_id="job.0", tier=Tier.DRAFT, passed=True, report={})
ACCEPTED = Accepted(request_id="r", job_id="job")
WHOLE: tuple[ServerMessage, ...] = (
    ACCEPTED,
    CLIP,
    *map(_frame, range(3)),
    CLIP_DONE,
    Done(request_id="r", clips=1),
)
REFERENCE = reference_of(WHOLE)


def _report(*messages: ServerMessage) -> tuple[int, int, int, int]:
    tally = Tally()
    request = tally.open("walk", REFERENCE)
    for message in messages:
        request.take(message)
    report = tally.report()
    assert bool(report.examples) == any((report.lost, report.twice, report.wrong, report.unended))
    return report.lost, report.twice, report.wrong, report.unended


def test_a_whole_request_is_clean() -> None:
    assert _report(*WHOLE) == (0, 0, 0, 0)


def test_another_playing_of_the_job_is_the_same_request() -> None:
    clip = Clip(**{name: getattr(CLIP, name) for name in CLIP.__struct_fields__} | {"clip_id": "job.0.c7"})
    frames = [_frame(index, clip="job.0.c7") for index in range(3)]
    assert _report(ACCEPTED, clip, *frames, Done(request_id="r", clips=1)) == (0, 0, 0, 0)


def test_a_missing_frame_is_lost_once_the_request_or_its_clip_is_done() -> None:
    assert _report(*WHOLE[:3], *WHOLE[4:]) == (1, 0, 0, 0)
    assert _report(*WHOLE[:3], *WHOLE[4:6], Cancelled(request_id="r")) == (1, 0, 0, 0)
    assert _report(ACCEPTED, Done(request_id="r", clips=1)) == (3, 0, 0, 0)


def test_what_was_not_promised_yet_is_not_lost() -> None:
    assert _report(*WHOLE[:3], Cancelled(request_id="r")) == (0, 0, 0, 0)


def test_a_frame_that_comes_again_is_twice() -> None:
    assert _report(*WHOLE[:5], _frame(2), *WHOLE[5:]) == (0, 1, 0, 0)


def test_other_pixels_are_wrong() -> None:
    assert _report(*WHOLE[:4], _frame(2, data=b"xxxx"), *WHOLE[5:]) == (0, 0, 1, 0)
    lying = _frame(2, data=b"xxxx", sha256=hashlib.sha256(b"\x02" * 4).hexdigest())
    assert _report(*WHOLE[:4], lying, *WHOLE[5:]) == (0, 0, 1, 0)


def test_no_end_a_second_end_and_talk_after_the_end_are_counted() -> None:
    assert _report(*WHOLE[:-1]) == (0, 0, 0, 1)
    assert _report(*WHOLE, Cancelled(request_id="r")) == (0, 0, 0, 1)
    assert _report(*WHOLE, CLIP) == (0, 0, 0, 1)


def test_a_request_that_shares_the_work_of_another_is_handed_no_frames() -> None:
    shared = Accepted(request_id="r", job_id="job", attached_to="other")
    assert _report(shared, Done(request_id="r", clips=1)) == (0, 0, 0, 0)


def test_ends_are_told_by_their_kind() -> None:
    tally = Tally()
    tally.open("a").take(Failed(request_id="a", code="busy", message="later"))
    tally.open("b").take(Cancelled(request_id="b"))
    assert tally.report().ends == {"cancelled": 1, "failed busy": 1}
