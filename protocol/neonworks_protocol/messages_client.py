"""What a client sends. All but ``hello`` and ``credit`` name a ``request_id`` of the client's choice.

``submit``, ``variations``, ``interpolate``, ``get_result`` and ``retry`` open a *request*, which ends exactly
once; ``cancel`` names one. The others are *queries*, each answered by one kind of message or by ``error``.
"""

from typing import Annotated

from msgspec import Meta, Struct

from neonworks_protocol.fields import Count, Identifier, Png, Point, RootedPath, Seed, Sha256, Text
from neonworks_protocol.limits import (
    MAX_CREDIT,
    MAX_FRAMES,
    MAX_JOBS_LISTED,
    MAX_JOINTS,
    MAX_KEYFRAMES,
    MAX_OUTPUTS,
    MAX_SEQUENCE,
    MAX_VARIATIONS,
    MAX_WATCH_ROOTS,
)
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.records import ClientInfo, ClipRef, MotionSource, Resume, WatchRecord
from neonworks_protocol.tags import tag_of
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Encoding, Priority, Tier

__all__ = [
    "Analyse",
    "Cancel",
    "ClientMessage",
    "Consult",
    "Credit",
    "Export",
    "GetResult",
    "GetStatus",
    "GetWatch",
    "Hello",
    "Interpolate",
    "Interpret",
    "ListJobs",
    "ModelsInstall",
    "ModelsList",
    "ModelsLoad",
    "ModelsUnload",
    "Pin",
    "Publish",
    "RequestMessage",
    "Retry",
    "Submit",
    "Variations",
    "WatchReport",
]


class _ClientMessage(Struct, frozen=True, kw_only=True, tag_field="type", tag=tag_of):
    pass


class Hello(_ClientMessage, frozen=True, kw_only=True):
    """First message of a connection."""

    versions: Annotated[tuple[Count, ...], Meta(min_length=1, max_length=32)]
    """Protocol versions that the client speaks, in any order."""
    client: ClientInfo
    encodings: Annotated[tuple[Encoding, ...], Meta(min_length=1, max_length=8)] = (Encoding.RAW,)
    """Frame encodings that the client reads, the preferred one first."""
    resume: Resume | None = None
    """A session to take up again."""


class Submit(_ClientMessage, frozen=True, kw_only=True):
    """Asks for clips of one sprite. Give ``text``, ``spec`` or ``actions``; ``spec`` wins over ``text``."""

    request_id: Identifier
    sprite: Png
    """The still, PNG, WebP or GIF, at most 8 MiB and 4 Mpx."""
    text: Text = ""
    """What the sprite should do, in plain words."""
    name: Annotated[str, Meta(max_length=255)] = ""
    """What the sprite's file or entity is called: a hint at what it may do."""
    spec: Annotated[tuple[MotionSpec, ...], Meta(max_length=MAX_SEQUENCE)] = ()
    """What it should do, already understood: one entry per action, in order."""
    previous: MotionSpec | None = None
    """The spec that ``text`` refines ("slower")."""
    actions: Annotated[tuple[Action, ...], Meta(max_length=MAX_SEQUENCE)] = ()
    """Actions to draw in place of the one that ``text`` or ``spec`` names, in its manner."""
    directions: Annotated[tuple[Direction, ...], Meta(max_length=4)] = ()
    """Directions to draw; empty: the spec's own, else the still's."""
    facing: Direction | None = None
    """Direction the still is drawn in; nil: guessed."""
    archetype: Archetype | None = None
    """The user's correction of the body plan."""
    joints: Annotated[dict[Identifier, Point], Meta(max_length=MAX_JOINTS)] | None = None
    """The user's joints: name -> (x, y) in pixels of the still."""
    tier: Tier = Tier.SPRITE
    """The highest tier wanted."""
    only_tier: bool = False
    """Skip the tiers below ``tier``."""
    generator: Identifier | None = None
    """Pins one generator by name."""
    keyframes: Annotated[tuple[Png, ...], Meta(max_length=MAX_KEYFRAMES)] = ()
    """Frames drawn by the user, in the order they appear in the clip."""
    motion: MotionSource | None = None
    """Another figure's frames to move like; nothing else need be asked for then."""
    seed: Seed = 0
    channel: Identifier | None = None
    """A live edit: on one channel the latest request wins. nil: an ordinary request."""
    priority: Priority = Priority.REQUEST
    """A request with a channel is served as ``interactive`` whatever is said here."""


class Interpret(_ClientMessage, frozen=True, kw_only=True):
    """Asks what a sentence means; answered by ``spec``."""

    request_id: Identifier
    text: Text
    previous: MotionSpec | None = None
    """The spec that ``text`` refines."""
    name: Annotated[str, Meta(max_length=255)] = ""
    """What the sprite's file or entity is called: a hint at what it may do."""
    facing: Direction | None = None
    """Direction the still is drawn in, for words such as "turn around"; nil: not known."""
    archetype: Archetype | None = None
    """Its body plan; nil: not known."""


class Consult(_ClientMessage, frozen=True, kw_only=True):
    """Asks a larger language model what a sentence means, beside the embedded interpreter, which has answered
    long before; answered by ``reading`` messages, the last one ``final``."""

    request_id: Identifier
    text: Text
    previous: MotionSpec | None = None
    """The spec that ``text`` refines."""
    name: Annotated[str, Meta(max_length=255)] = ""
    """What the sprite's file or entity is called: a hint at what it may do."""
    facing: Direction | None = None
    """Direction the still is drawn in; nil: not known."""
    archetype: Archetype | None = None
    """Its body plan; nil: not known."""
    channel: Identifier | None = None
    """Of all such questions of one client on one channel the newest alone is answered by the model."""


class Analyse(_ClientMessage, frozen=True, kw_only=True):
    """Asks what is seen in a still, before anything is drawn; answered by ``analysis``."""

    request_id: Identifier
    sprite: Png
    """The still, PNG, WebP or GIF, at most 8 MiB and 4 Mpx."""
    facing: Direction | None = None
    """Direction the still is drawn in; nil: guessed."""
    archetype: Archetype | None = None
    """The user's correction of the body plan; nil: guessed."""
    name: Annotated[str, Meta(max_length=255)] = ""
    """What the sprite's file or entity is called: decides what is suggested."""


class Cancel(_ClientMessage, frozen=True, kw_only=True):
    """Ends a request, answered by its end, which may still be ``done`` when the two cross; or a question."""

    request_id: Identifier
    """The request, or the question, to end."""


class GetResult(_ClientMessage, frozen=True, kw_only=True):
    """Asks for an earlier job's clips; a request that ends as the job ended."""

    request_id: Identifier
    job_id: Identifier


class Retry(_ClientMessage, frozen=True, kw_only=True):
    """Draws a job again that ended otherwise than done, from its stored request; a request of its own."""

    request_id: Identifier
    job_id: Identifier


class ListJobs(_ClientMessage, frozen=True, kw_only=True):
    """Asks for the newest jobs of all clients; answered by ``jobs``."""

    request_id: Identifier
    limit: Annotated[int, Meta(ge=1, le=MAX_JOBS_LISTED)] = 50


class Pin(_ClientMessage, frozen=True, kw_only=True):
    """Keeps a job's frames whatever their age, or lets them go; answered by ``jobs`` with its one record."""

    request_id: Identifier
    job_id: Identifier
    pinned: bool = True


class Variations(_ClientMessage, frozen=True, kw_only=True):
    """Asks for other looks of a sprite; a request whose pictures arrive as ``blob``."""

    request_id: Identifier
    sprite: Png
    text: Text = ""
    """What may differ: ``colours``, ``build``, or nothing for both."""
    count: Annotated[int, Meta(ge=1, le=MAX_VARIATIONS)] = 4
    seed: Seed = 0
    generator: Identifier | None = None
    strength: Annotated[float, Meta(ge=0, le=1)] = 0.5
    """How different; 0 gives the sprite itself."""
    facing: Direction | None = None
    """Direction the still is drawn in; nil: guessed."""
    archetype: Archetype | None = None
    """The user's correction of the body plan; nil: guessed."""


class Interpolate(_ClientMessage, frozen=True, kw_only=True):
    """Asks for the way from one sprite to another; a request whose pictures arrive as ``blob``."""

    request_id: Identifier
    sprite: Png
    """Where it begins."""
    other: Png
    """Where it ends."""
    steps: Annotated[int, Meta(ge=1, le=MAX_FRAMES)] = 8
    """Steps in all: one picture more arrives, the first and the last are the sprites themselves."""


class Export(_ClientMessage, frozen=True, kw_only=True):
    """Asks for clips as files; answered by ``blob`` messages, every part of every file."""

    request_id: Identifier
    clips: Annotated[tuple[ClipRef, ...], Meta(min_length=1, max_length=64)]
    format: Identifier
    """One of the server's ``export_formats``."""
    name: Identifier = "sprite"
    """What the file names start with."""


class GetStatus(_ClientMessage, frozen=True, kw_only=True):
    """Asks how the server is; answered by ``status``."""

    request_id: Identifier


class Publish(_ClientMessage, frozen=True, kw_only=True):
    """A watcher wrote files; told to every client as ``asset_changed`` and answered by ``published``."""

    request_id: Identifier
    root: Identifier
    """Name of the watched folder, as configured."""
    path: RootedPath
    """The sprite, relative to the root."""
    sha256: Sha256
    """Of the sprite file."""
    recipe: Sha256
    """Of the recipe that applied."""
    outputs: Annotated[tuple[RootedPath, ...], Meta(max_length=MAX_OUTPUTS)]
    """Files that were written, relative to the root."""


class WatchReport(_ClientMessage, frozen=True, kw_only=True):
    """A watcher tells how its folders are; answered by ``watch_status`` and told to all when it changes."""

    request_id: Identifier
    roots: Annotated[tuple[WatchRecord, ...], Meta(max_length=MAX_WATCH_ROOTS)]
    """All of its folders."""


class GetWatch(_ClientMessage, frozen=True, kw_only=True):
    """Asks how the watched folders are; answered by ``watch_status``."""

    request_id: Identifier


class ModelsList(_ClientMessage, frozen=True, kw_only=True, tag="models.list"):
    """Asks for the model catalog; answered by ``models.catalog``."""

    request_id: Identifier


class ModelsInstall(_ClientMessage, frozen=True, kw_only=True, tag="models.install"):
    """Downloads a model of the catalog; answered by ``models.catalog`` with the entry."""

    request_id: Identifier
    name: Identifier


class ModelsLoad(_ClientMessage, frozen=True, kw_only=True, tag="models.load"):
    """Loads an installed model; answered by ``models.catalog`` with the entry."""

    request_id: Identifier
    name: Identifier


class ModelsUnload(_ClientMessage, frozen=True, kw_only=True, tag="models.unload"):
    """Frees a model's memory; answered by ``models.catalog`` with the entry."""

    request_id: Identifier
    name: Identifier


class Credit(_ClientMessage, frozen=True, kw_only=True):
    """Lets the server send more ``frame``, ``frame_chunk`` and ``blob`` messages."""

    messages: Annotated[int, Meta(ge=1, le=MAX_CREDIT)]
    """How many more than before."""


RequestMessage = Submit | Variations | Interpolate | GetResult | Retry
"""Messages that open a request."""

ClientMessage = (
    Hello
    | Submit
    | Interpret
    | Consult
    | Analyse
    | Cancel
    | GetResult
    | Retry
    | ListJobs
    | Pin
    | Variations
    | Interpolate
    | Export
    | GetStatus
    | Publish
    | WatchReport
    | GetWatch
    | ModelsList
    | ModelsInstall
    | ModelsLoad
    | ModelsUnload
    | Credit
)
"""Everything a client may send."""
