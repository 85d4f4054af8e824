"""Changes of proportion: one character's frames drawn as if its head, trunk and legs had other sizes.

Rows and columns are taken anew from the old picture, zone by zone, about the axis and the foot line. Zone
limits move with pelvis and head in every frame, so that a head keeps its pixels however it bobs.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from neonworks_models.data.drawn_actor import FOOT_ROW, WINDOW
from neonworks_models.nets.indexed import Indices

__all__ = ["Landmarks", "Proportions", "head_shift"]

_TALLEST = 57.0
"""Highest figure in pixels that leaves room for hair and jumps in the window."""
_LEAP = 9
"""Pixels from which a head's rise is a leap, that goes with the legs' scale."""
_SEARCH_X, _SEARCH_Y = 6, 8
_TIE = 0.2
"""What a pixel of shift costs in pixels that differ: of equal shifts the smaller one is true."""


@dataclass(frozen=True)
class Landmarks:
    """Rows of foot line, hip, neck and top and the column of the axis in a still, in pixels."""

    foot: int
    hip: int
    neck: int
    top: int
    core: float


@dataclass(frozen=True)
class Proportions:
    """Scales of legs, trunk and head along the height, and of body and head across."""

    legs: float
    trunk: float
    head: float
    width: float
    head_width: float

    @classmethod
    def random(cls, random: Generator, marks: Landmarks) -> "Proportions":
        """Chibi, tall, slight or only smaller; from about 20 pixels to as tall as the window holds."""
        size = 1.0 if random.random() < 0.35 else float(np.exp(random.uniform(np.log(0.42), np.log(1.08))))
        kind = random.random()
        if kind < 0.25:
            scales = [1.0] * 5
        elif kind < 0.65:
            head = random.uniform(0.95, 1.25)
            legs, trunk = random.uniform(0.4, 0.9), random.uniform(0.55, 0.95)
            scales = [legs, trunk, head, random.uniform(0.8, 1.1), head]
        else:
            legs, trunk, head = (random.uniform(*span) for span in ((0.7, 1.25), (0.75, 1.2), (0.7, 1.2)))
            scales = [legs, trunk, head, random.uniform(0.7, 1.2), head * random.uniform(0.85, 1.15)]
        return cls(*(size * scale for scale in scales)).fitted(marks)

    def fitted(self, marks: Landmarks) -> "Proportions":
        """The same, smaller where the figure would not fit the window."""
        height = (marks.foot - marks.hip) * self.legs + (marks.hip - marks.neck) * self.trunk
        height += (marks.neck - marks.top) * self.head
        shrink = min(1.0, _TALLEST / height)
        values = (self.legs, self.trunk, self.head, self.width, self.head_width)
        return Proportions(*(shrink * value for value in values))

    def apply(
        self, frame: Indices, marks: Landmarks, pelvis: tuple[int, int], head: tuple[int, int]
    ) -> Indices:
        """``frame`` (WINDOW, WINDOW) in these proportions, feet on ``FOOT_ROW``, axis at the middle column.

        ``pelvis``, ``head``: how far, in whole pixels, both have moved from where the still shows them.
        """
        hip_from, neck_from = marks.hip + pelvis[1], marks.neck + head[1]
        hip_rest = round(FOOT_ROW - (marks.foot - marks.hip) * self.legs)
        hip = hip_rest + round(pelvis[1] * self.legs)
        rise = head[1] * (self.trunk if abs(head[1]) < _LEAP else self.legs)
        neck = min(round(hip_rest - (marks.hip - marks.neck) * self.trunk) + round(rise), hip - 1)
        row = np.arange(WINDOW) + 0.5
        legs = (marks.foot - hip_from) / (FOOT_ROW - hip) if hip < FOOT_ROW else 1 / self.legs
        trunk = max(hip_from - neck_from, 1) / (hip - neck)
        below_neck = np.where(
            row >= hip, marks.foot - (FOOT_ROW - row) * legs, hip_from - (hip - row) * trunk
        )
        rows = np.where(row >= neck, below_neck, neck_from - (neck - row) / self.head)
        on_head = row < neck
        scale = np.where(on_head, self.head_width, self.width)[:, None]
        shown = WINDOW / 2 + np.where(on_head, round(head[0] * self.width), 0)[:, None]
        was = marks.core + np.where(on_head, head[0], 0)[:, None]
        columns = was + (np.arange(WINDOW)[None] + 0.5 - shown) / scale
        return _taken(frame, rows, columns)


def head_shift(
    still: Indices, frame: Indices, mask: NDArray[np.bool_], guess: tuple[int, int]
) -> tuple[int, int]:
    """By how many whole pixels (x, y) the still's head, its pixels in ``mask``, moved to ``frame``.

    Searched around ``guess``; the shift that leaves the fewest pixels different.
    """
    ys, xs = np.nonzero(mask)
    height, width = frame.shape
    head = still[ys, xs]
    wide = np.pad(frame, WINDOW, constant_values=255)
    best, found = np.inf, guess
    for dy in range(-_SEARCH_Y, _SEARCH_Y + 1):
        for dx in range(-_SEARCH_X, _SEARCH_X + 1):
            y = np.clip(ys + guess[1] + dy, -WINDOW, height + WINDOW - 1) + WINDOW
            x = np.clip(xs + guess[0] + dx, -WINDOW, width + WINDOW - 1) + WINDOW
            cost = float((wide[y, x] != head).sum()) + _TIE * (abs(dx) + abs(dy))
            if cost < best:
                best, found = cost, (guess[0] + dx, guess[1] + dy)
    return found


def _taken(frame: Indices, rows: NDArray[np.float64], columns: NDArray[np.float64]) -> Indices:
    """Each pixel from its (row, column) in ``frame``, clear where that lies outside."""
    y = np.broadcast_to(np.floor(rows).astype(np.int64)[:, None], columns.shape)
    x = np.floor(columns).astype(np.int64)
    height, width = frame.shape
    inside = (y >= 0) & (y < height) & (x >= 0) & (x < width)
    taken = frame[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)]
    return np.where(inside, taken, 0).astype(np.uint8)
