"""Events of a worker and a client's end of a connection, made by hand."""

import hashlib
from dataclasses import dataclass, field

from neonworks_daemon.worker.messages import (
    ClipFinished,
    ClipPlanned,
    FrameMade,
    JobEvent,
    Understood,
)
from neonworks_protocol.messages import EndMessage, ServerMessage
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.vocabulary import Action, Direction, Tier

__all__ = ["SPEC", "FakeOutlet", "clip_events", "frame_made"]

SPEC = MotionSpec(animation_type=Action.WALK)


def frame_made(
    index: int,
    *,
    job: int = 1,
    clip: int = 0,
    data: bytes | None = None,
    tier: Tier = Tier.DRAFT,
    revision: int = 0,
) -> FrameMade:
    """A 2 × 2 frame that is different for each index."""
    pixels = bytes([index] * 16) if data is None else data
    digest = hashlib.sha256(pixels).hexdigest()
    return FrameMade(
        job=job, clip=clip, index=index, tier=tier, sha256=digest, data=pixels, revision=revision
    )


def clip_events(frames: int = 2, *, job: int = 1, clip: int = 0, clips: int = 1) -> tuple[JobEvent, ...]:
    """A sentence understood and one whole clip."""
    return (
        Understood(job=job, interpretation=Interpretation(understood=True, sequence=(SPEC,))),
        ClipPlanned(
            job=job,
            clip=clip,
            clips=clips,
            spec=SPEC,
            direction=Direction.DOWN,
            tier=Tier.DRAFT,
            generator="by hand",
            width=2,
            height=2,
            offset=(0, 0),
            pivot=(1.0, 2.0),
            durations=(100,) * frames,
            loop=True,
            digest="0" * 64,
        ),
        *(frame_made(index, job=job, clip=clip) for index in range(frames)),
        ClipFinished(job=job, clip=clip, tier=Tier.DRAFT, passed=True, report={}, elapsed_ms=10.0 * frames),
    )


@dataclass(eq=False)
class FakeOutlet:
    """An ``Outlet`` that keeps what it is given."""

    client_id: str = "client"
    open: bool = True
    room: bool = True
    sent: list[tuple[str, ServerMessage]] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def may_take(self) -> bool:
        return self.room

    def post(self, request_id: str, message: ServerMessage) -> None:
        self.sent.append((request_id, message))

    def end(self, request_id: str, message: EndMessage, *, drop: bool) -> None:
        if drop:
            self.dropped.append(request_id)
        self.sent.append((request_id, message))

    def messages(self, request_id: str) -> list[ServerMessage]:
        """What one request was told, in order."""
        return [message for name, message in self.sent if name == request_id]
