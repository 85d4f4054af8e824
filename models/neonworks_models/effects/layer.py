"""What the effects share: the stage they are drawn on and the shape of one effect."""

import hashlib
import math
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from neonworks_protocol.vocabulary import Action, Direction
from numpy.typing import NDArray

from neonworks_models.requests import ClipPlan, GenerationRequest
from neonworks_models.sprites.rig import AlphaKind
from neonworks_models.sprites.sprite import RGBA

__all__ = ["Colour", "Layer", "Margins", "Stage", "fill", "luminance", "shifted"]

Colour = tuple[int, int, int]
Margins = tuple[int, int]
"""Canvas pixels needed beyond the bare clip: (each side, top)."""

_FIGURE = 48
"""Figure height in pixels for which the effects' sizes are written."""


@dataclass(frozen=True, eq=False)
class Stage:
    """One clip as its effects see it. ``unit``: whole pixels per pixel of a 48 px figure."""

    request: GenerationRequest
    plan: ClipPlan

    @cached_property
    def unit(self) -> int:
        return max(1, round(self.figure_height / _FIGURE))

    @property
    def figure_height(self) -> int:
        return self.request.analysis.box.height

    @property
    def strength(self) -> float:
        """0..1, the spec's intensity."""
        return self.request.spec.intensity

    @property
    def action(self) -> Action:
        return self.request.spec.animation_type

    @property
    def direction(self) -> Direction:
        return self.request.direction

    @property
    def binary(self) -> bool:
        """Whether pixels must be opaque or absent."""
        return self.request.analysis.alpha is AlphaKind.BINARY

    @property
    def count(self) -> int:
        return self.plan.frame_count

    @property
    def foot_line(self) -> int:
        """Row just below the figure's feet, on the canvas."""
        return self.request.analysis.foot_line + self.plan.offset_y

    def phase(self, index: int) -> float:
        """Moment of frame ``index``: 0..1, excluding 1 where the clip loops."""
        return index / self.count if self.plan.loop else index / max(1, self.count - 1)

    def pulse(self, index: int) -> float:
        """A swell from 0 over 1 back to 0 along the clip; a loop's swell closes."""
        return 0.5 - 0.5 * math.cos(2 * math.pi * (self.phase(index) + 0.5 / self.count))

    def dice(self, *what: object) -> NDArray[np.float64]:
        """Four numbers in 0..1 that depend on the request and ``what`` only."""
        text = ":".join((self.request.digest, *(str(part) for part in what)))
        raw = hashlib.sha256(text.encode()).digest()[:16]
        return np.frombuffer(raw, dtype="<u4").astype(np.float64) / 2**32


class Layer(Protocol):
    """One effect on one clip; stateless, so that frames may come in any order."""

    @property
    def palette(self) -> tuple[Colour, ...]:
        """Colours it may add to the still's own."""
        ...

    @property
    def margins(self) -> Margins: ...

    def draw(self, index: int, rgba: RGBA) -> RGBA:
        """Frame ``index`` with the effect, a new array of shape (height, width, 4)."""
        ...


def fill(rgba: RGBA, where: NDArray[np.bool_], colour: Colour, alpha: int = 255) -> None:
    """Paint ``where`` in place."""
    rgba[where] = (*colour, alpha)


def luminance(rgba: RGBA) -> NDArray[np.int32]:
    """Brightness 0..255 of each pixel (ITU-R BT.601 weights), shape (height, width)."""
    red, green, blue = (rgba[..., channel].astype(np.int32) for channel in range(3))
    return np.asarray((299 * red + 587 * green + 114 * blue) // 1000, dtype=np.int32)


def shifted(mask: NDArray[np.bool_], dx: int, dy: int) -> NDArray[np.bool_]:
    """``mask`` moved by whole pixels; what leaves the canvas is lost."""
    height, width = mask.shape
    out = np.zeros_like(mask)
    if abs(dx) < width and abs(dy) < height:
        out[max(0, dy) : height + min(0, dy), max(0, dx) : width + min(0, dx)] = mask[
            max(0, -dy) : height + min(0, -dy), max(0, -dx) : width + min(0, -dx)
        ]
    return out
