"""Pictures as palette indices: what the sprite net reads, chooses from and is trained on.

Index 0 is clear, 1 to ``COLOURS - 1`` are colours of the still by frequency. A still of more colours is read
in its most frequent ones, the others as the nearest of these; drawing takes the true colour again wherever a
pixel was copied (``restore``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neonworks_models.sprites.sprite import RGBA

__all__ = ["COLOURS", "Indices", "StillPalette", "codes_of", "nearest_colours"]

COLOURS = 64
"""Entries of a palette, the clear one included."""

Indices = NDArray[np.uint8]
"""Palette indices, shape (..., H, W)."""

_CLEAR = -1


def codes_of(rgba: RGBA) -> NDArray[np.int64]:
    """Every pixel's colour as 0xRRGGBB, -1 where it is clear (alpha up to 127); shape (..., H, W)."""
    red, green, blue = (rgba[..., channel].astype(np.int64) for channel in range(3))
    codes: NDArray[np.int64] = np.where(rgba[..., 3] > 127, red << 16 | green << 8 | blue, _CLEAR)
    return codes


def nearest_colours(colours: NDArray[Any], among: NDArray[Any]) -> NDArray[np.int64]:
    """For each of ``colours`` (n, 3) the place of the nearest of ``among`` (m, 3), by sum of differences."""
    distance = np.abs(colours[:, None].astype(np.int64) - among[None].astype(np.int64)).sum(axis=-1)
    nearest: NDArray[np.int64] = distance.argmin(axis=1)
    return nearest


@dataclass(frozen=True, eq=False)
class StillPalette:
    """The colours of one still: ``colours`` (COLOURS, 3), 0..255, of which 1 to ``count`` are used."""

    colours: NDArray[np.uint8]
    count: int

    @classmethod
    def of(cls, still: RGBA) -> "StillPalette":
        """The most frequent colours of ``still``; raises ``ValueError`` where nothing is opaque."""
        codes = codes_of(still)
        found, counts = np.unique(codes[codes >= 0], return_counts=True)
        if not len(found):
            raise ValueError("a still without an opaque pixel has no palette")
        # By frequency, equally frequent ones by value: the same still gives the same palette everywhere.
        chosen = found[np.argsort(-counts, kind="stable")][: COLOURS - 1]
        colours = np.zeros((COLOURS, 3), np.uint8)
        colours[1 : len(chosen) + 1] = np.stack([chosen >> 16, chosen >> 8 & 255, chosen & 255], axis=-1)
        return cls(colours, len(chosen))

    @property
    def used(self) -> NDArray[np.uint8]:
        """The colours themselves, shape (count, 3)."""
        return self.colours[1 : self.count + 1]

    def read(self, rgba: RGBA) -> Indices:
        """``rgba`` in these colours, each pixel as the nearest one."""
        codes = codes_of(rgba)
        found, places = np.unique(codes, return_inverse=True)
        colours = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=-1)
        table = np.where(found < 0, 0, 1 + nearest_colours(colours, self.used)).astype(np.uint8)
        return table[places].reshape(codes.shape)

    def draw(self, indices: Indices) -> RGBA:
        """The picture of ``indices``; clear pixels are all zero."""
        rgba = np.zeros((*indices.shape, 4), np.uint8)
        opaque = indices > 0
        rgba[opaque, :3] = self.colours[indices[opaque]]
        rgba[opaque, 3] = 255
        return rgba

    def restore(self, indices: Indices, originals: Sequence[RGBA]) -> RGBA:
        """As ``draw``, with the true pixel of the first of ``originals`` that shows the same index there.

        So that a still of more than 63 colours keeps all of them where it is only copied.
        """
        rgba = self.draw(indices)
        for original in reversed(originals):
            same = (self.read(original) == indices) & (indices > 0)
            rgba[same] = original[same]
        return rgba
