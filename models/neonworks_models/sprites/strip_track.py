"""Head and trunk followed from frame to frame by their own pixels.

A net reads where a head is to about a pixel; but artists move heads by whole pixels and keep how they look,
so that a patch of the head finds itself again exactly. Where it does not, because the head turns or an arm
hides it, the reading stays.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from neonworks_models.sprites.sprite import RGBA

__all__ = ["followed", "patch_shifts"]

_REACH = 0.3
"""How far from its first place a patch is looked for, in figure heights."""
_HEAD_SIDE, _TRUNK_SIDE = 0.16, 0.07
"""Half widths of both patches, in figure heights: as wide as a head; narrower than the space between arms."""
_FOUND = 0.35
"""A patch is found where its mismatch is below this share of a typical place's."""
_UNSURE = 1.2
"""Pixels by which a reading of where the whole strip is may be off."""
_CALM = 0.02
"""What a shift of one pixel costs, as a share of a typical mismatch: of equal places the nearer one."""

Points = NDArray[np.float64]


def followed(
    frames: Sequence[RGBA],
    points: Sequence[Points],
    rest: Sequence[Points],
    height: float,
    *,
    sideways: bool,
) -> list[Points]:
    """``points`` are the head's top, the neck and the hips in each frame, (n, 2) pixels each, ``rest`` the
    same of the figure standing, (2,) each; moved as the pixels between them do, by whole pixels from where
    they rest, and as far on the whole as was surely read.

    Seen from the side an arm swings before the trunk; hips then go with the head.
    """
    tops, necks, hips = points
    head = patch_shifts(frames, tops[0], necks[0], _HEAD_SIDE * height, height)
    if head is None:
        return list(points)
    trunk = None if sideways else patch_shifts(frames, necks[0], hips[0], _TRUNK_SIDE * height, height)
    shifts = [_levelled(each) for each in (head, head, head if trunk is None else trunk)]
    away = [
        np.median(read - still - moved, axis=0)
        for read, still, moved in zip(points, rest, shifts, strict=True)
    ]
    whole, low = _known((away[0] + away[1]) / 2), _known(away[2])
    return [
        still + moved + offset for still, moved, offset in zip(rest, shifts, (whole, whole, low), strict=True)
    ]


def _levelled(shifts: Points) -> Points:
    """Counted from where the figure is most of the time."""
    return np.asarray(shifts - np.round(np.median(shifts, axis=0)), dtype=np.float64)


def _known(offset: Points) -> Points:
    """A place away from rest that is no error of the reading."""
    return np.where(np.abs(offset) < _UNSURE, 0.0, np.round(offset))


def patch_shifts(
    frames: Sequence[RGBA], above: Points, below: Points, half: float, height: float
) -> Points | None:
    """By how many whole pixels (x, y) what lies between two points of the first frame has moved in each,
    shape (n, 2); None where some frame does not show it."""
    middle, reach = (above[0] + below[0]) / 2, max(2, round(_REACH * height))
    x0, x1 = round(middle - half), round(middle + half)
    y0, y1 = round(min(above[1], below[1])), round(max(above[1], below[1]))
    if x1 - x0 < 3 or y1 - y0 < 3:
        return None
    first = _padded(frames[0], reach)
    patch = first[y0 + reach : y1 + reach, x0 + reach : x1 + reach]
    if patch.shape[:2] != (y1 - y0, x1 - x0) or not patch[..., 3].any():
        return None
    shifts = [_shift(_padded(frame, reach), patch, (y0, x0), reach) for frame in frames]
    found = [shift for shift in shifts if shift is not None]
    return np.array(found, np.float64) if len(found) == len(frames) else None


def _padded(frame: RGBA, by: int) -> NDArray[np.uint8]:
    clear = np.where(frame[..., 3:] > 127, frame, 0).astype(np.uint8)
    return np.pad(clear, ((by, by), (by, by), (0, 0)))


def _shift(
    frame: NDArray[np.uint8], patch: NDArray[np.uint8], place: tuple[int, int], reach: int
) -> tuple[int, int] | None:
    """Where the patch is, relative to ``place`` (row, column); None where nothing looks like it."""
    y, x = place
    window = frame[y : y + patch.shape[0] + 2 * reach, x : x + patch.shape[1] + 2 * reach]
    if window.shape[0] < patch.shape[0] or window.shape[1] < patch.shape[1]:
        return None
    cost = cv2.matchTemplate(window, patch, cv2.TM_SQDIFF)
    typical = max(float(np.median(cost)), 1.0)
    rows, columns = np.indices(cost.shape)
    far = np.abs(rows - reach) + np.abs(columns - reach)
    best = int(np.argmin(cost + _CALM * typical * far))
    row, column = divmod(best, cost.shape[1])
    return (column - reach, row - reach) if cost[row, column] < _FOUND * typical else None
