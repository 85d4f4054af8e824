"""One canvas for pictures of different canvases: their ground points lie on each other."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from neonworks_editor.studio.frames import StripFrame

__all__ = ["Stage", "stage_of"]


@dataclass(frozen=True, slots=True)
class Stage:
    """``size`` is (width, height), ``ground`` the (x, y) of the common ground point, all whole pixels."""

    size: tuple[int, int]
    ground: tuple[int, int]

    def place(self, frame: StripFrame) -> tuple[int, int]:
        """Where the top left corner of a picture goes."""
        return self.ground[0] - math.floor(frame.pivot[0]), self.ground[1] - math.floor(frame.pivot[1])

    def still(self, frame: StripFrame) -> tuple[int, int]:
        """Where the top left corner of the still goes, so that it lines up with ``frame``."""
        x, y = self.place(frame)
        return x + frame.still_offset[0], y + frame.still_offset[1]


def stage_of(frames: Iterable[StripFrame]) -> Stage:
    """The smallest stage that holds all of them; (1, 1) for none."""
    left = above = right = below = 0
    for frame in frames:
        (width, height), x, y = frame.size, math.floor(frame.pivot[0]), math.floor(frame.pivot[1])
        left, right = max(left, x), max(right, width - x)
        above, below = max(above, y), max(below, height - y)
    return Stage((max(1, left + right), max(1, above + below)), (left, above))
