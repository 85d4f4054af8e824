"""What a correct server says about one request, in small pictures: for driving sessions without a daemon."""

import hashlib
import random
from collections.abc import Iterator

from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import (
    Accepted,
    Cancelled,
    Clip,
    ClipDone,
    Done,
    EndMessage,
    Failed,
    Frame,
    Interrupted,
    Progress,
    ServerMessage,
    Spec,
    Superseded,
)
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.records import ServerCapabilities
from neonworks_protocol.vocabulary import Action, Direction, Encoding, Tier

__all__ = ["CAPABILITIES", "any_end", "script"]

CAPABILITIES = ServerCapabilities(
    build_id="fuzz", server_version="0", generators=(), tiers=(Tier.DRAFT, Tier.SPRITE)
)
_LARGE = 0.004
"""Share of the clips whose frames are sent in chunks."""
_LARGE_SIDE = 300
_EARLY_END = 0.05


def script(request_id: str, job_id: str, source: random.Random) -> Iterator[ServerMessage]:
    """From ``accepted`` to the end; some are refused or end early."""
    if source.random() < _EARLY_END:
        yield _early_end(request_id, source)
        return
    yield Accepted(request_id=request_id, job_id=job_id)
    if source.random() < 0.3:
        spec = MotionSpec(animation_type=Action.WALK)
        yield Spec(request_id=request_id, interpretation=Interpretation(understood=True, sequence=(spec,)))
    clips = source.randint(0, 2)
    for number in range(clips):
        yield from _clip(request_id, f"{job_id}-{number}", source)
        if source.random() < _EARLY_END:
            yield _early_end(request_id, source)
            return
    yield Done(request_id=request_id, clips=clips)


def any_end(request_id: str, source: random.Random) -> EndMessage:
    """One of the five ends."""
    match source.randrange(5):
        case 0:
            return Done(request_id=request_id)
        case 1:
            return Failed(
                request_id=request_id, code="busy", message="try again", retryable=source.random() < 0.5
            )
        case 2:
            return Cancelled(request_id=request_id)
        case 3:
            return Superseded(request_id=request_id, by="r0")
        case _:
            return Interrupted(request_id=request_id)


def _early_end(request_id: str, source: random.Random) -> EndMessage:
    """Any end but ``done``, which needs every clip to be complete."""
    while isinstance(end := any_end(request_id, source), Done):
        pass
    return end


def _clip(request_id: str, clip_id: str, source: random.Random) -> Iterator[ServerMessage]:
    """Takes of one clip; the last one is complete."""
    for take in range(1, source.choice((1, 1, 1, 2)) + 1):
        side = _LARGE_SIDE if source.random() < _LARGE else source.randint(1, 3)
        count = source.randint(1, 3)
        yield Clip(
            request_id=request_id,
            clip_id=clip_id,
            take=take,
            action=Action.WALK,
            direction=Direction.DOWN,
            frame_count=count,
            canvas=(side, side),
            pivot=(0.0, 0.0),
            durations=(100,) * count,
            loop=True,
        )
    tiers = (Tier.DRAFT, Tier.SPRITE)[: source.randint(1, 2)]
    for tier in tiers:
        for index in source.sample(range(count), count):
            yield _frame(clip_id, take, index, tier, side)
        if source.random() < 0.3:
            yield Progress(request_id=request_id, state=JobState.RUNNING, fraction=0.5)
        yield ClipDone(
            request_id=request_id,
            clip_id=clip_id,
            take=take,
            tier=tier,
            passed=True,
            report={},
            final=tier is tiers[-1],
        )


def _frame(clip_id: str, take: int, index: int, tier: Tier, side: int) -> Frame:
    data = bytes((index,)) * (4 * side * side)
    return Frame(
        clip_id=clip_id,
        take=take,
        index=index,
        tier=tier,
        revision=0,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=Encoding.RAW,
        data=data,
    )
