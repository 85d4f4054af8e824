"""Finishing that generators share: make a frame keep the contract's pixel rules."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from neonworks_models.contract.limits import ContractLimits
from neonworks_models.contract.scene import Colour, contains, pack, pack_palette
from neonworks_models.contract.specks import speck_mask
from neonworks_models.sprites.rig import AlphaKind
from neonworks_models.sprites.sprite import RGBA

__all__ = ["finish_frame", "snap_colours"]


def finish_frame(rgba: RGBA, palette: Sequence[Colour], alpha_kind: AlphaKind, still_specks: int = 0) -> RGBA:
    """A copy of ``rgba`` (H, W, 4) with palette colours only, no half alpha and no loose pixels.

    Off-palette pixels take the nearest palette colour (squared RGB distance, first of equals). With binary
    alpha, alpha > 127 becomes 255 and the rest 0. Loose spots of up to two pixels go, unless there are no
    more of them than ``still_specks``, the still's own. Transparent pixels become all zero.
    """
    out = np.array(rgba, dtype=np.uint8, order="C")
    if alpha_kind is AlphaKind.BINARY:
        out[..., 3] = np.where(out[..., 3] > 127, 255, 0)
    mask = out[..., 3] > 127
    spots, count = speck_mask(mask, ContractLimits().speck)
    if count > still_specks:
        out[spots] = 0
    out[out[..., 3] == 0] = 0
    return snap_colours(out, palette)


def snap_colours(rgba: RGBA, palette: Sequence[Colour]) -> RGBA:
    """``rgba`` itself, its visible off-palette pixels replaced in place by the nearest palette colour."""
    if not palette:
        return rgba
    visible = rgba[..., 3] > 0
    pixels = rgba[visible]
    packed = pack(pixels)
    off = ~contains(pack_palette(palette), packed)
    if off.any():
        distinct, where = np.unique(packed[off], return_inverse=True)
        pixels[off, :3] = _nearest(distinct, np.asarray(palette, dtype=np.int32))[where]
        rgba[visible] = pixels
    return rgba


def _nearest(packed: NDArray[np.uint32], palette: NDArray[np.int32]) -> NDArray[np.uint8]:
    """The palette row nearest to each packed colour, shape (len(packed), 3)."""
    rgb = np.stack([packed >> 16 & 255, packed >> 8 & 255, packed & 255], axis=1).astype(np.int32)
    # In blocks: painted sprites have thousands of colours on both sides.
    found = np.empty((len(rgb), 3), dtype=np.uint8)
    for start in range(0, len(rgb), 256):
        block = rgb[start : start + 256]
        distance = ((block[:, None, :] - palette[None, :, :]) ** 2).sum(axis=2)
        found[start : start + 256] = palette[distance.argmin(axis=1)]
    return found
