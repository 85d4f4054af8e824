"""``Scene``: the measurements of one clip that several rules share, made once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Archetype, Direction, Effect
from numpy.typing import NDArray

from neonworks_models.contract.limits import Contact, contact_of
from neonworks_models.requests import ClipPlan
from neonworks_models.sprites.rig import Box, SpriteAnalysis
from neonworks_models.sprites.sprite import RGBA, Sprite

__all__ = ["Colour", "Scene", "contains", "off_span", "pack", "pack_palette"]

Colour = tuple[int, int, int]
"""RGB, 0..255 each."""

_FIGURE = 48.0
"""Figure height in pixels that the contract's limits are written for."""


def pack(rgba: RGBA) -> NDArray[np.uint32]:
    """RGB of (..., 4) pixels as one number each, 0xRRGGBB."""
    wide = rgba.astype(np.uint32)
    return np.asarray(wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2], dtype=np.uint32)


def pack_palette(colours: Sequence[Colour]) -> NDArray[np.uint32]:
    """Sorted distinct packed colours."""
    packed = [r << 16 | g << 8 | b for r, g, b in colours]
    return np.asarray(np.unique(np.array(packed, dtype=np.uint32)), dtype=np.uint32)


def contains(palette: NDArray[np.uint32], values: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which ``values`` occur in the sorted ``palette``."""
    if palette.size == 0:
        return np.zeros(values.shape, dtype=np.bool_)
    at = np.minimum(np.searchsorted(palette, values), palette.size - 1)
    found: NDArray[np.bool_] = palette[at] == values
    return found


def off_span(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each value lies outside the interval of its two neighbours, ends joined; shape (N,), N >= 1."""
    before, after = np.roll(values, 1), np.roll(values, -1)
    low, high = np.minimum(before, after), np.maximum(before, after)
    return np.asarray(np.maximum(0.0, np.maximum(low - values, values - high)), dtype=np.float64)


def _largest_part(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=8)
    if count <= 2:
        return mask
    return np.asarray(labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()), dtype=np.bool_)


@dataclass(frozen=True, eq=False)
class Scene:
    """One clip on its canvas. ``frames`` has the shape (N, H, W, 4), N >= 1, all of the planned size."""

    still: Sprite
    analysis: SpriteAnalysis
    spec: MotionSpec
    plan: ClipPlan
    frames: RGBA
    effect_colours: tuple[Colour, ...]

    @cached_property
    def direction(self) -> Direction:
        """The direction drawn."""
        return self.spec.direction or self.analysis.facing

    @cached_property
    def mirrored(self) -> bool:
        """Whether the clip shows the still's mirror image."""
        return self.direction is not self.analysis.facing and self.direction is self.analysis.facing.mirrored

    @cached_property
    def turned(self) -> bool:
        """Whether the clip shows a side of the character that the still does not show."""
        return self.direction is not self.analysis.facing and not self.mirrored

    @cached_property
    def contact(self) -> Contact:
        return contact_of(self.spec.animation_type, self.analysis.archetype)

    @cached_property
    def px(self) -> float:
        """What the contract calls one pixel: 1/48 of the figure's height, at least one pixel."""
        return max(1.0, self.analysis.box.height / _FIGURE)

    @cached_property
    def reference(self) -> RGBA:
        """The still on the clip's canvas, in the mirror if the clip is; shape (H, W, 4)."""
        canvas = np.zeros((self.plan.height, self.plan.width, 4), dtype=np.uint8)
        dx, dy = self.plan.offset_x, self.plan.offset_y
        y0, y1 = max(0, -dy), min(self.plan.height - dy, self.still.height)
        x0, x1 = max(0, -dx), min(self.plan.width - dx, self.still.width)
        if y0 < y1 and x0 < x1:
            canvas[y0 + dy : y1 + dy, x0 + dx : x1 + dx] = self.still.rgba[y0:y1, x0:x1]
        return np.ascontiguousarray(canvas[:, ::-1]) if self.mirrored else canvas

    @cached_property
    def box(self) -> Box:
        """The still's figure on the canvas."""
        box, dx, dy = self.analysis.box, self.plan.offset_x, self.plan.offset_y
        x0, x1 = box.x0 + dx, box.x1 + dx
        if self.mirrored:
            x0, x1 = self.plan.width - x1, self.plan.width - x0
        return Box(x0, box.y0 + dy, x1, box.y1 + dy)

    @cached_property
    def core_x(self) -> float:
        """The body's vertical axis on the canvas."""
        x = self.analysis.core_x + self.plan.offset_x
        return self.plan.width - x if self.mirrored else x

    @cached_property
    def foot_line(self) -> int:
        """The row just below the still's lowest opaque row, on the canvas."""
        return self.analysis.foot_line + self.plan.offset_y

    @cached_property
    def opaque(self) -> NDArray[np.bool_]:
        """Where alpha > 127, shape (N, H, W)."""
        mask: NDArray[np.bool_] = self.frames[..., 3] > 127
        return mask

    @cached_property
    def palette(self) -> NDArray[np.uint32]:
        """The still's colours, sorted."""
        return pack_palette(self.analysis.palette)

    @cached_property
    def effect_only(self) -> NDArray[np.bool_]:
        """Opaque pixels in a colour that only an effect brings, shape (N, H, W)."""
        extra = pack_palette(self.effect_colours)
        extra = extra[~contains(self.palette, extra)]
        if extra.size == 0:
            return np.zeros(self.opaque.shape, dtype=np.bool_)
        return self.opaque & contains(extra, pack(self.frames))

    @cached_property
    def body(self) -> NDArray[np.bool_]:
        """The character's own opaque pixels, shape (N, H, W).

        A frame that is mostly in effect colours is the character itself, lit by a flash.
        """
        own: NDArray[np.bool_] = self.opaque & ~(self.effect_only & ~self.lit[:, None, None])
        return own

    @cached_property
    def lit(self) -> NDArray[np.bool_]:
        """Frames that are mostly in effect colours, shape (N,)."""
        mostly = self.effect_only.sum(axis=(1, 2)) * 2 > self.opaque.sum(axis=(1, 2))
        return np.asarray(mostly, dtype=np.bool_)

    @cached_property
    def figure(self) -> NDArray[np.bool_]:
        """The body without what floats beside it (a sword, a familiar), shape (N, H, W).

        The largest 8-connected part of each frame, where the still is in parts and the largest one stands
        on the foot line; else the whole body.
        """
        part = _largest_part(self.still.opaque)
        if part is self.still.opaque or not part[self.analysis.foot_line - 1].any():
            return self.body
        return np.stack([_largest_part(mask) for mask in self.body])

    @cached_property
    def whole(self) -> NDArray[np.bool_]:
        """Frames that show most of the body, shape (N,): a fade may have taken the rest away."""
        if Effect.FADE not in self.spec.special_effects:
            return np.ones(len(self.frames), dtype=np.bool_)
        share: NDArray[np.bool_] = self.body.sum(axis=(1, 2)) * 4 >= self.still.opaque.sum() * 3
        return share

    @cached_property
    def legless(self) -> bool:
        return self.analysis.archetype in (Archetype.BLOB, Archetype.PROP)
