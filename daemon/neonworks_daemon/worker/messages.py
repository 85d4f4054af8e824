"""What daemon and worker say to each other. One job at a time; every job ends in exactly one ``JobEnded``.

::

    daemon -> worker   StartJob  CancelJob  StopWorker
    worker -> daemon   WorkerReady, then per job:
                       Understood (ClipPlanned (FrameMade | Progressed)* ClipFinished)* JobEnded

The messages never leave this machine and both ends come from one build, so they carry no version.
"""

from typing import Any

import msgspec
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.records import Capabilities
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Tier

__all__ = [
    "AnimateWork",
    "CancelJob",
    "ClipFinished",
    "ClipPlanned",
    "FrameMade",
    "FromWorker",
    "InterpretWork",
    "JobEnded",
    "JobEvent",
    "Progressed",
    "StartJob",
    "StopWorker",
    "ToWorker",
    "Understood",
    "Work",
    "WorkerReady",
]


class _Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    pass


class AnimateWork(_Message, frozen=True, kw_only=True, tag="animate"):
    """A still and a wish; the fields mean what ``Submit`` says of them."""

    sprite: bytes
    """A PNG, WebP or GIF file, not yet checked."""
    text: str = ""
    spec: tuple[MotionSpec, ...] = ()
    previous: MotionSpec | None = None
    actions: tuple[Action, ...] = ()
    directions: tuple[Direction, ...] = ()
    facing: Direction | None = None
    archetype: Archetype | None = None
    joints: dict[str, tuple[float, float]] | None = None
    tier: Tier = Tier.DRAFT
    only_tier: bool = False
    generator: str | None = None
    keyframes: tuple[bytes, ...] = ()
    seed: int = 0
    png: bool = False
    """Send PNG where it is smaller than the raw pixels."""


class InterpretWork(_Message, frozen=True, kw_only=True, tag="interpret"):
    """One sentence to read, relative to ``previous``."""

    text: str
    previous: MotionSpec | None = None


Work = AnimateWork | InterpretWork


class StartJob(_Message, frozen=True, kw_only=True, tag="start"):
    job: int
    work: Work


class CancelJob(_Message, frozen=True, kw_only=True, tag="cancel"):
    """Stop ``job`` at its next checkpoint; a job that already ended is ignored."""

    job: int


class StopWorker(_Message, frozen=True, kw_only=True, tag="stop"):
    """Cancel what runs and exit."""


ToWorker = StartJob | CancelJob | StopWorker


class WorkerReady(_Message, frozen=True, kw_only=True, tag="ready"):
    """The worker is warm: everything is imported and one tiny clip has been drawn."""

    pid: int
    generators: tuple[Capabilities, ...]
    warm_up_ms: float


class Understood(_Message, frozen=True, kw_only=True, tag="understood"):
    """What the sentence became; sent before the first clip, and alone for an ``InterpretWork``."""

    job: int
    interpretation: Interpretation


class ClipPlanned(_Message, frozen=True, kw_only=True, tag="clip"):
    """Canvas and timing of clip ``clip`` (0, 1, ... within the job), before its frames.

    ``pivot`` and ``offset`` are canvas pixels (x, y); ``durations`` milliseconds, one a frame. ``digest`` is
    the hex digest of everything that decides the clip's pixels.
    """

    job: int
    clip: int
    clips: int
    spec: MotionSpec
    direction: Direction
    tier: Tier
    generator: str
    width: int
    height: int
    offset: tuple[int, int]
    pivot: tuple[float, float]
    durations: tuple[int, ...]
    loop: bool
    digest: str


class FrameMade(_Message, frozen=True, kw_only=True, tag="frame"):
    """Frame ``index`` of ``clip``: straight-alpha RGBA8 rows, or a PNG where ``png``.

    ``sha256`` is the hex digest of the raw pixels, also where ``data`` is a PNG.
    """

    job: int
    clip: int
    index: int
    tier: Tier
    sha256: str
    data: bytes
    png: bool = False


class Progressed(_Message, frozen=True, kw_only=True, tag="progress"):
    """``fraction`` 0..1 of the whole job."""

    job: int
    fraction: float
    note: str = ""


class ClipFinished(_Message, frozen=True, kw_only=True, tag="clip_done"):
    """All frames of ``clip`` in ``tier`` were sent; ``report`` is its contract in numbers."""

    job: int
    clip: int
    tier: Tier
    passed: bool
    report: dict[str, Any]
    elapsed_ms: float = 0.0


class JobEnded(_Message, frozen=True, kw_only=True, tag="ended"):
    """``code`` is an error's wire code, None for success; ``notes`` are remarks for people; ``final`` means
    that the same work would fail again, whatever ``code`` says in general. ``cpu_ms`` is what it took of a
    processor, in all threads; None where nobody counted."""

    job: int
    code: str | None = None
    message: str = ""
    notes: tuple[str, ...] = ()
    final: bool = False
    cpu_ms: float | None = None


JobEvent = Understood | ClipPlanned | FrameMade | Progressed | ClipFinished
FromWorker = WorkerReady | JobEvent | JobEnded
