"""What daemon and worker say to each other. One job at a time; every job ends in exactly one ``JobEnded``.

::

    daemon -> worker   StartJob  CancelJob  StopWorker
    worker -> daemon   WorkerReady, then per job:
                       Understood (ClipPlanned (FrameMade | Progressed)* ClipFinished)*
                       ((FrameMade | Progressed)* ClipFinished)* JobEnded
                       or Analysed, or FileMade*, and JobEnded
                       or ReadStep* and JobEnded, of the process that a larger language model runs in

All clips are drawn in the lowest tier that is wanted, then all of them again in the next.

The messages never leave this machine and both ends come from one build, so they carry no version.
"""

from typing import Any

import msgspec
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.records import Capabilities, FieldRead, MotionSource, SpriteReading
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Tier

__all__ = [
    "AnalyseWork",
    "Analysed",
    "AnimateWork",
    "CancelJob",
    "ClipFinished",
    "ClipPlanned",
    "ExportWork",
    "FileMade",
    "FrameMade",
    "FromWorker",
    "InterpolateWork",
    "InterpretWork",
    "JobEnded",
    "JobEvent",
    "Progressed",
    "ReadStep",
    "ReadWork",
    "StartJob",
    "StopWorker",
    "ToWorker",
    "Understood",
    "VaryWork",
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
    name: str = ""
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
    motion: MotionSource | None = None
    seed: int = 0
    png: bool = False
    """Send PNG where it is smaller than the raw pixels."""


class InterpretWork(_Message, frozen=True, kw_only=True, tag="interpret"):
    """One sentence to read; the fields mean what ``Interpret`` says of them."""

    text: str
    previous: MotionSpec | None = None
    name: str = ""
    facing: Direction | None = None
    archetype: Archetype | None = None


class ReadWork(_Message, frozen=True, kw_only=True, tag="read"):
    """One sentence for a larger language model; the fields mean what ``Consult`` says of them."""

    text: str
    previous: MotionSpec | None = None
    name: str = ""
    facing: Direction | None = None
    archetype: Archetype | None = None


class AnalyseWork(_Message, frozen=True, kw_only=True, tag="analyse"):
    """One still to read; what is not None is taken as given."""

    sprite: bytes
    """A PNG, WebP or GIF file, not yet checked."""
    facing: Direction | None = None
    archetype: Archetype | None = None
    name: str = ""


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
    made_by: tuple[str, str] | None = None
    """Name and version of the generator that draws it; None in records of older versions."""
    refined: bool = False
    """It is drawn in more than one tier."""


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
    revision: int = 0
    """Of two frames of one index and tier the higher one counts."""


class ClipFinished(_Message, frozen=True, kw_only=True, tag="clip_done"):
    """All frames of ``clip`` in ``tier`` were sent; ``report`` is its contract in numbers, who drew it and
    remarks (``neonworks_models.clip_report``). ``final``: no better tier follows."""

    job: int
    clip: int
    tier: Tier
    passed: bool
    report: dict[str, Any]
    elapsed_ms: float = 0.0
    final: bool = True


class ExportWork(_Message, frozen=True, kw_only=True, tag="export"):
    """One finished clip to write as files, with the record that lies beside them.

    ``request`` is what its job was asked, sprite included; ``frames`` have their pixels; ``taken`` are the
    labels of clips that are written with it, so that no two files are called alike.
    """

    request: AnimateWork
    plan: ClipPlanned
    frames: tuple[FrameMade, ...]
    finished: ClipFinished
    format: str
    name: str
    """What file names start with, as a person wrote it."""
    taken: tuple[str, ...] = ()


class VaryWork(_Message, frozen=True, kw_only=True, tag="vary"):
    """Other looks of a sprite; the fields mean what ``Variations`` says of them."""

    sprite: bytes
    """A PNG, WebP or GIF file, not yet checked."""
    text: str = ""
    count: int = 4
    seed: int = 0
    strength: float = 0.5
    facing: Direction | None = None
    archetype: Archetype | None = None


class InterpolateWork(_Message, frozen=True, kw_only=True, tag="interpolate"):
    """The way from ``sprite`` to ``other``, both files not yet checked."""

    sprite: bytes
    other: bytes
    steps: int = 8


Work = AnimateWork | InterpretWork | AnalyseWork | ExportWork | ReadWork | VaryWork | InterpolateWork


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


class Analysed(_Message, frozen=True, kw_only=True, tag="analysed"):
    """What is seen in the still of an ``AnalyseWork``."""

    job: int
    reading: SpriteReading


class FileMade(_Message, frozen=True, kw_only=True, tag="file"):
    """One file of an ``ExportWork``, or one look. ``label`` tells a clip from others of the same sprite."""

    job: int
    label: str
    name: str
    sha256: str
    data: bytes


class ReadStep(_Message, frozen=True, kw_only=True, tag="read_step"):
    """What a larger language model has read of a ``ReadWork`` so far; the fields are those of ``Reading``."""

    job: int
    fields: tuple[FieldRead, ...] = ()
    final: bool = False
    interpretation: Interpretation | None = None
    differs: tuple[str, ...] = ()
    note: str = ""
    tokens: int = 0
    elapsed_ms: float = 0.0


class Progressed(_Message, frozen=True, kw_only=True, tag="progress"):
    """``fraction`` 0..1 of the whole job."""

    job: int
    fraction: float
    note: str = ""


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


JobEvent = Understood | ClipPlanned | FrameMade | Progressed | ClipFinished | Analysed | FileMade | ReadStep
FromWorker = WorkerReady | JobEvent | JobEnded
