"""The figure's own frame: every measure in units of the figure, whatever its canvas, size or place.

A square of ``SIDE`` × ``SIDE`` cells holds the figure's box, scaled evenly to fit, its foot line on the
square's lower edge, its middle on the square's middle. Cells are exact area averages, so that an enlarged
copy (nearest neighbour, whole factor) of a sprite gives exactly the same picture.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neonworks_models.sprites.linear import product
from neonworks_models.sprites.rig import Box, Point
from neonworks_models.sprites.sprite import RGBA

__all__ = ["CHANNELS", "SIDE", "FigureFrame", "Picture"]

SIDE = 48
"""Cells along each side."""
CHANNELS = 4
"""Opacity, luma, red difference, blue difference; the last three weighted by opacity."""

Picture = NDArray[np.float32]
"""Shape (CHANNELS, SIDE, SIDE); opacity and luma 0..1, differences about -0.5..0.5."""

_YUV: NDArray[np.float32] = (
    np.array([[0.299, 0.587, 0.114], [0.5, -0.418688, -0.081312], [-0.168736, -0.331264, 0.5]]) / 255
).astype(np.float32)
"""Luma, Cr, Cb of ITU-R BT.601, full range, for channels 0..255."""


@dataclass(frozen=True)
class FigureFrame:
    """The map between canvas pixels and the square: 0..1 on both axes, y down, (0.5, 1) on the foot line."""

    box: Box

    @property
    def size(self) -> float:
        """Canvas pixels along one side of the square."""
        return float(max(self.box.width, self.box.height))

    def to_canvas(self, point: Point) -> Point:
        x, y = point
        return (self.box.x0 + self.box.x1) / 2 + (x - 0.5) * self.size, self.box.y1 + (y - 1) * self.size

    def from_canvas(self, point: Point) -> Point:
        x, y = point
        return (x - (self.box.x0 + self.box.x1) / 2) / self.size + 0.5, (y - self.box.y1) / self.size + 1

    def picture(self, rgba: RGBA) -> Picture:
        """The figure's box as the square's cells."""
        box = self.box
        part = rgba[box.y0 : box.y1, box.x0 : box.x1]
        opacity = (part[..., 3:] > 127).astype(np.float32)
        colours = product(part[..., :3].reshape(-1, 3).astype(np.float32), _YUV.T)
        planes = np.concatenate([opacity, colours.reshape(*part.shape[:2], 3) * opacity], axis=2)
        cell = self.size / SIDE
        down = _coverage(box.height, cell, SIDE - box.height / cell)
        across = _coverage(box.width, cell, (SIDE - box.width / cell) / 2)
        rows = product(down, planes.reshape(box.height, -1)).reshape(SIDE, box.width, CHANNELS)
        cells = product(rows.transpose(2, 0, 1).reshape(-1, box.width), across.T)
        return cells.reshape(CHANNELS, SIDE, SIDE)


def _coverage(length: int, cell: float, start: float) -> NDArray[np.float32]:
    """Shape (SIDE, length): the share of each cell that each pixel covers; the first pixel at ``start``."""
    edges = start + np.arange(length + 1) / cell
    cells = np.arange(SIDE)[:, None]
    overlap = np.minimum(edges[1:], cells + 1) - np.maximum(edges[:-1], cells)
    covered: NDArray[np.float32] = np.maximum(overlap, 0).astype(np.float32)
    return covered
