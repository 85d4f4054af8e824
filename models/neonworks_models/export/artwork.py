"""``ClipArtwork``: the finished frames of one clip with all that file formats need to know of it."""

from dataclasses import dataclass
from functools import cached_property

from neonworks_protocol.vocabulary import Direction

from neonworks_models.export.names import safe_name
from neonworks_models.requests import ClipPlan
from neonworks_models.sprites.sprite import RGBA

__all__ = ["ClipArtwork", "FrameTag"]


@dataclass(frozen=True)
class FrameTag:
    """A named run of frames, ``first`` to ``last`` inclusive, counted from 0."""

    name: str
    first: int
    last: int


@dataclass(frozen=True, eq=False)
class ClipArtwork:
    """One clip, ready to be written.

    ``name`` is the sprite's, ``label`` the clip's (``walk``, ``attack_slash``); files are called
    ``{name}_{label}``. ``frames`` are in order, each of the plan's canvas size. Without ``tags`` the whole
    clip is one tag called ``label``.
    """

    name: str
    label: str
    direction: Direction
    frames: tuple[RGBA, ...]
    plan: ClipPlan
    tags: tuple[FrameTag, ...] = ()

    def __post_init__(self) -> None:
        shape = (self.plan.height, self.plan.width, 4)
        if len(self.frames) != self.plan.frame_count or any(frame.shape != shape for frame in self.frames):
            raise ValueError(f"clip {self.stem} needs {self.plan.frame_count} frames of shape {shape}")

    @cached_property
    def stem(self) -> str:
        """What this clip's file names start with."""
        return f"{safe_name(self.name)}_{safe_name(self.label)}"

    @property
    def frame_names(self) -> tuple[str, ...]:
        """``{name}_{label}_{NN}.png`` from 01, as NeonWorks names frames."""
        return tuple(f"{self.stem}_{number:02d}.png" for number in range(1, len(self.frames) + 1))

    @property
    def all_tags(self) -> tuple[FrameTag, ...]:
        """The given tags, or one for the whole clip."""
        return self.tags or (FrameTag(self.label, 0, len(self.frames) - 1),)
