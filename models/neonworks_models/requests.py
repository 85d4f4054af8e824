"""``GenerationRequest``: all of one clip in one frozen value; its digest is the cache key.

``plan`` fixes canvas, durations and phase before the first frame; every tier obeys it.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property

import msgspec
from neonworks_protocol.motion import MotionParameters, MotionSpec
from neonworks_protocol.vocabulary import Direction, Tier

from neonworks_models.motion.borrowed import Performance
from neonworks_models.motion.library import MotionLibrary
from neonworks_models.sprites.rig import SpriteAnalysis
from neonworks_models.sprites.sprite import RGBA, Sprite

__all__ = ["ClipPlan", "GeneratedFrame", "GenerationRequest"]


@dataclass(frozen=True)
class ClipPlan:
    """Size, origin and timing of a clip, fixed before its first frame.

    ``width`` × ``height`` is the canvas in pixels; the still's pixel (x, y) lies at (x + ``offset_x``,
    y + ``offset_y``) on it. Padding is only symmetric left/right and on top. ``pivot`` is the ground point
    under the body's core on the canvas, in pixels. ``durations`` are milliseconds, one per frame.
    """

    width: int
    height: int
    offset_x: int
    offset_y: int
    pivot: tuple[float, float]
    durations: tuple[int, ...]
    loop: bool

    @property
    def frame_count(self) -> int:
        return len(self.durations)


@dataclass(frozen=True)
class GenerationRequest:
    """One clip to make. ``facing`` is the direction the still is drawn in, ``direction`` the one to draw.

    ``spec.frame_count`` and ``spec.loop`` may be None; ``resolved`` defaults come from the motion library.
    ``generator`` pins one generator by name, ``None`` lets the registry choose per tier. ``seed`` 0..2**32-1.
    """

    sprite: Sprite
    analysis: SpriteAnalysis
    spec: MotionSpec
    direction: Direction
    tier: Tier = Tier.DRAFT
    generator: str | None = None
    seed: int = 0
    keyframes: tuple[Sprite, ...] = ()
    performance: Performance | None = None
    """A motion read off another figure, to be played instead of the library's."""

    def library(self, own: MotionLibrary) -> MotionLibrary:
        """Where this clip's motion comes from: ``own``, unless it is another figure's."""
        return own if self.performance is None else self.performance.library

    @property
    def facing(self) -> Direction:
        return self.analysis.facing

    @property
    def faces_aside(self) -> bool:
        """Whether the direction to draw is neither the still's own nor that of its mirror image."""
        return self.direction not in (self.facing, self.facing.mirrored)

    @cached_property
    def digest(self) -> str:
        """Hex sha256 over all inputs that can change a pixel; equal requests have equal digests.

        ``spec.confidence`` is left out: it says how sure the reading was, not what to draw.
        """
        joints = self.analysis.joints or {}
        parts = (
            self.sprite.sha256,
            repr(sorted((joint, (float(x), float(y))) for joint, (x, y) in joints.items())),
            self.analysis.archetype.value,
            self.facing.value,
            self.direction.value,
            msgspec.json.encode(_digested(self.spec)).decode(),
            self.tier.value,
            self.generator or "",
            str(self.seed),
            *(k.sha256 for k in self.keyframes),
            *(() if self.performance is None else (self.performance.digest,)),
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _digested(spec: MotionSpec) -> MotionSpec:
    """``spec`` with each number as a decoder would give it: 1 and 1.0 are the same wish."""
    performance = spec.parameters
    return msgspec.structs.replace(
        spec,
        confidence=1.0,
        intensity=float(spec.intensity),
        speed_multiplier=float(spec.speed_multiplier),
        parameters=MotionParameters(
            **{name: float(getattr(performance, name)) for name in performance.__struct_fields__}
        ),
    )


@dataclass(frozen=True, eq=False)
class GeneratedFrame:
    """Frame ``index`` of the planned clip, ``rgba`` of the plan's canvas size, shape (height, width, 4).

    ``tier`` is of who drew it: a better tier that does no better hands on what a lower one drew. Of two
    frames of one index the one of higher ``revision`` counts.
    """

    index: int
    tier: Tier
    rgba: RGBA
    revision: int = 0
