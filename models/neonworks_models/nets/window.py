"""The part of the picture that the sprite net sees, and the way back to the still's own pixels.

The net was trained on figures up to ``TALLEST`` pixels tall. A taller one is shown to it in blocks of a whole
number of pixels, and drawn by moving whole blocks: large sprites stay as sharp as they were.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neonworks_models.nets.indexed import Indices
from neonworks_models.sprites.sprite import RGBA

__all__ = ["TALLEST", "Window"]

TALLEST = 72
"""Figure height, in blocks, up to which one pixel is one block: a little above what was trained on, since
half of that is far below."""
_ROWS, _GROUND, _ASIDE = 64, 2, 32
"""Blocks from top to bottom, below the foot line and beside the axis that a window has, as in training."""
_STEP = 8
"""The net's window sides are multiples of this."""


@dataclass(frozen=True)
class Window:
    """``height`` × ``width`` blocks of ``block`` × ``block`` pixels; the canvas' first pixel lies ``top`` and
    ``left`` pixels inside. ``foot`` and ``core``: rows to the foot line, columns to the axis, in blocks."""

    block: int
    height: int
    width: int
    top: int
    left: int
    foot: int
    core: int

    @classmethod
    def around(cls, canvas: tuple[int, int], figure: float, foot: int, core: float) -> "Window":
        """The window of a canvas (height, width) that holds all of it.

        ``figure``: height of the figure in pixels, ``foot``: its foot line, ``core``: its axis.
        """
        rows, columns = canvas
        block = max(1, -(-int(figure) // TALLEST))
        # Not round(): an axis between two pixels must fall on the same side wherever the figure stands.
        middle = math.floor(core + 0.5)
        above, below = -(-foot // block), -(-(rows - foot) // block)
        aside = max(_ASIDE, -(-middle // block), -(-(columns - middle) // block))
        height, width = (_STEP * -(-side // _STEP) for side in (max(_ROWS, above + below), 2 * aside))
        # What is added to reach a whole multiple lies at both sides and on top, but for a little ground.
        below += min(height - above - below, max(0, _GROUND - below))
        line, axis = height - below, width // 2
        return cls(block, height, width, line * block - foot, axis * block - middle, line, axis)

    def native(self, picture: RGBA) -> RGBA:
        """The canvas' picture laid into the window, in pixels: (height · block, width · block, 4)."""
        rows, columns = picture.shape[:2]
        laid = np.zeros((self.height * self.block, self.width * self.block, 4), np.uint8)
        laid[self.top : self.top + rows, self.left : self.left + columns] = picture
        return laid

    def blocks(self, indices: Indices) -> Indices:
        """One palette index a block, its middle pixel's; ``indices`` of a picture laid into the window."""
        middle = self.block // 2
        return np.ascontiguousarray(indices[middle :: self.block, middle :: self.block])

    def back(self, laid: RGBA, canvas: tuple[int, int]) -> RGBA:
        """The canvas' part of a picture that was laid into the window."""
        rows, columns = canvas
        return np.ascontiguousarray(laid[self.top : self.top + rows, self.left : self.left + columns])

    def moved(self, laid: RGBA, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> RGBA:
        """For each block the block of ``laid`` that lies ``rows`` down and ``columns`` right of it, both of
        shape (height, width); clear beyond the window."""
        y = np.arange(self.height)[:, None] + rows
        x = np.arange(self.width)[None, :] + columns
        inside = (y >= 0) & (y < self.height) & (x >= 0) & (x < self.width)
        parts = laid.reshape(self.height, self.block, self.width, self.block, 4).transpose(0, 2, 1, 3, 4)
        taken = parts[y.clip(0, self.height - 1), x.clip(0, self.width - 1)] * inside[..., None, None, None]
        picture: RGBA = taken.transpose(0, 2, 1, 3, 4).reshape(laid.shape).astype(np.uint8)
        return picture
