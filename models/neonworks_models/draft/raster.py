"""Drawing cut-out pieces of pixel art, turned and stretched, without blur.

Pieces are kept packed (one uint32 a pixel) and enlarged four times by two passes of Scale2x (A. Mazzoleni,
2001; the enlarging step of RotSprite), so that a turned edge is sampled from a smooth version of the drawn
one; a piece that only moves is copied pixel by pixel.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from neonworks_models.sprites.sprite import RGBA

__all__ = [
    "BoneMove",
    "Packed",
    "Piece",
    "pack_pixels",
    "scale2x",
    "stamp_moved",
    "stamp_turned",
    "unpack_pixels",
]

Packed = NDArray[np.uint32]
"""RGBA pixels as one number each, shape (H, W); 0 is fully transparent."""

ENLARGED = 4
_ENLARGE_BELOW = 160
"""Height in pixels from which a piece is not enlarged: its edges are smooth enough and time matters more."""


def pack_pixels(rgba: RGBA) -> Packed:
    """(H, W, 4) bytes -> (H, W) numbers, pixel for pixel."""
    return np.ascontiguousarray(rgba).view(np.uint32)[..., 0]


def unpack_pixels(packed: Packed) -> RGBA:
    """The inverse of ``pack_pixels``."""
    height, width = packed.shape
    return np.ascontiguousarray(packed).view(np.uint8).reshape(height, width, 4)


def scale2x(art: Packed) -> Packed:
    """Twice the size, corners rounded where two neighbours agree (Scale2x rules)."""
    padded = np.pad(art, 1, mode="edge")
    up, down = padded[:-2, 1:-1], padded[2:, 1:-1]
    left, right = padded[1:-1, :-2], padded[1:-1, 2:]
    flat = (up == down) | (left == right)
    out = np.empty((art.shape[0] * 2, art.shape[1] * 2), dtype=art.dtype)
    out[0::2, 0::2] = np.where(~flat & (left == up), left, art)
    out[0::2, 1::2] = np.where(~flat & (up == right), right, art)
    out[1::2, 0::2] = np.where(~flat & (left == down), left, art)
    out[1::2, 1::2] = np.where(~flat & (down == right), right, art)
    return out


@dataclass(frozen=True, eq=False)
class Piece:
    """A cut-out part of the still. ``art`` starts at canvas pixel (``x``, ``y``)."""

    art: Packed
    x: int
    y: int
    factor: int

    @cached_property
    def large(self) -> Packed:
        """``art`` enlarged ``factor`` times; most pieces of most clips never turn and need none."""
        return scale2x(scale2x(self.art)) if self.factor == ENLARGED else self.art

    @classmethod
    def cut(cls, picture: Packed, keep: NDArray[np.bool_]) -> "Piece | None":
        """The pixels of ``picture`` where ``keep``; None where nothing is left. Shapes (H, W)."""
        keep = keep & (picture != 0)
        if not keep.any():
            return None
        ys, xs = np.nonzero(keep)
        y0, y1, x0, x1 = ys.min(), ys.max() + 1, xs.min(), xs.max() + 1
        # One clear pixel around, so that enlarging can round the outer corners too.
        art = np.pad(np.where(keep, picture, 0)[y0:y1, x0:x1], 1)
        small = picture.shape[0] < _ENLARGE_BELOW
        return cls(art, int(x0) - 1, int(y0) - 1, ENLARGED if small else 1)


def stamp_moved(canvas: Packed, piece: Piece, dx: int, dy: int) -> None:
    """Copy ``piece`` onto ``canvas``, moved by whole pixels; what falls outside is dropped."""
    height, width = canvas.shape
    x0, y0 = piece.x + dx, piece.y + dy
    left, top = max(0, x0), max(0, y0)
    right, bottom = min(width, x0 + piece.art.shape[1]), min(height, y0 + piece.art.shape[0])
    if left >= right or top >= bottom:
        return
    art = piece.art[top - y0 : bottom - y0, left - x0 : right - x0]
    target = canvas[top:bottom, left:right]
    np.copyto(target, art, where=art != 0)


@dataclass(frozen=True)
class BoneMove:
    """A bone from ``start`` to ``end`` in the still, drawn from ``new_start`` to ``new_end``, (2,) each.

    Between its ends a piece is stretched along the bone; beyond them (a hand, a shoulder) only turned.
    """

    start: NDArray[np.float64]
    end: NDArray[np.float64]
    new_start: NDArray[np.float64]
    new_end: NDArray[np.float64]


def stamp_turned(canvas: Packed, piece: Piece, move: BoneMove) -> None:
    """Draw ``piece`` onto ``canvas`` as its bone moved, nearest pixel of the enlarged art."""
    box = _reach(piece, move, canvas.shape)
    if box is None:
        return
    left, top, right, bottom = box
    xs = np.arange(left, right) + 0.5 - move.new_start[0]
    ys = (np.arange(top, bottom) + 0.5 - move.new_start[1])[:, None]
    along, across, length, new_length = _axes(move)
    t = xs * along[1][0] + ys * along[1][1]
    n = xs * across[1][0] + ys * across[1][1]
    middle = np.clip(t, 0.0, new_length)
    t = t - middle + middle * (length / new_length)
    sx = move.start[0] + t * along[0][0] + n * across[0][0]
    sy = move.start[1] + t * along[0][1] + n * across[0][1]
    ix = np.floor((sx - piece.x) * piece.factor).astype(np.int64)
    iy = np.floor((sy - piece.y) * piece.factor).astype(np.int64)
    inside = (ix >= 0) & (iy >= 0) & (ix < piece.large.shape[1]) & (iy < piece.large.shape[0])
    art = piece.large[np.where(inside, iy, 0), np.where(inside, ix, 0)]
    np.copyto(canvas[top:bottom, left:right], art, where=inside & (art != 0))


def _axes(
    move: BoneMove,
) -> tuple[
    tuple[NDArray[np.float64], NDArray[np.float64]],
    tuple[NDArray[np.float64], NDArray[np.float64]],
    float,
    float,
]:
    """(old, new) unit vectors along and across, old and new length; a bone without length does not turn."""
    old, new = move.end - move.start, move.new_end - move.new_start
    length, new_length = float(np.hypot(*old)), float(np.hypot(*new))
    u = old / length if length > 1e-6 else np.array([0.0, 1.0])
    v = new / new_length if min(length, new_length) > 1e-6 else u
    length, new_length = max(length, 1e-6), max(new_length, 0.25)
    return (u, v), (np.array([-u[1], u[0]]), np.array([-v[1], v[0]])), length, new_length


def _reach(piece: Piece, move: BoneMove, shape: tuple[int, ...]) -> tuple[int, int, int, int] | None:
    """Canvas rectangle that the moved piece can touch."""
    corners = np.array(
        [
            [piece.x + i * piece.art.shape[1], piece.y + j * piece.art.shape[0]]
            for i in (0, 1)
            for j in (0, 1)
        ],
        dtype=np.float64,
    )
    along, across, length, new_length = _axes(move)
    t = (corners - move.start) @ along[0]
    n = (corners - move.start) @ across[0]
    middle = np.clip(t, 0.0, length)
    t = t - middle + middle * (new_length / length)
    moved = move.new_start + t[:, None] * along[1] + n[:, None] * across[1]
    left, top = np.floor(moved.min(axis=0)).astype(int)
    right, bottom = np.ceil(moved.max(axis=0)).astype(int)
    left, top = max(0, int(left)), max(0, int(top))
    right, bottom = min(shape[1], int(right)), min(shape[0], int(bottom))
    return None if left >= right or top >= bottom else (left, top, right, bottom)
