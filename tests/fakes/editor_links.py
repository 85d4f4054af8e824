"""A connection that a test drives by hand, with a clock: what was sent, and what the daemon is to say."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from neonworks_editor.client.client import Answer, RequestListener
from neonworks_editor.client.states import ClientState
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import (
    Accepted,
    Cancelled,
    Clip,
    ClipDone,
    Done,
    Error,
    Failed,
    Frame,
    Interpret,
    Interrupted,
    Progress,
    RequestMessage,
    ServerMessage,
    Spec,
    Submit,
    Superseded,
    Welcome,
)
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.queries import Query
from neonworks_protocol.vocabulary import Action, Direction, Encoding, Tier

__all__ = ["ManualClock", "Request", "ScriptedLink", "ids", "png", "reading_of"]


def png(width: int = 64, height: int = 64, tail: bytes = b"") -> bytes:
    """The header of a PNG; the studio reads no more of it."""
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + b"IHDR" + size + b"\x08\x06\0\0\0" + tail


def ids(prefix: str = "r") -> Callable[[], str]:
    """r1, r2, ..."""
    count = 0

    def fresh() -> str:
        nonlocal count
        count += 1
        return f"{prefix}{count}"

    return fresh


def reading_of(text: str) -> Interpretation:
    """What the scripted daemon understands: the words that are actions, else idle, as a guess."""
    words = text.lower().split()
    known = [Action(word) for word in words if word in set(Action)]
    sequence = tuple(MotionSpec(animation_type=action) for action in known)
    if "slower" in words:
        sequence = (MotionSpec(animation_type=Action.WALK, speed_multiplier=0.5),)
    others = (MotionSpec(animation_type=Action.RUN), MotionSpec(animation_type=Action.JUMP))
    if sequence:
        return Interpretation(understood=True, sequence=sequence)
    return Interpretation(
        understood=False, sequence=(MotionSpec(animation_type=Action.IDLE),), alternatives=others
    )


class ManualClock:
    """Seconds that pass when told."""

    def __init__(self, now: float = 100.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def pass_(self, seconds: float) -> float:
        """Later."""
        self.now += seconds
        return self.now


@dataclass
class Request:
    """One request as the daemon has it; each method tells the listener one thing."""

    message: RequestMessage
    listener: RequestListener
    clips: list[Clip] = field(default_factory=list)
    ended: bool = False

    @property
    def id(self) -> str:
        """Its request id."""
        return self.message.request_id

    @property
    def submit(self) -> Submit:
        """The message, where it is a submit."""
        assert isinstance(self.message, Submit)
        return self.message

    def tell(self, message: ServerMessage) -> None:
        """Anything."""
        self.listener.message(message)

    def accept(self, job_id: str = "") -> None:
        self.tell(Accepted(request_id=self.id, job_id=job_id or f"job-{self.id}", tiers=(Tier.DRAFT,)))

    def understand(self, text: str) -> None:
        self.tell(Spec(request_id=self.id, interpretation=reading_of(text)))

    def clip(
        self,
        frames: int = 4,
        *,
        size: tuple[int, int] = (8, 8),
        name: str = "",
        take: int = 1,
        loop: bool = True,
        cached: bool = False,
        duration: int = 100,
    ) -> Clip:
        """Announces a clip."""
        clip = Clip(
            request_id=self.id,
            clip_id=name or f"{self.id}-{len(self.clips)}",
            action=Action.WALK,
            direction=Direction.DOWN,
            frame_count=frames,
            canvas=size,
            pivot=(size[0] / 2, float(size[1])),
            durations=(duration,) * frames,
            loop=loop,
            take=take,
            cached=cached,
        )
        self.clips.append(clip)
        self.tell(clip)
        return clip

    def frame(
        self, index: int, *, clip: Clip | None = None, tier: Tier = Tier.DRAFT, revision: int = 0
    ) -> None:
        clip = clip or self.clips[-1]
        data = f"{self.id}/{index}/{tier}/{revision}".encode()
        self.tell(
            Frame(
                clip_id=clip.clip_id,
                take=clip.take,
                index=index,
                tier=tier,
                revision=revision,
                sha256=hashlib.sha256(data).hexdigest(),
                encoding=Encoding.RAW,
                data=data,
            )
        )

    def tier_done(self, *, clip: Clip | None = None, tier: Tier = Tier.DRAFT, final: bool = True) -> None:
        clip = clip or self.clips[-1]
        self.tell(
            ClipDone(
                request_id=self.id,
                clip_id=clip.clip_id,
                tier=tier,
                passed=True,
                report={},
                take=clip.take,
                final=final,
            )
        )

    def draw(self, frames: int = 4, *, tier: Tier = Tier.DRAFT, final: bool = True) -> None:
        """Every frame of the last clip, announced if there is none, in order."""
        clip = self.clips[-1] if self.clips else self.clip(frames)
        for index in range(clip.frame_count):
            self.frame(index, tier=tier)
        self.tier_done(tier=tier, final=final)

    def progress(self, fraction: float, eta_ms: float | None = None, position: int | None = None) -> None:
        self.tell(
            Progress(
                request_id=self.id,
                state=JobState.RUNNING,
                fraction=fraction,
                eta_ms=eta_ms,
                position=position,
            )
        )

    def done(self) -> None:
        self._end(Done(request_id=self.id, clips=len(self.clips)))

    def complete(self, frames: int = 4) -> None:
        """From acceptance to the end."""
        self.accept()
        self.draw(frames)
        self.done()

    def fail(self, code: str, message: str = "it cannot be done", retryable: bool = False) -> None:
        self._end(Failed(request_id=self.id, code=code, message=message, retryable=retryable))

    def supersede(self, by: str = "other") -> None:
        self._end(Superseded(request_id=self.id, by=by))

    def cancelled(self) -> None:
        self._end(Cancelled(request_id=self.id))

    def interrupt(self) -> None:
        self._end(Interrupted(request_id=self.id, message="the daemon stopped"))

    def _end(self, message: ServerMessage) -> None:
        self.ended = True
        self.tell(message)


class ScriptedLink:
    """Implements ``Link``; nothing is answered by itself but, with ``reads``, what a sentence means."""

    def __init__(self, *, online: bool = True, reads: bool = False) -> None:
        self.state = ClientState.ONLINE if online else ClientState.SEARCHING
        self.problem = ""
        self.welcome: Welcome | None = None
        self.requests: list[Request] = []
        self.questions: list[tuple[Query, Answer]] = []
        self.cancelled: list[str] = []
        self._reads = reads

    def submit(self, message: RequestMessage, listener: RequestListener) -> None:
        self.requests.append(Request(message, listener))

    def ask(self, message: Query, answer: Answer) -> None:
        if self._reads and isinstance(message, Interpret):
            answer(Spec(request_id=message.request_id, interpretation=reading_of(message.text)))
        else:
            self.questions.append((message, answer))

    def cancel(self, request_id: str) -> None:
        self.cancelled.append(request_id)

    @property
    def last(self) -> Request:
        """The newest request."""
        return self.requests[-1]

    def answer(self, kind: type, message: ServerMessage) -> None:
        """Answers the oldest open question of that kind."""
        at = next(n for n, (question, _) in enumerate(self.questions) if isinstance(question, kind))
        _, answer = self.questions.pop(at)
        answer(message)

    def refuse(self, kind: type, code: str, message: str = "no") -> None:
        """Answers by ``error``."""
        self.answer(kind, Error(code=code, message=message))
