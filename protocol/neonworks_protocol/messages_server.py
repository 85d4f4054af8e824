"""What a server sends. ``seq`` numbers a session's messages from 1; the session fills it in.

One submitted request: ``accepted``, ``spec``, then for each clip ``clip``, ``frame``..., ``clip_done`` (one
per tier), with ``progress`` in between, and one end: ``done``, ``failed``, ``cancelled``, ``superseded`` or
``interrupted``. ``failed`` may come without ``accepted``: the request was refused.
"""

from typing import Annotated, Any

from msgspec import Meta, Struct

from neonworks_protocol.fields import Count, Identifier, Pixels, Point, Sequence, Sha256, Unit
from neonworks_protocol.jobs import JobState
from neonworks_protocol.limits import CHUNK_BYTES, MAX_FIELDS_READ, MAX_FRAME_PARTS, MAX_FRAMES, Limits
from neonworks_protocol.motion import Interpretation
from neonworks_protocol.records import (
    FieldRead,
    JobRecord,
    ModelRecord,
    RequestRef,
    ServerCapabilities,
    SpriteReading,
    UnavailableTier,
    WatchRecord,
    WorkerRecord,
)
from neonworks_protocol.tags import tag_of
from neonworks_protocol.vocabulary import Action, Direction, Encoding, Tier, Variant

__all__ = [
    "Accepted",
    "Analysis",
    "AssetChanged",
    "Blob",
    "Cancelled",
    "Clip",
    "ClipDone",
    "Done",
    "EndMessage",
    "Error",
    "Failed",
    "Frame",
    "FrameChunk",
    "Gap",
    "Interrupted",
    "Jobs",
    "ModelsCatalog",
    "PayloadMessage",
    "Progress",
    "Published",
    "Reading",
    "ServerMessage",
    "Spec",
    "Status",
    "Superseded",
    "TakenOver",
    "WatchStatus",
    "Welcome",
]

_Take = Annotated[int, Meta(ge=1)]
_Index = Annotated[int, Meta(ge=0, lt=MAX_FRAMES)]
_Payload = Annotated[bytes, Meta(max_length=CHUNK_BYTES)]
_Parts = Annotated[int, Meta(ge=1, le=MAX_FRAME_PARTS)]


class _ServerMessage(Struct, frozen=True, kw_only=True, tag_field="type", tag=tag_of):
    seq: Sequence = 0


class Welcome(_ServerMessage, frozen=True, kw_only=True):
    """Answer to ``hello``."""

    session: Identifier
    """Names the session until the daemon ends."""
    version: Count
    """The protocol version that both ends speak from here on."""
    encoding: Encoding
    """How frames will be encoded: the first of the client's that the server can send."""
    limits: Limits
    capabilities: ServerCapabilities
    resumed: bool = False
    """True when ``hello.resume`` was honoured: missed messages follow."""
    received: Count = 0
    """Messages of the client that this session has taken in, ``hello`` not counted."""


class Gap(_ServerMessage, frozen=True, kw_only=True):
    """Missed messages cannot be sent again; the session has forgotten its requests and questions."""

    first_seq: Sequence
    """The first message that is lost."""
    last_seq: Sequence
    """The last message that is lost."""
    received: Count
    """Messages of the client that were taken in before; what they opened is to be sent again."""
    requests: tuple[RequestRef, ...] = ()
    """The requests that had not ended; they go on, and their jobs' results are kept."""


class TakenOver(_ServerMessage, frozen=True, kw_only=True):
    """A newer connection has taken the session; this one is closed next."""


class Accepted(_ServerMessage, frozen=True, kw_only=True):
    """The request became a job. Sent again, the same, when the request is sent again."""

    request_id: Identifier
    job_id: Identifier
    """Stays valid after the daemon's end."""
    tiers: tuple[Tier, ...] = ()
    """Tiers that will be delivered, in order."""
    unavailable: tuple[UnavailableTier, ...] = ()
    """Wanted tiers that will not be."""
    attached_to: Identifier | None = None
    """The equal request on this channel whose work this one shares."""
    notes: tuple[str, ...] = ()
    """What a person should know, one line each."""


class Spec(_ServerMessage, frozen=True, kw_only=True):
    """What the sentence became: the answer to ``interpret``, and told for each take of a request."""

    request_id: Identifier
    interpretation: Interpretation
    take: _Take = 1


class Reading(_ServerMessage, frozen=True, kw_only=True):
    """What a larger language model has read of a sentence so far: the answer to ``consult``. Each one has
    everything that those before it had."""

    request_id: Identifier
    interpreter: Identifier
    """Who reads."""
    fields: Annotated[tuple[FieldRead, ...], Meta(max_length=MAX_FIELDS_READ)] = ()
    """In the order in which they were read."""
    final: bool = False
    """Nothing follows."""
    interpretation: Interpretation | None = None
    """The whole reading; nil before the end, and where the model's answer is of no use."""
    differs: Annotated[tuple[Identifier, ...], Meta(max_length=MAX_FIELDS_READ)] = ()
    """Fields that change the clip, and that the embedded interpreter reads otherwise; final and empty: both
    agree."""
    note: str = ""
    """Why there is no interpretation, or what else a person should know."""
    tokens: Count = 0
    """Pieces of text that the model has written."""
    elapsed_ms: Annotated[float, Meta(ge=0)] = 0.0
    """Milliseconds since the model began."""


class Analysis(_ServerMessage, frozen=True, kw_only=True):
    """Answer to ``analyse``."""

    request_id: Identifier
    reading: SpriteReading


class Clip(_ServerMessage, frozen=True, kw_only=True):
    """Announces one take of a clip; nothing here changes within the take, whatever the tier."""

    request_id: Identifier
    clip_id: Identifier
    """One action in one direction of one job."""
    action: Action
    direction: Direction
    frame_count: Annotated[int, Meta(ge=1, le=MAX_FRAMES)]
    canvas: tuple[Pixels, Pixels]
    """(width, height) of every frame, in pixels."""
    pivot: Point
    """The ground point under the body's core, on the canvas."""
    durations: Annotated[tuple[Annotated[int, Meta(ge=1)], ...], Meta(min_length=1, max_length=MAX_FRAMES)]
    """Milliseconds of each frame."""
    loop: bool
    take: _Take = 1
    variant: Variant | None = None
    still_offset: tuple[int, int] = (0, 0)
    """Where the still's pixel (0, 0) lies on the canvas."""
    cached: bool = False
    """Its frames come from the store."""


class Frame(_ServerMessage, frozen=True, kw_only=True, gc=False):
    """One picture of a clip; ``index`` may come in any order. A later revision replaces an earlier one."""

    clip_id: Identifier
    take: _Take
    index: _Index
    tier: Tier
    revision: Count
    sha256: Sha256
    """Of the straight-alpha RGBA8 pixels, rows from the top, whatever the encoding."""
    encoding: Encoding
    data: _Payload
    """The first or only chunk."""
    parts: _Parts = 1
    """Chunks in all; the others follow as ``frame_chunk``, with no other payload in between."""


class FrameChunk(_ServerMessage, frozen=True, kw_only=True, gc=False):
    """Chunk ``part`` of the ``frame`` that was sent last."""

    clip_id: Identifier
    part: Annotated[int, Meta(ge=1, lt=MAX_FRAME_PARTS)]
    """1, 2, ... below the frame's ``parts``; the frame itself is part 0."""
    data: _Payload


class Progress(_ServerMessage, frozen=True, kw_only=True):
    """How far a request is."""

    request_id: Identifier
    state: JobState
    """``queued`` or ``running``."""
    fraction: Unit = 0.0
    """Share of the whole request's work."""
    eta_ms: Annotated[float, Meta(ge=0)] | None = None
    """Milliseconds to the end, when it can be told."""
    position: Count | None = None
    """Jobs ahead in the queue."""
    tier: Tier | None = None
    clip_id: Identifier | None = None
    note: str = ""


class ClipDone(_ServerMessage, frozen=True, kw_only=True):
    """One tier's pass over a clip is complete."""

    request_id: Identifier
    clip_id: Identifier
    tier: Tier
    passed: bool
    """The sprite contract holds."""
    report: dict[str, Any]
    """The contract in numbers."""
    take: _Take = 1
    final: bool = True
    """No better pass follows."""
    elapsed_ms: Annotated[float, Meta(ge=0)] = 0.0


class Done(_ServerMessage, frozen=True, kw_only=True):
    """End: everything that was accepted was delivered."""

    request_id: Identifier
    clips: Count = 0
    elapsed_ms: Annotated[float, Meta(ge=0)] = 0.0


class Failed(_ServerMessage, frozen=True, kw_only=True):
    """End: refused (without ``accepted``) or failed (after it)."""

    request_id: Identifier
    code: Identifier
    """One of the error codes."""
    message: str
    """One line that says what to do."""
    retryable: bool = False
    """The same request may succeed later."""


class Cancelled(_ServerMessage, frozen=True, kw_only=True):
    """End: the client cancelled it."""

    request_id: Identifier


class Superseded(_ServerMessage, frozen=True, kw_only=True):
    """End: a later request on its channel took its place."""

    request_id: Identifier
    by: Identifier
    """The later request."""


class Interrupted(_ServerMessage, frozen=True, kw_only=True):
    """End: the daemon stopped under it; its finished frames are kept and it may be asked for again."""

    request_id: Identifier
    message: str = ""


class Jobs(_ServerMessage, frozen=True, kw_only=True):
    """Answer to ``list_jobs``, newest first, and to ``pin``, with the one job."""

    request_id: Identifier
    jobs: tuple[JobRecord, ...]


class Blob(_ServerMessage, frozen=True, kw_only=True, gc=False):
    """One chunk of one file: of an export, a variation, or a step between two sprites."""

    request_id: Identifier
    name: Annotated[str, Meta(min_length=1, max_length=255)]
    """File name without folders."""
    data: _Payload
    file: Count = 0
    """Number of the file, from 0."""
    files: Annotated[int, Meta(ge=1)] = 1
    """Files in all."""
    part: Count = 0
    parts: Annotated[int, Meta(ge=1)] = 1
    sha256: Sha256
    """Of the whole file."""


class Status(_ServerMessage, frozen=True, kw_only=True):
    """Answer to ``get_status``."""

    request_id: Identifier
    build_id: str
    uptime_s: float
    workers: Count
    workers_busy: Count
    queued: Count
    running: Count
    clients: Count
    memory_bytes: Count = 0
    """Resident bytes of the whole process tree."""
    models: tuple[str, ...] = ()
    """Names of loaded models."""
    processes: tuple[WorkerRecord, ...] = ()
    """The worker processes, one by one."""
    stored_bytes: Count = 0
    """Bytes of kept jobs and frames that count against the limit; pinned ones do not."""
    stored_limit: Count = 0
    """Most bytes that are kept before the least recently used leave."""


class ModelsCatalog(_ServerMessage, frozen=True, kw_only=True, tag="models.catalog"):
    """Answer to ``models.*``, and told unasked when an entry changes."""

    models: tuple[ModelRecord, ...]
    """All entries, or only those that changed."""
    request_id: Identifier | None = None
    """nil when unasked."""


class Published(_ServerMessage, frozen=True, kw_only=True):
    """Answer to ``publish``."""

    request_id: Identifier
    clients: Count
    """Clients that are told."""


class WatchStatus(_ServerMessage, frozen=True, kw_only=True):
    """Answer to ``get_watch`` and ``watch_report``, and told to every client when a root's record changes."""

    roots: tuple[WatchRecord, ...]
    """All watched folders, or, unasked, those that changed."""
    request_id: Identifier | None = None
    """nil when unasked."""


class AssetChanged(_ServerMessage, frozen=True, kw_only=True):
    """Files of a watched folder were made anew; told to every client."""

    root: str
    """Name of the watched folder, as configured."""
    path: str
    """The sprite, relative to the root."""
    sha256: Sha256
    """Of the sprite file."""
    recipe: Sha256
    """Of the recipe that applied."""
    outputs: tuple[str, ...]
    """Files that were written, relative to the root."""
    publish: Identifier | None = None
    """Names this publishing: the next daemon may tell it again, with the same name."""


class Error(_ServerMessage, frozen=True, kw_only=True):
    """A message was refused, or a query failed; it ends no accepted request."""

    code: Identifier
    """One of the error codes."""
    message: str
    """One line that says what to do."""
    request_id: Identifier | None = None
    """Of the refused message, when it could be read."""


EndMessage = Done | Failed | Cancelled | Superseded | Interrupted
"""Messages that end a request."""

PayloadMessage = Frame | FrameChunk | Blob
"""Messages that use one credit each."""

ServerMessage = (
    Welcome
    | Gap
    | TakenOver
    | Accepted
    | Spec
    | Reading
    | Analysis
    | Clip
    | Frame
    | FrameChunk
    | Progress
    | ClipDone
    | Done
    | Failed
    | Cancelled
    | Superseded
    | Interrupted
    | Jobs
    | Blob
    | Status
    | ModelsCatalog
    | Published
    | WatchStatus
    | AssetChanged
    | Error
)
"""Everything a server may send."""
