"""What carrying pixels may spoil, mended: specks, gaps in the outline, feet off the ground."""

import cv2
import numpy as np
from numpy.typing import NDArray

from neonworks_models.contract.limits import ContractLimits
from neonworks_models.contract.specks import speck_mask
from neonworks_models.looks.colour_map import codes_in
from neonworks_models.sprites.sprite import RGBA, Sprite

__all__ = ["Inks", "grounded", "without_specks"]

_OUTLINED = 0.5
"""Share of the border that one colour and its kin must have to be an outline."""
_SHARE = 0.03
"""Share of the border from which a colour may lie there."""


class Inks:
    """The outline of a sprite: which of its colours may lie on the border."""

    def __init__(self, sprite: RGBA, outline: tuple[int, int, int] | None) -> None:
        """``outline`` as ``SpriteAnalysis`` has it: nothing is mended where it is None."""
        codes, counts = np.unique(codes_in(sprite)[_border(sprite)], return_counts=True)
        self._allowed = codes[counts >= _SHARE * counts.sum()]
        self._ink = outline

    def mended(self, picture: RGBA) -> RGBA:
        """``picture``, in the sprite's own colours, with its outline closed."""
        if self._ink is None:
            return picture
        gaps = _border(picture) & ~np.isin(codes_in(picture), self._allowed)
        result = picture.copy()
        result[gaps] = (*self._ink, 255)
        return result


def without_specks(picture: RGBA, source: Sprite) -> RGBA:
    """Without loose pixels, unless the sprite itself has some."""
    limit = ContractLimits().speck
    if speck_mask(np.ascontiguousarray(source.opaque), limit)[1]:
        return picture
    result = picture.copy()
    result[speck_mask(np.ascontiguousarray(picture[..., 3] > 127), limit)[0]] = 0
    return result


def grounded(picture: RGBA, foot: int) -> RGBA:
    """Standing on the foot line ``foot``: moved by the whole pixels that it sank or rose."""
    rows = np.flatnonzero((picture[..., 3] > 127).any(axis=1))
    if not len(rows) or rows[-1] + 1 == foot:
        return picture
    shift = foot - int(rows[-1]) - 1
    moved = np.zeros_like(picture)
    source = picture[max(0, -shift) : len(picture) - max(0, shift)]
    moved[max(0, shift) : max(0, shift) + len(source)] = source
    return moved


def _border(picture: RGBA) -> NDArray[np.bool_]:
    """Opaque pixels with a clear one above, below or beside them."""
    opaque = np.pad(picture[..., 3] > 127, 1).astype(np.uint8)
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    inner = cv2.erode(opaque, cross)[1:-1, 1:-1]
    return np.asarray((opaque[1:-1, 1:-1] > 0) & (inner == 0), np.bool_)
