"""The window through which frames of a strip are read: in units of the figure, and the same for all frames.

Unlike ``figure.FigureFrame`` it does not follow the outline of each frame, so that a raised arm or a blade
does not move the body. A square, ``SPAN`` figure heights wide, with the body's axis in its middle and the
foot line at ``FLOOR`` of its height.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neonworks_models.sprites.figure import SIDE, FigureFrame
from neonworks_models.sprites.rig import Box, Point
from neonworks_models.sprites.sprite import RGBA

__all__ = ["FLOOR", "PLANES", "SPAN", "StripFrame", "strip_planes"]

SPAN = 1.3
"""Width and height of the window, in figure heights."""
FLOOR = 0.93
"""Where the foot line lies, as a share of the window's height from the top."""
PLANES = 8
"""The frame's opacity, luma, red and blue difference, then opacity and luma of both its neighbours."""

Planes = NDArray[np.float32]
"""Shape (PLANES, SIDE, SIDE)."""


@dataclass(frozen=True)
class StripFrame:
    """``core``: x of the body's axis, ``foot``: y below the lowest row, ``height``: of the figure standing;
    pixels of the strip's frames."""

    core: float
    foot: float
    height: float

    @property
    def window(self) -> Box:
        side = max(8, round(SPAN * self.height))
        x, y = round(self.core - side / 2), round(self.foot - FLOOR * side)
        return Box(x, y, x + side, y + side)

    def picture(self, rgba: RGBA) -> NDArray[np.float32]:
        """What the window shows of a frame, shape (4, SIDE, SIDE); clear beyond the frame."""
        box = self.window
        part = np.zeros((box.height, box.width, 4), np.uint8)
        height, width = rgba.shape[:2]
        x0, y0, x1, y1 = max(0, box.x0), max(0, box.y0), min(width, box.x1), min(height, box.y1)
        if x0 < x1 and y0 < y1:
            part[y0 - box.y0 : y1 - box.y0, x0 - box.x0 : x1 - box.x0] = rgba[y0:y1, x0:x1]
        return FigureFrame(Box(0, 0, box.width, box.height)).picture(part)

    def to_canvas(self, point: Point) -> Point:
        """From figure heights, right of the axis and below the foot line, to pixels of the frame."""
        return self.core + point[0] * self.height, self.foot + point[1] * self.height

    def from_canvas(self, point: Point) -> Point:
        return (point[0] - self.core) / self.height, (point[1] - self.foot) / self.height


def strip_planes(pictures: Sequence[NDArray[np.float32]], *, cyclic: bool) -> Planes:
    """All frames with their neighbours, shape (n, PLANES, SIDE, SIDE); a cycle's ends are neighbours."""
    count = len(pictures)
    stacked = np.zeros((count, PLANES, SIDE, SIDE), np.float32)
    for index, picture in enumerate(pictures):
        before, after = index - 1, index + 1
        before, after = (before % count, after % count) if cyclic else (max(0, before), min(count - 1, after))
        stacked[index, :4] = picture
        stacked[index, 4:6] = pictures[before][:2]
        stacked[index, 6:8] = pictures[after][:2]
    return stacked
