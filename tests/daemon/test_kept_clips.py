"""Finding what was drawn before."""

import asyncio

import pytest
from neonworks_daemon.kept_clips import KeptClips
from neonworks_daemon.worker.messages import JobEvent
from neonworks_protocol.errors import AnimatorError, BadRequest, NotFound
from neonworks_protocol.records import ClipRef

from tests.fakes.desks import LiveDesk
from tests.fakes.events import clip_events


def _bench(*clips: tuple[JobEvent, ...], finish: bool = True) -> tuple[LiveDesk, KeptClips, str]:
    bench = LiveDesk()
    job = bench.job("r")
    bench.desk.start(job)
    bench.desk.accept(job, bench.outlet, "r", bench.admission)
    bench.desk.match()
    for events in clips:
        bench.say(*events)
    if finish:
        bench.finish(job)
    return bench, KeptClips(bench.desk.table, bench.store), job.job_id


def _find(clips: KeptClips, *names: str, take: int = 1) -> tuple[object, ...]:
    return asyncio.run(clips.find([ClipRef(clip_id=name, take=take) for name in names]))


def test_clips_come_in_the_order_in_which_they_were_named() -> None:
    _, clips, job = _bench(clip_events(2, clip=0, clips=2), clip_events(3, clip=1, clips=2)[1:])
    found = asyncio.run(clips.find([ClipRef(clip_id=f"{job}.{n}") for n in (1, 0)]))
    assert [(clip.plan.clip, len(clip.frames), clip.pixel_bytes) for clip in found] == [
        (1, 3, 48),
        (0, 2, 32),
    ]
    assert all(clip.job_id == job and clip.finished.passed for clip in found)


def test_an_id_that_another_request_of_the_job_was_told_is_the_same_clip() -> None:
    _, clips, job = _bench(clip_events(2))
    assert _find(clips, f"{job}.0.0123456789ab")


@pytest.mark.parametrize("name", ["{job}.1", "{job}", "nobody.0", "{job}.x", "", "a.0.b.c"])
def test_unknown_ids(name: str) -> None:
    _, clips, job = _bench(clip_events(2))
    with pytest.raises(NotFound, match="not kept"):
        _find(clips, name.format(job=job) or " ")


def test_other_takes_are_not_kept() -> None:
    _, clips, job = _bench(clip_events(2))
    with pytest.raises(NotFound, match="take 2"):
        _find(clips, f"{job}.0", take=2)


@pytest.mark.parametrize(
    ("events", "finish", "error"),
    [
        (clip_events(3)[:-1], True, NotFound),
        ((*clip_events(3)[:3], clip_events(3)[-1]), True, NotFound),
        (clip_events(3), False, BadRequest),
    ],
)
def test_what_is_not_whole(events: tuple[JobEvent, ...], finish: bool, error: type[AnimatorError]) -> None:
    _, clips, job = _bench(events, finish=finish)
    with pytest.raises(error):
        _find(clips, f"{job}.0")


def test_a_clip_is_named_once() -> None:
    _, clips, job = _bench(clip_events(2))
    with pytest.raises(BadRequest, match="twice"):
        _find(clips, f"{job}.0", f"{job}.0")
