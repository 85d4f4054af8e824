"""Values that messages carry: who a client is, what a server can do, what a job or a model is."""

from typing import Annotated

from msgspec import Meta, Struct

from neonworks_protocol.fields import (
    Count,
    FrameSide,
    Identifier,
    Milliseconds,
    Pixels,
    Png,
    Point,
    Sha256,
    Unit,
)
from neonworks_protocol.jobs import JobState
from neonworks_protocol.limits import (
    MAX_CREDIT,
    MAX_FRAMES,
    MAX_JOINTS,
    MAX_PROBLEM_CHARS,
    MAX_PROBLEMS,
    MAX_SHEET_ROWS,
)
from neonworks_protocol.vocabulary import (
    Action,
    Archetype,
    Direction,
    Encoding,
    ModelState,
    Tier,
    WatchState,
    WorkerPhase,
)

__all__ = [
    "Capabilities",
    "ClientInfo",
    "ClipRef",
    "FieldRead",
    "JobRecord",
    "ModelRecord",
    "MotionSource",
    "RequestRef",
    "Resume",
    "ServerCapabilities",
    "SpriteReading",
    "UnavailableTier",
    "WatchRecord",
    "WorkerRecord",
]


class ClientInfo(Struct, frozen=True, kw_only=True):
    """Who speaks. Request ids are unique per ``id``."""

    id: Identifier
    """Chosen by the client, its own for each running instance and kept over reconnects, such as a UUID."""
    name: Identifier
    """The program, such as ``cli`` or ``editor``."""
    version: Identifier = "0"
    """The program's version."""


class Resume(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A session to take up again after a lost connection."""

    session: Identifier
    """The session id from the earlier ``welcome``."""
    seq: Count
    """The last ``seq`` that arrived."""
    credit: Annotated[int, Meta(ge=0, le=MAX_CREDIT)] | None = None
    """Payload messages that were granted and have not arrived; nil: ``credit_initial``."""


class Capabilities(Struct, frozen=True, kw_only=True):
    """What one generator can truly do."""

    name: str
    version: str
    tier: Tier
    archetypes: tuple[Archetype, ...]
    """Body plans it animates."""
    actions: tuple[Action, ...]
    directions: tuple[Direction, ...]
    min_size: int
    """Smallest side of a sprite in pixels."""
    max_size: int
    """Largest side of a sprite in pixels."""
    can_turn: bool
    """Draws directions other than the still's own; a left/right mirror does not count."""
    deterministic: bool
    """Same request, same bytes."""
    cancel_latency_ms: int
    """The longest time between two looks at the cancel flag."""
    estimated_frame_ms: float
    """Cost of one 64 × 64 frame on the reference laptop."""
    needs: tuple[str, ...] = ()
    """Models or extras that it needs."""


class ServerCapabilities(Struct, frozen=True, kw_only=True):
    """What a server offers, sent in ``welcome``."""

    build_id: str
    """Equal for equal program code; a command uses a running daemon only when it matches its own."""
    server_version: str
    generators: tuple[Capabilities, ...]
    tiers: tuple[Tier, ...]
    """Tiers that some generator can deliver now."""
    export_formats: tuple[str, ...] = ()
    interpreters: tuple[str, ...] = ("embedded",)
    encodings: tuple[Encoding, ...] = (Encoding.RAW, Encoding.PNG)
    """Frame encodings that the server can send."""


class UnavailableTier(Struct, frozen=True, kw_only=True):
    """A wanted tier that will not be delivered."""

    tier: Tier
    reason: str
    """One line that says what to install or load."""


class ClipRef(Struct, frozen=True, kw_only=True):
    """One take of a clip."""

    clip_id: Identifier
    take: Annotated[int, Meta(ge=1)] = 1


class MotionSource(Struct, frozen=True, kw_only=True):
    """Another figure's frames, whose motion a sprite is to perform."""

    sheet: Png
    """The frames in a regular grid, PNG or WebP, at most 8 MiB and 4 Mpx."""
    size: tuple[FrameSide, FrameSide] | None = None
    """Width and height of one frame in pixels; nil: found."""
    row: Annotated[int, Meta(ge=1, le=MAX_SHEET_ROWS)] | None = None
    """The row that is performed, the top one is 1; nil: the first whose figure faces as the still does."""
    direction: Direction | None = None
    """Direction that the row's figure faces; nil: read from its frames."""
    first: Annotated[int, Meta(ge=1, le=1024)] = 1
    """The row's first frame that is read."""
    frames: Annotated[int, Meta(ge=2, le=MAX_FRAMES)] | None = None
    """How many frames are read; nil: all that the row has, at most 32."""
    durations: Annotated[tuple[Milliseconds, ...], Meta(max_length=MAX_FRAMES)] = ()
    """How long each of them is shown, where that is known."""


class FieldRead(Struct, frozen=True, kw_only=True):
    """One field of a sentence, as a larger language model reads it."""

    field: Identifier
    """A field of `MotionSpec`, `understood`, or `sequence` where there are several actions."""
    value: str = ""
    """For people; the interpretation has it in its own type."""


class SpriteReading(Struct, frozen=True, kw_only=True):
    """What is seen in a still. Coordinates are its pixels, x right and y down from its top left corner."""

    sha256: Sha256
    """Of its straight-alpha RGBA8 pixels, rows from the top."""
    size: tuple[Pixels, Pixels]
    """(width, height)."""
    archetype: Archetype
    archetype_confidence: Unit
    """1 where the client said it."""
    facing: Direction
    facing_confidence: Unit
    """1 where the client said it."""
    box: tuple[Count, Count, Count, Count]
    """(left, top, right, bottom) of the figure; right and bottom are just outside."""
    foot_line: Count
    """The y just below the lowest opaque row."""
    core_x: float
    """The x of the body's vertical axis."""
    joints: Annotated[dict[Identifier, Point], Meta(max_length=MAX_JOINTS)] | None = None
    """Name -> (x, y), all of them; nil for a body plan without joints."""
    suggestions: Annotated[tuple[Annotated[str, Meta(max_length=200)], ...], Meta(max_length=8)] = ()
    """Sentences that such a sprite is worth animating by, the most needed first."""


class JobRecord(Struct, frozen=True, kw_only=True):
    """One line of the job list."""

    job_id: Identifier
    request_id: Identifier
    client: Identifier
    """``id`` of the client that asked."""
    state: JobState
    created_s: float
    """Seconds since 1970-01-01 UTC."""
    text: str = ""
    clips: Count = 0
    fraction: Unit = 0.0
    """Share of the work that is done."""
    retryable: bool = False
    pinned: bool = False
    """Its frames are kept whatever their age."""


class RequestRef(Struct, frozen=True, kw_only=True):
    """A request, and the job that it became."""

    request_id: Identifier
    job_id: Identifier | None = None
    """nil: it was not accepted yet."""


class WatchRecord(Struct, frozen=True, kw_only=True):
    """How one watched folder is."""

    root: Identifier
    """Name of the watched folder, as configured."""
    state: WatchState
    files: Count = 0
    """Sprites in it."""
    pending: Count = 0
    """Sprites that wait for their files to settle or for their turn."""
    running: Count = 0
    """Sprites that are being drawn."""
    published: Count = 0
    """Sprites whose newest content has its result."""
    quarantined: Count = 0
    """Sprites that are left alone, for a reason among ``problems``."""
    note: Annotated[str, Meta(max_length=MAX_PROBLEM_CHARS)] = ""
    """What it is doing or what is wrong with it, for people."""
    problems: Annotated[
        tuple[Annotated[str, Meta(max_length=MAX_PROBLEM_CHARS)], ...], Meta(max_length=MAX_PROBLEMS)
    ] = ()
    """The newest problems, one line each, the newest last."""


class ModelRecord(Struct, frozen=True, kw_only=True):
    """One entry of the model catalog."""

    name: Identifier
    kind: Identifier
    """What it serves: ``sprite``, ``diffusion``, ``language``, ..."""
    state: ModelState
    size_bytes: Count
    """Bytes on disk, or to download while absent."""
    memory_bytes: Count = 0
    """Resident bytes while loaded."""
    fraction: Unit = 0.0
    """Progress of installing or loading."""
    note: str = ""
    """Why it failed, or its licence."""


class WorkerRecord(Struct, frozen=True, kw_only=True):
    """One worker process."""

    number: Count
    state: WorkerPhase
    background: bool = False
    """It draws for watched folders, at low priority."""
    reader: str = ""
    """The larger language model that reads in it; empty: it draws."""
    memory_bytes: Count = 0
    """Resident bytes."""
