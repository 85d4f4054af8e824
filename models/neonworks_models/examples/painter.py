"""A small painter for example sprites: shaded parts, row stamps and one dark outline.

Light comes from the upper left. A ramp runs from the inner line's colour to the highlight:
(line, shadow, base, light). Parts are painted back to front; ``finish`` turns the silhouette's border into
the outline colour, so that neighbouring parts keep their own softer inner lines.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from neonworks_models.sprites.sprite import RGBA, Sprite

__all__ = ["Colour", "Mask", "Painter", "Ramp", "colour", "fringe", "ramp", "spans", "sym"]

Colour = tuple[int, int, int]
Ramp = tuple[Colour, Colour, Colour, Colour]
Mask = Mapping[int, tuple[int, int]]
"""Row -> half-open column range [x0, x1) of one part."""

OUTLINE: Colour = (27, 22, 40)
LIGHT_BELOW = 0.34
SHADOW_ABOVE = 0.66


def colour(code: str) -> Colour:
    """``"ff8800"`` -> (255, 136, 0)."""
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def ramp(codes: str) -> Ramp:
    """Four hex colours separated by blanks: line, shadow, base, light."""
    line, shadow, base, light = (colour(code) for code in codes.split())
    return line, shadow, base, light


def _runs(text: str) -> list[str]:
    """Words of ``text``; ``"a*3"`` stands for ``"a a a"``."""
    words: list[str] = []
    for word in text.split():
        value, _, count = word.partition("*")
        words += [value] * int(count or 1)
    return words


def spans(top: int, text: str) -> dict[int, tuple[int, int]]:
    """Rows from ``top`` downwards as inclusive column ranges: ``"24-30 23-31*2"``."""
    rows = [word.split("-") for word in _runs(text)]
    return {top + i: (int(a), int(b) + 1) for i, (a, b) in enumerate(rows)}


def sym(centre: int, top: int, text: str) -> dict[int, tuple[int, int]]:
    """Rows from ``top`` downwards as half widths about the edge left of column ``centre``."""
    return {top + i: (centre - int(h), centre + int(h)) for i, h in enumerate(_runs(text))}


def fringe(left: int, top: int, depths: str) -> list[tuple[int, int, int]]:
    """Columns from ``left`` rightwards as (x, top, bottom exclusive): hair or cloth with a ragged hem."""
    return [(left + i, top, top + int(d)) for i, d in enumerate(_runs(depths))]


class Painter:
    """Paints one sprite of ``width`` × ``height`` pixels with binary alpha."""

    def __init__(self, width: int, height: int) -> None:
        self._pixels: RGBA = np.zeros((height, width, 4), np.uint8)

    def part(self, mask: Mask, tones: Ramp, *, dim: int = 0, line: str = "lrtb") -> None:
        """Fill ``mask`` with diagonal cell shading; ``dim`` darkens by that many tones (far limbs).

        ``line`` names the sides (l, r, t, b) that get the inner line; a side left out joins its neighbour.
        """
        inside = self._mask(mask)
        ys, xs = np.nonzero(inside)
        top, tall = int(ys.min()), max(int(np.ptp(ys)), 1)
        for y, x in zip(ys.tolist(), xs.tolist(), strict=True):
            x0, x1 = mask[y]
            slant = 0.66 * (x + 0.5 - x0) / (x1 - x0) + 0.34 * (y - top) / tall
            tone = 3 if slant < LIGHT_BELOW else 1 if slant > SHADOW_ABOVE else 2
            self._put(x, y, tones[max(tone - dim, 1)])
        self._line(inside, tones[0], line)

    def curtain(self, columns: Sequence[tuple[int, int, int]], tones: Ramp, *, line: bool = True) -> None:
        """Columns of hair over a face, lit like a part; the last pixel of each column is a line."""
        left, wide = columns[0][0], len(columns)
        for x, top, bottom in columns:
            for y in range(top, bottom):
                slant = 0.66 * (x + 0.5 - left) / wide + 0.04 * (y - top)
                tone = 3 if slant < LIGHT_BELOW else 1 if slant > SHADOW_ABOVE - 0.1 else 2
                self._put(x, y, tones[0 if line and y == bottom - 1 else tone])

    def stamp(self, x: int, y: int, rows: Sequence[str], key: Mapping[str, Colour]) -> None:
        """Paint text rows; a character that is not in ``key`` leaves the pixel as it is."""
        for dy, row in enumerate(rows):
            for dx, char in enumerate(row):
                if char in key:
                    self._put(x + dx, y + dy, key[char])

    def erase(self, x: int, y: int) -> None:
        """Make one pixel transparent."""
        self._pixels[y, x] = 0

    def finish(self, outline: Colour = OUTLINE) -> Sprite:
        """The sprite, its border pixels in the outline's colour."""
        solid = self._pixels[..., 3] > 0
        self._pixels[_border(solid, "lrtb"), :3] = outline
        return Sprite.from_rgba(self._pixels)

    def plain(self) -> Sprite:
        """The sprite as painted, for maps that hold their own outline."""
        return Sprite.from_rgba(self._pixels)

    def _mask(self, mask: Mask) -> NDArray[np.bool_]:
        inside = np.zeros(self._pixels.shape[:2], bool)
        for y, (x0, x1) in mask.items():
            inside[y, x0:x1] = True
        return inside

    def _line(self, inside: NDArray[np.bool_], tone: Colour, sides: str) -> None:
        self._pixels[_border(inside, sides), :3] = tone

    def _put(self, x: int, y: int, tone: Colour) -> None:
        self._pixels[y, x] = (*tone, 255)


def _border(inside: NDArray[np.bool_], sides: str) -> NDArray[np.bool_]:
    """Pixels of ``inside`` with a neighbour outside it on one of ``sides`` (l, r, t, b)."""
    padded = np.pad(inside, 1)
    around = {
        "l": padded[1:-1, :-2],
        "r": padded[1:-1, 2:],
        "t": padded[:-2, 1:-1],
        "b": padded[2:, 1:-1],
    }
    edge = np.zeros_like(inside)
    for side in sides:
        edge |= inside & ~around[side]
    return edge
