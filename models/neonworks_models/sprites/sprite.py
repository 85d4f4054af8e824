"""``Sprite``: one still image, decoded, immutable and identified by its pixels."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

__all__ = ["RGBA", "Sprite"]

RGBA = NDArray[np.uint8]
"""Straight-alpha pixels, shape (height, width, 4), 0..255."""


@dataclass(frozen=True, eq=False)
class Sprite:
    """A still to animate.

    ``rgba`` is read-only, C-contiguous, shape (H, W, 4), straight alpha; fully transparent pixels are all
    zero, so that equal pictures have equal bytes.
    """

    rgba: RGBA

    @classmethod
    def from_rgba(cls, rgba: RGBA) -> "Sprite":
        """Copy and normalise any (H, W, 4) uint8 array."""
        own = np.ascontiguousarray(rgba, dtype=np.uint8).copy()
        own[own[..., 3] == 0] = 0
        own.flags.writeable = False
        return cls(own)

    @property
    def width(self) -> int:
        return int(self.rgba.shape[1])

    @property
    def height(self) -> int:
        return int(self.rgba.shape[0])

    @cached_property
    def sha256(self) -> str:
        """Hex digest of size and pixels: the sprite's identity in caches and sidecars."""
        head = f"{self.width}x{self.height}:".encode()
        return hashlib.sha256(head + self.rgba.tobytes()).hexdigest()

    @cached_property
    def opaque(self) -> NDArray[np.bool_]:
        """Where alpha > 127, shape (H, W)."""
        mask: NDArray[np.bool_] = self.rgba[..., 3] > 127
        return mask

    def mirrored(self) -> "Sprite":
        """The sprite in a horizontal mirror."""
        return Sprite.from_rgba(self.rgba[:, ::-1])
