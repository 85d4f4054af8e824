"""Bright colours that suit a sprite, for effects."""

import colorsys
from collections.abc import Sequence
from dataclasses import dataclass

from neonworks_models.effects.layer import Colour

__all__ = ["Tints", "tints_of"]

_GOLD = 0.13
"""Hue, 0..1, for sprites without any colour."""
_GREY = 0.25
"""Saturation below which a colour has no hue worth taking."""


@dataclass(frozen=True)
class Tints:
    """From nearly ``white`` to the sprite's own vivid hue in ``deep``; none is in the still's palette."""

    white: Colour
    bright: Colour
    mid: Colour
    deep: Colour
    shade: Colour


def tints_of(palette: Sequence[Colour]) -> Tints:
    """Tints in the hue of the most striking colour of ``palette`` (most frequent colour first)."""
    hue = _hue(palette)
    taken = set(palette)
    made = []
    for saturation, value in ((0.04, 1.0), (0.28, 1.0), (0.5, 1.0), (0.72, 0.96), (0.3, 0.82)):
        r, g, b = colorsys.hsv_to_rgb(hue, saturation, value)
        colour = _untaken((round(r * 255), round(g * 255), round(b * 255)), taken)
        taken.add(colour)
        made.append(colour)
    return Tints(*made)


def _hue(palette: Sequence[Colour]) -> float:
    best, hue = 0.0, _GOLD
    for rank, (r, g, b) in enumerate(palette):
        h, s, v = colorsys.rgb_to_hsv(r / 255, g / 255, b / 255)
        striking = s * v / (1 + rank) ** 0.5
        if s > _GREY and striking > best:
            best, hue = striking, h
    return hue


def _untaken(colour: Colour, taken: set[Colour]) -> Colour:
    """The nearest darker blue channel, then green, that makes the colour new."""
    r, g, b = colour
    for green in range(g, -1, -1):
        for blue in range(b, -1, -1):
            if (r, green, blue) not in taken:
                return r, green, blue
    return colour
