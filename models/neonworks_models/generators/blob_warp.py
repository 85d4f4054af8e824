"""Draws a limbless body in a pose: whole rows and columns move, so that pixels stay pixels.

Every output pixel is looked up in the still (no blending, no new colours). Rows are stacked up from the foot
line with heights that favour plain rows, columns spread from the core likewise, and each row is shifted by
whole pixels for lean, sway and ripple.
"""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from neonworks_models.generators.blob_pixels import BlobPixels, Region, fitted
from neonworks_models.generators.blob_pose import BlobPose
from neonworks_models.sprites.rig import Box
from neonworks_models.sprites.sprite import RGBA

__all__ = ["BlobWarp"]

_SHOULDER = 0.3
"""Where wings begin, as a share of the half width."""
_STEEPEST = 0.9
"""Largest sideways step from row to row, in pixels: thin parts stay connected."""
_TWIST_STEP = 15.0
"""Degrees; coarser turns flicker less on small parts."""
_MIN_ROWS = 3


class BlobWarp:
    """Poses one still. ``box``, ``core_x`` and the returned coordinates are the still's canvas pixels."""

    def __init__(self, rgba: RGBA, box: Box, core_x: float) -> None:
        self._pixels = BlobPixels(rgba)
        rows, columns = np.nonzero(self._pixels.body)
        self._box = Box(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
        self._ground = box.y1
        self._core = round(core_x * 2) / 2
        self._height = box.height
        self._half = max(1, math.ceil(max(self._core - self._box.x0, self._box.x1 - self._core)))
        self._rows = self._pixels.row_weights(self._box.y0, self._box.y1)
        self._levels = _stiff_levels(self._rows)
        self._columns = self._pixels.column_weights(self._core, self._half)

    def reach(self, poses: Iterable[BlobPose]) -> Box:
        """A window that holds all of ``poses``, with room to spare."""
        side = up = 0.0
        for pose in poses:
            spread = self._half * math.exp(pose.widen) * (1 + abs(pose.bulge))
            travel = sum(map(abs, (pose.lean, pose.sway, pose.surge, pose.wave, pose.reach)))
            side = max(side, spread + travel * self._height)
            tall = math.exp(pose.stretch) * (1 + abs(pose.sink)) + abs(pose.lift) + abs(pose.hoist)
            up = max(up, tall * self._height + abs(pose.flap) * self._half)
        margin = max((self._overhang(part) for part in self._pixels.parts), default=0) + 2
        sides, above = math.ceil(side) + margin, math.ceil(up) + margin
        x0, x1 = math.floor(self._core) - sides, math.ceil(self._core) + sides
        return Box(x0, self._ground - above, x1, self._ground + self._half + 2)

    def _overhang(self, part: Region) -> int:
        """How far a floating part, turned any way, can stand out from the body's own reach, in pixels."""
        beside = abs(part.centre[0] - self._core) + part.radius - self._half
        above = self._ground - part.centre[1] + part.radius - self._height
        return math.ceil(max(beside * 2, above, part.radius))

    def extent(self, pose: BlobPose, window: Box) -> Box | None:
        """The bounding box of the opaque pixels, or None if nothing is left of them."""
        solid = self._body(pose, window) >= 0
        for part in self._pixels.parts:
            patch, place = self._part(part, pose, window)
            solid[place] |= patch >= 0
        rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
        if not len(rows):
            return None
        x, y = window.x0, window.y0
        return Box(x + int(columns[0]), y + int(rows[0]), x + int(columns[-1]) + 1, y + int(rows[-1]) + 1)

    def render(self, pose: BlobPose, window: Box) -> RGBA:
        """The part of the picture inside ``window``, shape (window height, window width, 4)."""
        return self._pixels.colours(self._index(pose, window))

    def _index(self, pose: BlobPose, window: Box) -> NDArray[np.int32]:
        index = self._pixels.mended(self._body(pose, window))
        for part in self._pixels.parts:
            patch, place = self._part(part, pose, window)
            own = self._pixels.mended(patch)
            index[place] = np.where(own >= 0, own, index[place])
        return index

    def _body(self, pose: BlobPose, window: Box) -> NDArray[np.int32]:
        columns: NDArray[np.float64] = np.arange(window.x0, window.x1, dtype=np.float64) + (0.5 - self._core)
        beat = self._beat(pose, columns)
        margin = int(np.abs(beat).max())
        rows = np.arange(window.y0 - margin, window.y1 + margin, dtype=np.float64) + 0.5
        index = self._stacked(pose, rows, columns)
        if not margin:
            return index
        lookup = np.arange(window.height)[:, None] + margin + beat[None, :]
        return np.take_along_axis(index, lookup, axis=0)

    def _beat(self, pose: BlobPose, columns: NDArray[np.float64]) -> NDArray[np.int64]:
        """Whole pixels by which each column rises, shape (columns,)."""
        beyond = np.maximum(np.abs(columns - round(pose.surge * self._height)) - _SHOULDER * self._half, 0.0)
        slope = min(max(pose.flap, -1.0), 1.0) * _STEEPEST
        return np.round(slope * np.minimum(beyond, self._half)).astype(np.int64)

    def _stacked(
        self, pose: BlobPose, rows: NDArray[np.float64], columns: NDArray[np.float64]
    ) -> NDArray[np.int32]:
        """The body without its wing beat: source indices at ``rows`` × ``columns``."""
        heights = self._row_heights(pose)
        total = float(heights.sum())
        above = self._box.y1 - round(pose.lift * self._height) - rows
        level = np.searchsorted(np.cumsum(heights), above, side="right")
        inside = (above > 0) & (level < len(heights))
        level = np.clip(level, 0, len(heights) - 1)
        share = self._bends(pose)[level]
        source_y = self._box.y1 - 1 - level
        across = columns[None, :] - self._shifts(pose, share, total)[:, None]
        source_x = self._source_columns(pose, share, across)
        known = inside[:, None] & (source_x >= 0)
        index = source_y[:, None] * self._pixels.opaque.shape[1] + source_x
        hit = known & self._pixels.body.ravel()[np.where(known, index, 0)]
        return np.where(hit, index, -1).astype(np.int32)

    def _bends(self, pose: BlobPose) -> NDArray[np.float64]:
        """How much of lean and bulge each row takes, 0..1, bottom first."""
        planted = round(pose.footing * len(self._levels))
        base = self._levels[planted - 1] if planted else 0.0
        return np.asarray(np.maximum(self._levels - base, 0.0) / (1 - base))

    def _row_heights(self, pose: BlobPose) -> NDArray[np.float64]:
        """Heights of the body's rows, bottom first; they sum to a whole number of pixels."""
        count = len(self._rows)
        heights = fitted(self._rows, max(_MIN_ROWS, round(count * math.exp(pose.stretch))))
        if pose.sink:
            heights[count // 2 :] *= min(max(1.0 - pose.sink, 0.4), 1.4)
            heights *= max(_MIN_ROWS, round(heights.sum())) / heights.sum()
        return heights

    def _shifts(self, pose: BlobPose, share: NDArray[np.float64], total: float) -> NDArray[np.float64]:
        """Whole pixels to the right for rows at ``share`` of the body's height."""
        tilt = min(max((pose.lean + pose.sway) * self._height, -_STEEPEST * total), _STEEPEST * total)
        ripple = pose.wave * self._height * np.sin(2 * math.pi * (0.8 * share + pose.ripple))
        return np.asarray(np.round(pose.surge * self._height) + np.round((tilt + ripple) * share))

    def _source_columns(
        self, pose: BlobPose, share: NDArray[np.float64], across: NDArray[np.float64]
    ) -> NDArray[np.int64]:
        """Source column of each pixel ``across`` from the core, -1 outside; shape as ``across``."""
        factors = np.exp(pose.widen) * (1 + pose.bulge * (1 - 2 * share))
        steps = np.round(factors * self._half * 2).astype(np.int64)
        found = np.full(across.shape, -1, np.int64)
        edges = np.arange(self._half + 1, dtype=np.float64)
        for step in np.unique(steps):
            of_step = steps == step
            reach = np.concatenate(([0.0], np.cumsum(fitted(self._columns, max(1.0, step / 2)))))
            distance = np.interp(np.abs(across[of_step]), reach, edges, right=np.inf)
            outside = distance >= self._half
            distance = np.where(outside, 0.0, distance)
            # Whole columns from the core, so that both halves round alike.
            away = np.floor(distance + self._core % 1)
            right, left = math.floor(self._core) + away, math.ceil(self._core) - 1 - away
            source = np.where(across[of_step] >= 0, right, left)
            source[outside | (source < 0) | (source >= self._pixels.opaque.shape[1])] = -1
            found[of_step] = source.astype(np.int64)
        return found

    def _part(
        self, part: Region, pose: BlobPose, window: Box
    ) -> tuple[NDArray[np.int32], tuple[slice, slice]]:
        """A floating part follows the body as a rigid piece: its source indices, and where in ``window``."""
        angle = math.radians(round(pose.twist / _TWIST_STEP) * _TWIST_STEP)
        if part.centre[0] < self._core and not pose.reach:
            angle = -angle
        cos, sin = math.cos(angle), math.sin(angle)
        x, y = self._part_centre(part, pose, abs(sin), abs(cos))
        place = _around(x, y, part.radius + 1, window)
        dx = np.arange(place[1].start, place[1].stop) + (window.x0 + 0.5 - x)
        dy = np.arange(place[0].start, place[0].stop)[:, None] + (window.y0 + 0.5 - y)
        source_x = np.floor(part.centre[0] + cos * dx + sin * dy).astype(np.int64)
        source_y = np.floor(part.centre[1] - sin * dx + cos * dy).astype(np.int64)
        height, width = part.mask.shape
        known = (source_x >= 0) & (source_x < width) & (source_y >= 0) & (source_y < height)
        index = np.where(known, source_y * width + source_x, 0)
        return np.where(known & part.mask.ravel()[index], index, -1).astype(np.int32), place

    def _part_centre(self, part: Region, pose: BlobPose, sin: float, cos: float) -> tuple[float, float]:
        """Where the part's centre comes to lie; it moves by whole pixels and never below the foot line."""
        rows, columns = np.nonzero(part.mask)
        tall, wide = int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1
        above = self._ground - part.centre[1]
        tilt = (pose.lean + pose.sway) * above
        out = (part.centre[0] - self._core) * (math.exp(max(pose.widen, 0.0)) - 1)
        x = part.centre[0] + round(out + tilt + (pose.surge + pose.reach) * self._height)
        rise = (pose.lift + pose.hoist) * self._height + 0.5 * above * (math.exp(pose.stretch) - 1)
        half = (tall * cos + wide * sin) / 2
        resting = half - above
        rise = max(rise * (1 - pose.drop) + resting * pose.drop, resting)
        return x, part.centre[1] - round(rise)


def _around(x: float, y: float, radius: float, window: Box) -> tuple[slice, slice]:
    """Rows and columns of ``window`` within ``radius`` of a point."""
    rows = [min(max(math.floor(y + r) - window.y0, 0), window.height) for r in (-radius, radius + 1)]
    columns = [min(max(math.floor(x + r) - window.x0, 0), window.width) for r in (-radius, radius + 1)]
    return slice(*rows), slice(*columns)


def _stiff_levels(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Height 0..1 of each row for bending, bottom first: detailed rows, a face, lie at nearly one level."""
    give = weights**3
    return np.asarray((np.cumsum(give) - give / 2) / give.sum())
