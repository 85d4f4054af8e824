"""The still of a limbless body, prepared for warping: which pixels are border, which rows may give way."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from neonworks_models.sprites.sprite import RGBA

__all__ = ["BlobPixels", "Region", "fitted"]

_MIN_ROW = 0.15
"""Least height of one source row or column, in pixels, before all shrink alike."""
_DETAIL = 6.0
"""How much stiffer a row becomes when all its pixels differ from the next row's."""
_INNER_REACH = 2.5
"""Furthest pixel, in pixels, whose colour may replace an outline pixel that came to lie inside."""
_PART_SHARE = 0.4
"""A detached region larger than this share of the largest one belongs to the body."""


@dataclass(frozen=True, eq=False)
class Region:
    """A set of the still's pixels that moves as one. ``centre`` is (x, y); ``mask`` has shape (H, W)."""

    mask: NDArray[np.bool_]
    centre: tuple[float, float]
    radius: float


class BlobPixels:
    """Lookup tables over one still of shape (H, W, 4).

    A warp is an array of flat source indices, -1 where nothing is. ``mended`` keeps the outline one pixel
    wide after it: the silhouette decides where the border is, the still which colours it has.
    """

    def __init__(self, rgba: RGBA) -> None:
        self.rgba = rgba
        self.opaque: NDArray[np.bool_] = rgba[..., 3] > 0
        self.body, self.parts = _regions(rgba[..., 3] > 0)
        self._border = _border_of(self.opaque)
        inside = self.opaque & ~self._border
        self._nearest_border, _ = _nearest(self._border)
        nearest_inner, distance = _nearest(inside)
        here = np.arange(self.opaque.size, dtype=np.int32).reshape(self.opaque.shape)
        self._nearest_inner = np.where(distance <= _INNER_REACH, nearest_inner, here)
        self._flat = rgba.reshape(-1, 4)

    def mended(self, index: NDArray[np.int32]) -> NDArray[np.int32]:
        """``index`` with border colours on its border and none of them doubled inside."""
        solid = index >= 0
        edge = _border_of(solid)
        source = np.maximum(index, 0)
        was_border = self._border.ravel()[source] & solid
        out = np.where(edge & ~was_border, self._nearest_border.ravel()[source], index)
        return np.where(was_border & ~edge, self._nearest_inner.ravel()[source], out).astype(np.int32)

    def colours(self, index: NDArray[np.int32]) -> RGBA:
        """The picture that ``index`` describes, shape (h, w, 4)."""
        picture = self._flat[np.maximum(index, 0)]
        picture[index < 0] = 0
        return picture

    def row_weights(self, top: int, bottom: int) -> NDArray[np.float64]:
        """How willingly rows ``top``..``bottom`` give way, bottom row first."""
        picture = self.rgba[top:bottom]
        mask = (self.body & ~self._border)[top:bottom]
        return _willing(picture, mask)[::-1]

    def column_weights(self, core_x: float, reach: int) -> NDArray[np.float64]:
        """The same for columns by their distance from ``core_x``, shape (reach,), both sides alike."""
        mask = self.body & ~self._border
        willing = _willing(self.rgba.swapaxes(0, 1), mask.swapaxes(0, 1))
        steps = np.arange(reach) + 0.5
        last = len(willing) - 1
        right = willing[np.clip(np.floor(core_x + steps).astype(int), 0, last)]
        left = willing[np.clip(np.ceil(core_x - steps).astype(int) - 1, 0, last)]
        return np.asarray(np.minimum(left, right))


def fitted(weights: NDArray[np.float64], total: float) -> NDArray[np.float64]:
    """Sizes of unit cells that sum to ``total``, the willing ones changed most; shape as ``weights``."""
    count = len(weights)
    sizes = np.maximum(1.0 + (total - count) * weights / weights.sum(), _MIN_ROW)
    return np.asarray(sizes * (total / sizes.sum()))


def _willing(picture: RGBA, mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    differs = (picture[1:] != picture[:-1]).any(axis=2) & mask[1:] & mask[:-1]
    sizes = np.maximum(mask.sum(axis=1), 1)
    share = differs.sum(axis=1) / np.maximum(sizes[1:], sizes[:-1])
    detail = np.zeros(len(picture))
    detail[1:] = share
    detail[:-1] = np.maximum(detail[:-1], share)
    return np.asarray(1.0 / (1.0 + _DETAIL * detail))


def _regions(opaque: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], tuple[Region, ...]]:
    """The body, and detached parts that float beside it (a sword, a spark)."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(opaque.astype(np.uint8), connectivity=8)
    areas = stats[1:count, cv2.CC_STAT_AREA]
    if not len(areas):
        return opaque, ()
    body = np.isin(labels, 1 + np.flatnonzero(areas > _PART_SHARE * areas.max()))
    parts = []
    for label in 1 + np.flatnonzero(areas <= _PART_SHARE * areas.max()):
        x, y, w, h = (int(v) for v in stats[label, :4])
        centre = (x + w / 2, y + h / 2)
        parts.append(Region(labels == label, centre, float(np.hypot(w, h) / 2)))
    return body, tuple(parts)


def _border_of(solid: NDArray[np.bool_]) -> NDArray[np.bool_]:
    padded = np.pad(solid, 1)
    enclosed = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return np.asarray(solid & ~enclosed)


def _nearest(targets: NDArray[np.bool_]) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Flat index of the nearest true pixel, and its distance; shapes as ``targets``."""
    if not targets.any():
        far = np.full(targets.shape, np.inf, np.float32)
        return np.arange(targets.size, dtype=np.int32).reshape(targets.shape), far
    distance, labels = cv2.distanceTransformWithLabels(
        (~targets).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    place = np.zeros(int(labels.max()) + 1, np.int32)
    place[labels[targets]] = np.flatnonzero(targets)
    return place[labels], np.asarray(distance, np.float32)
