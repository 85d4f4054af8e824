"""A brush for procedural sprites: shapes in figure units, drawn large and reduced to hard pixels.

Figure units: x from the body's axis, positive to the right, y upwards from the foot line; 1 is the height of
the body without hat or crest.
"""

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.random import Generator

from neonworks_models.data.drawn_still import Colour
from neonworks_models.data.shading import painted
from neonworks_models.sprites.rig import Point
from neonworks_models.sprites.sprite import RGBA

__all__ = ["Brush", "random_colour", "shaded", "skin_colour"]

_OVER = 4
"""Supersampling: shapes are drawn this many times larger."""
_ROOM = 1.0
"""Figure heights of room to each side of the axis and above the body."""


class Brush:
    """Paints a figure of ``height`` pixels. The last shape lies on top."""

    over = _OVER

    def __init__(self, height: int, *, mirrored: bool = False) -> None:
        self.height = height
        self._unit = float(height * _OVER)
        self._mirrored = mirrored
        side = round((1 + 2 * _ROOM) * height)
        self._canvas = np.zeros((round((1 + _ROOM + 0.4) * height) * _OVER, side * _OVER, 4), np.uint8)
        self._foot = round((1 + _ROOM) * height) * _OVER

    def at(self, point: Point) -> Point:
        """Where a point in figure units lies on the finished picture, in pixels."""
        x, y = self._place(point)
        return x / _OVER, y / _OVER

    def blob(self, centre: Point, radii: Point, colour: Colour, angle: float = 0.0) -> None:
        """A filled ellipse; ``angle`` in degrees, clockwise."""
        x, y = self._place(centre)
        size = (max(1, round(radii[0] * self._unit)), max(1, round(radii[1] * self._unit)))
        turn = -angle if self._mirrored else angle
        cv2.ellipse(self._canvas, (round(x), round(y)), size, turn, 0, 360, (*colour, 255), -1)

    def dome(self, centre: Point, radii: Point, colour: Colour) -> None:
        """The upper half of an ellipse."""
        x, y = self._place(centre)
        size = (max(1, round(radii[0] * self._unit)), max(1, round(radii[1] * self._unit)))
        cv2.ellipse(self._canvas, (round(x), round(y)), size, 0, 180, 360, (*colour, 255), -1)

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        """A filled polygon."""
        corners = np.array([self._place(point) for point in points]).round().astype(np.int32)
        cv2.fillPoly(self._canvas, [corners], (*colour, 255))

    def limb(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        """A chain of thick strokes with round ends; never thinner than one pixel."""
        thick = max(_OVER, round(width * self._unit))
        corners = [tuple(round(v) for v in self._place(point)) for point in points]
        for start, end in pairwise(corners):
            cv2.line(self._canvas, start, end, (*colour, 255), thick)

    def dot(self, point: Point, wide: int, colour: Colour, *, tall: int | None = None) -> None:
        """A box of ``wide`` × ``tall`` whole pixels (square where None), for eyes and buttons."""
        x, y = (int(v // _OVER) * _OVER for v in self._place(point))
        left, low = x - (wide // 2) * _OVER, y + (wide if tall is None else tall) * _OVER
        self._canvas[y:low, max(0, left) : left + wide * _OVER] = (*colour, 255)

    def picture(self, random: Generator, outline: Colour | None) -> RGBA:
        """The finished pixels: shaded for two figures in three, with a one-pixel outline where given."""
        small = self.flat()
        if random.random() < 2 / 3:
            small = painted(random, small, self.height)
        if outline is not None:
            opaque = small[..., 3] > 127
            grown = cv2.dilate(opaque.astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)))
            small[(grown > 0) & ~opaque] = (*outline, 255)
        return small

    def flat(self) -> RGBA:
        """The pixels as they were painted."""
        return np.ascontiguousarray(self._canvas[_OVER // 2 :: _OVER, _OVER // 2 :: _OVER])

    def _place(self, point: Point) -> Point:
        x = -point[0] if self._mirrored else point[0]
        return self._canvas.shape[1] / 2 + x * self._unit, self._foot - point[1] * self._unit


def random_colour(random: Generator) -> Colour:
    """Any colour a painter would use: hue free, seldom grey, seldom very dark."""
    hue, saturation, value = random.integers(180), random.uniform(0.1, 0.95), random.uniform(0.25, 1)
    pixel = np.array([[[hue, round(255 * saturation), round(255 * value)]]], np.uint8)
    red, green, blue = cv2.cvtColor(pixel, cv2.COLOR_HSV2RGB)[0, 0]
    return int(red), int(green), int(blue)


def skin_colour(random: Generator) -> Colour:
    """A human tone from pale to dark brown; every fifth figure has any colour at all."""
    if random.random() < 0.2:
        return random_colour(random)
    tone = random.uniform(0.3, 1)
    red, green, blue = 250 * tone, 205 * tone**1.25, 170 * tone**1.5
    return round(red), round(green), round(blue)


def shaded(colour: Colour, factor: float) -> Colour:
    """The colour made darker (factor < 1) or lighter, kept in 0..255."""
    red, green, blue = (min(255, round(channel * factor)) for channel in colour)
    return red, green, blue
