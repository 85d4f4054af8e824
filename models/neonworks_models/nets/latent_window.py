"""A figure in the sprite VAE's window of 64×64 pixels, and what was decoded there on the figure's own pixels.

The foot line lies on row ``FOOT_ROW``, the axis on the middle column. A figure is shown as large as it fits
by a whole factor, a large one by every second or third pixel, so that its pixels stay pixels.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from neonworks_models.sprites.sprite import RGBA

__all__ = ["FOOT_ROW", "SIDE", "Field", "Fit", "whole_scale"]

SIDE = 64
"""Width and height of the window in pixels."""
FOOT_ROW = 62
"""The row just below the feet."""
_ABOVE, _ASIDE = 60, 31
"""Rows above the foot line and columns beside the axis that a figure may take."""

Field = NDArray[np.float32]
"""Numbers decoded for every pixel, shape (SIDE, SIDE) or (SIDE, SIDE, channels)."""


def whole_scale(height: float, aside: float) -> float:
    """Window pixels per pixel of a figure that reaches ``height`` above its foot line, ``aside`` its axis.

    A whole number, or one over a whole number.
    """
    fits = min(_ABOVE / max(height, 1.0), _ASIDE / max(aside, 1.0))
    return float(math.floor(fits)) if fits >= 1 else 1.0 / math.ceil(1.0 / fits)


@dataclass(frozen=True)
class Fit:
    """Where a canvas lies in the window: ``scale`` window pixels per pixel, foot line and axis in pixels."""

    scale: float
    foot: float
    core: float

    @classmethod
    def of(cls, opaque: NDArray[np.bool_], foot: float, core: float) -> "Fit":
        """The largest whole fit of a figure; raises ``ValueError`` where nothing is opaque."""
        rows, columns = np.nonzero(opaque)
        if not len(rows):
            raise ValueError("a picture without an opaque pixel has no figure")
        aside = max(core - columns.min(), columns.max() + 1 - core)
        return cls(whole_scale(foot - rows.min(), aside), foot, core)

    def window(self, rgba: RGBA) -> RGBA:
        """The picture in the window, nearest pixel, shape (SIDE, SIDE, 4); clear beyond its canvas."""
        height, width = rgba.shape[:2]
        rows = np.floor(self.foot + (np.arange(SIDE) + 0.5 - FOOT_ROW) / self.scale).astype(int)
        columns = np.floor(self.core + (np.arange(SIDE) + 0.5 - SIDE / 2) / self.scale).astype(int)
        inside = ((rows >= 0) & (rows < height))[:, None] & ((columns >= 0) & (columns < width))[None]
        taken = rgba[rows.clip(0, height - 1)[:, None], columns.clip(0, width - 1)[None]]
        shown: RGBA = np.where(inside[..., None] & (taken[..., 3:] > 127), taken, 0).astype(np.uint8)
        return shown

    def native(self, field: Field, canvas: tuple[int, int]) -> Field:
        """A decoded field at the pixels' middles of a canvas (height, width), bilinear; its edge goes on."""
        height, width = canvas
        rows = FOOT_ROW + (np.arange(height) + 0.5 - self.foot) * self.scale - 0.5
        columns = SIDE / 2 + (np.arange(width) + 0.5 - self.core) * self.scale - 0.5
        x, y = np.meshgrid(columns.astype(np.float32), rows.astype(np.float32))
        taken = cv2.remap(field, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(taken, np.float32)
