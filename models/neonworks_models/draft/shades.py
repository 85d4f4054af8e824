"""Darker shades of a sprite's colours that are colours of the sprite."""

import numpy as np

from neonworks_models.draft.raster import Packed, pack_pixels, unpack_pixels

__all__ = ["MOST_SHADES", "Shades"]

MOST_SHADES = 512
"""Colours among which a shade is looked for."""


class Shades:
    """A sprite's own colours, each with its own colour that is nearest to a darker shade of it."""

    def __init__(self, picture: Packed) -> None:
        self._colours = np.union1d(picture, 0).astype(np.uint32)
        self._rgba = unpack_pixels(self._colours[None, :])[0].astype(np.float64)
        self._known: dict[float, Packed] = {}

    def darker(self, art: Packed, share: float) -> Packed:
        """``art``, which holds only the sprite's colours, at ``share`` of its brightness."""
        if share not in self._known:
            self._known[share] = self._nearest(share)
        shaded: Packed = self._known[share][np.searchsorted(self._colours, art)]
        return shaded

    def _nearest(self, share: float) -> Packed:
        solid = self._rgba[:, 3] > 0
        own = self._rgba[solid]
        if not len(own):
            return self._colours
        if len(own) > MOST_SHADES:
            # Painted sprites have thousands of colours; a regular sample of them is enough for a shade.
            own = own[:: len(own) // MOST_SHADES]
        shades = self._rgba.copy()
        for i in np.flatnonzero(solid):
            distance = ((own[:, :3] - share * self._rgba[i, :3]) ** 2).sum(axis=1)
            shades[i, :3] = own[distance.argmin(), :3]
        packed: Packed = pack_pixels(shades.astype(np.uint8)[None, :, :])[0]
        return packed
