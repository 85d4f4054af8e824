"""``ColourMap``: other colours for the colours of a sprite."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from neonworks_models.looks.oklab import Lab, from_lab, to_lab
from neonworks_models.sprites.sprite import RGBA

__all__ = ["ColourMap", "codes_in", "lab_of"]

_PLACES = np.array([1 << 16, 1 << 8, 1])


@dataclass(frozen=True, eq=False)
class ColourMap:
    """``codes`` (n,), 0xRRGGBB in rising order, become ``colours`` (n, 3), 0..255."""

    codes: NDArray[np.int64]
    colours: NDArray[np.uint8]

    @classmethod
    def towards(cls, codes: NDArray[np.int64], start: Lab, goal: Lab) -> "ColourMap":
        """To OKLab colours; those that equal ``start`` stay what they are to the last bit."""
        same = (start == goal).all(axis=-1)
        own = np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=-1)
        return cls(codes, np.where(same[:, None], own, from_lab(goal)).astype(np.uint8))

    def drawn(self, picture: RGBA) -> RGBA:
        """``picture`` in the new colours; unknown colours, alpha and clear pixels stay."""
        result, mask = picture.copy(), picture[..., 3] > 0
        codes, shown = codes_in(picture[mask]), picture[mask, :3].copy()
        places = np.searchsorted(self.codes, codes).clip(0, len(self.codes) - 1)
        known = self.codes[places] == codes
        shown[known] = self.colours[places[known]]
        result[mask, :3] = shown
        return result


def codes_in(pixels: NDArray[Any]) -> NDArray[np.int64]:
    """0xRRGGBB of pixels (..., 3 or more), also of clear ones."""
    return np.asarray((pixels[..., :3].astype(np.int64) * _PLACES).sum(axis=-1), np.int64)


def lab_of(codes: NDArray[np.int64]) -> Lab:
    """Codes (n,) in OKLab, (n, 3)."""
    return to_lab(np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=-1))
