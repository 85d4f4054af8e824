"""The closed word lists that every package shares: what can be asked for, and how good it can be.

All are string enums whose values are the words on the wire.
"""

from enum import StrEnum

__all__ = [
    "Action",
    "Archetype",
    "Direction",
    "Effect",
    "Encoding",
    "ModelState",
    "Priority",
    "Tier",
    "Variant",
    "WatchState",
    "WorkerPhase",
]


class Action(StrEnum):
    """What a character does in one clip."""

    IDLE = "idle"
    WALK = "walk"
    RUN = "run"
    JUMP = "jump"
    ATTACK = "attack"
    CAST_SPELL = "cast_spell"
    HURT = "hurt"
    DEATH = "death"


class Variant(StrEnum):
    """How an attack is made; no other action has variants."""

    SLASH = "slash"
    SWING = "swing"
    THRUST = "thrust"
    SHOOT = "shoot"
    PUNCH = "punch"
    KICK = "kick"


class Direction(StrEnum):
    """Where a character looks on screen: ``DOWN`` faces the viewer, ``UP`` shows the back."""

    UP = "up"
    LEFT = "left"
    DOWN = "down"
    RIGHT = "right"

    @property
    def mirrored(self) -> "Direction":
        """The direction seen in a horizontal mirror; up and down stay."""
        return {Direction.LEFT: Direction.RIGHT, Direction.RIGHT: Direction.LEFT}.get(self, self)


class Effect(StrEnum):
    """Pictures laid over the character's own motion."""

    GLOW = "glow"
    BLUR = "blur"
    FLASH = "flash"
    SHAKE = "shake"
    FADE = "fade"
    PARTICLES = "particles"


class Archetype(StrEnum):
    """Body plan of a sprite; it decides how an action is performed."""

    BIPED = "biped"
    BLOB = "blob"
    FLYER = "flyer"
    QUADRUPED = "quadruped"
    PROP = "prop"


class Tier(StrEnum):
    """How good a frame is; later members are better."""

    DRAFT = "draft"
    SPRITE = "sprite"
    DIFFUSION = "diffusion"

    @property
    def rank(self) -> int:
        """0 for the first pass, larger for better ones."""
        return list(Tier).index(self)


class Encoding(StrEnum):
    """How a frame's pixels travel; both are lossless straight-alpha RGBA8."""

    RAW = "raw"
    PNG = "png"


class Priority(StrEnum):
    """Who waits for a request; the scheduler serves earlier members first."""

    INTERACTIVE = "interactive"
    REQUEST = "request"
    FOLDER = "folder"


class ModelState(StrEnum):
    """Where a model's weights are."""

    ABSENT = "absent"
    INSTALLING = "installing"
    INSTALLED = "installed"
    LOADING = "loading"
    LOADED = "loaded"
    FAILED = "failed"


class WatchState(StrEnum):
    """What the watcher of one folder is doing."""

    SCANNING = "scanning"
    """Looking through the folder."""
    WAITING = "waiting"
    """Something else writes there, such as git: it waits until that is over."""
    WORKING = "working"
    """Jobs of it wait or run."""
    IDLE = "idle"
    """Everything in it has its newest result."""
    STOPPED = "stopped"
    """Nobody watches it; the note says why."""


class WorkerPhase(StrEnum):
    """What one worker process is doing."""

    STARTING = "starting"
    IDLE = "idle"
    BUSY = "busy"
    STOPPING = "stopping"
    """It ends, or has ended and is about to be replaced."""
