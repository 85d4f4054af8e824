"""The colours of a still: its palette and its outline."""

import cv2
import numpy as np
from numpy.typing import NDArray

from neonworks_models.sprites.sprite import RGBA

__all__ = ["Colour", "outline_colour", "palette_of"]

Colour = tuple[int, int, int]
"""Red, green, blue, 0..255."""

_BORDER_SHARE = 0.5
_DARK = 96.0
"""Luma (0..255) up to which a border colour counts as an outline, with some room for tinted ones."""
_NEAR = 24
"""Largest difference per channel at which two border colours are shades of one outline."""
_LUMA = np.array([0.299, 0.587, 0.114])
"""ITU-R BT.601."""


def palette_of(rgba: RGBA) -> tuple[Colour, ...]:
    """Distinct colours of opaque pixels (alpha > 127), most frequent first; ties by value."""
    colours, counts = _counted(rgba[rgba[..., 3] > 127])
    order = np.lexsort((*colours.T[::-1], -counts))
    return tuple((int(r), int(g), int(b)) for r, g, b in colours[order])


def outline_colour(rgba: RGBA) -> Colour | None:
    """The dark colour that at least half of the figure's border pixels share, within a shade; else None."""
    opaque = rgba[..., 3] > 127
    padded = np.pad(opaque, 1).astype(np.uint8)
    inner = cv2.erode(padded, np.ones((3, 3), np.uint8))[1:-1, 1:-1].astype(bool)
    border = rgba[opaque & ~inner]
    if not len(border):
        return None
    colours, counts = _counted(border)
    dark = colours @ _LUMA <= _DARK
    if not dark.any():
        return None
    best = colours[dark][np.argmax(counts[dark])]
    alike = (np.abs(colours.astype(int) - best.astype(int)) <= _NEAR).all(axis=1)
    if counts[alike].sum() < _BORDER_SHARE * counts.sum():
        return None
    return int(best[0]), int(best[1]), int(best[2])


def _counted(pixels: RGBA) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Distinct RGB rows and how often each occurs."""
    rgb = pixels[:, :3].astype(np.uint32)
    codes, counts = np.unique((rgb[:, 0] << 16) | (rgb[:, 1] << 8) | rgb[:, 2], return_counts=True)
    return np.stack([codes >> 16, (codes >> 8) & 255, codes & 255], axis=1).astype(np.uint8), counts
