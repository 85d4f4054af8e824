"""A cut-out beast drawn in a pose: rows of a leg and columns of the body move by whole pixels.

A leg's rows are shifted along a line from hip to foot, and rows of its upper part left out or repeated where
the leg is shortened or stretched, so that outlines stay one pixel thin. The body's columns rise and sink with
bob, pitch and tail. The head keeps its pixels; its border with the body is repeated where it moves away.
"""

from dataclasses import dataclass, fields, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from neonworks_models.draft.beast import PAW, Beast, Leg
from neonworks_models.draft.raster import Packed

__all__ = ["BeastPose", "LegPose", "draw_beast"]


@dataclass(frozen=True)
class LegPose:
    """``step``: the foot ahead of where it stands, ``lift``: above it, ``bend``: the knee ahead of the line
    from hip to foot; in leg lengths."""

    step: float = 0.0
    lift: float = 0.0
    bend: float = 0.0

    def toward(self, other: "LegPose", share: float) -> "LegPose":
        """``share`` (0..1) of the way to ``other``."""
        return _mixed(self, other, share)


@dataclass(frozen=True)
class BeastPose:
    """All zero is the still. ``surge`` ahead, ``rise`` up: of the body, in figure heights; ``pitch``: the
    front hip above the hind one, ``head`` and ``tail`` up, ``reach``: the head ahead, likewise. ``legs``:
    near front, far front, near hind, far hind."""

    surge: float = 0.0
    rise: float = 0.0
    pitch: float = 0.0
    head: float = 0.0
    reach: float = 0.0
    tail: float = 0.0
    legs: tuple[LegPose, LegPose, LegPose, LegPose] = (LegPose(), LegPose(), LegPose(), LegPose())

    def toward(self, other: "BeastPose", share: float) -> "BeastPose":
        """``share`` (0..1) of the way to ``other``."""
        first, second, third, fourth = (
            a.toward(b, share) for a, b in zip(self.legs, other.legs, strict=True)
        )
        return replace(_mixed(self, other, share), legs=(first, second, third, fourth))


_Pose = TypeVar("_Pose", LegPose, BeastPose)


def _mixed(own: _Pose, other: _Pose, share: float) -> _Pose:
    values = {
        field.name: getattr(own, field.name) * (1 - share) + getattr(other, field.name) * share
        for field in fields(own)
        if field.name != "legs"
    }
    return replace(own, **values)


def draw_beast(beast: Beast, pose: BeastPose, size: tuple[int, int], offset: tuple[int, int]) -> Packed:
    """One frame of ``size`` (height, width); the still's pixel (0, 0) lies at ``offset`` (x, y)."""
    canvas = np.zeros(size, np.uint32)
    rises = _rises(beast, pose)
    height = beast.box.height
    surge = round(pose.surge * height)
    for leg in sorted(beast.legs, key=lambda leg: leg.near):
        _stamp_leg(canvas, leg, _pose_of(leg, pose), _at(rises, leg.hip[0]), surge, offset)
    whole = rises + np.round(pose.tail * height * _tail_share(beast)).astype(np.int64)
    whole = np.maximum(whole, _floors(beast.body, beast.box.y1))
    _stamp_columns(canvas, beast.body, whole, surge, offset)
    _stamp_head(canvas, beast, pose, (surge, _at(whole, beast.hips[1])), offset)
    return canvas


def _pose_of(leg: Leg, pose: BeastPose) -> LegPose:
    return pose.legs[(0 if leg.front else 2) + (0 if leg.near else 1)]


def _rises(beast: Beast, pose: BeastPose) -> NDArray[np.int64]:
    """Whole pixels by which each of the still's columns rises with the trunk."""
    x = np.arange(beast.body.shape[1]) + 0.5
    hind, front = beast.hips
    tilt = np.clip((x - (hind + front) / 2) / max(front - hind, 1.0), -0.9, 0.9)
    return np.asarray(np.round((pose.rise + pose.pitch * tilt) * beast.box.height), dtype=np.int64)


def _at(rises: NDArray[np.int64], x: float) -> int:
    return int(rises[min(max(round(x), 0), len(rises) - 1)])


def _tail_share(beast: Beast) -> NDArray[np.float64]:
    """How much of the tail's movement each column takes part in, 0..1."""
    x = np.arange(beast.body.shape[1]) + 0.5
    share = np.clip((beast.tail - x) / max(beast.tail - beast.box.x0, 1.0), 0.0, 1.0)
    smooth: NDArray[np.float64] = share * share * (3 - 2 * share)
    return smooth


def _floors(art: Packed, ground: int) -> NDArray[np.int64]:
    """The deepest that each column can go without sinking below the ground, 0 or less."""
    solid = art != 0
    lowest = np.where(solid.any(axis=0), len(art) - solid[::-1].argmax(axis=0), ground)
    return np.asarray(lowest - ground, dtype=np.int64)


def _stamp_columns(
    canvas: Packed, art: Packed, rises: NDArray[np.int64], surge: int, offset: tuple[int, int]
) -> None:
    ys, xs = np.nonzero(art)
    _put(canvas, art[ys, xs], ys - rises[xs] + offset[1], xs + surge + offset[0])


def _stamp_head(
    canvas: Packed, beast: Beast, pose: BeastPose, trunk: tuple[int, int], offset: tuple[int, int]
) -> None:
    """The head where it goes, not below the ground, and the neck on its way there."""
    height = beast.box.height
    rows = np.flatnonzero((beast.head != 0).any(axis=1))
    floor = int(rows[-1]) + 1 - beast.box.y1 if rows.size else 0
    dx = round(pose.reach * height)
    dy = max(trunk[1] + round(pose.head * height), floor) - trunk[1]
    # A head that only sinks hides its own neck.
    way = max(abs(dx), abs(dy)) if dx or dy > 0 else 0
    for step in range(way):
        place = round(dx * step / way), round(dy * step / way)
        _stamp_moved(canvas, beast.neck, (trunk[0] + place[0], trunk[1] + place[1]), offset)
    _stamp_moved(canvas, beast.head, (trunk[0] + dx, trunk[1] + dy), offset)


def _stamp_moved(canvas: Packed, art: Packed, move: tuple[int, int], offset: tuple[int, int]) -> None:
    """``move``: pixels ahead and up."""
    ys, xs = np.nonzero(art)
    _put(canvas, art[ys, xs], ys - move[1] + offset[1], xs + move[0] + offset[0])


def _put(canvas: Packed, pixels: Packed, ys: NDArray[np.int64], xs: NDArray[np.int64]) -> None:
    """Pixels at their places; what lies beyond the canvas is left out."""
    inside = (ys >= 0) & (ys < canvas.shape[0]) & (xs >= 0) & (xs < canvas.shape[1])
    canvas[ys[inside], xs[inside]] = pixels[inside]


def _stamp_leg(
    canvas: Packed, leg: Leg, pose: LegPose, hip_rise: int, surge: int, offset: tuple[int, int]
) -> None:
    top, length = leg.hip[1], leg.length
    foot = leg.foot - max(0, round(pose.lift * length))
    start = min(top - hip_rise, foot - 1)
    count = foot - start
    step = round(pose.step * length)
    for row, source in enumerate(_rows(length, count)):
        share = (row + 1) / count
        bow = pose.bend * length * 4 * share * (1 - share)
        shift = round(surge * (1 - share) + step * share + bow) if row < count - 1 else step
        y = start + row + offset[1]
        columns = np.flatnonzero(leg.art[top + source])
        xs = columns + shift + offset[0]
        inside = (xs >= 0) & (xs < canvas.shape[1])
        if 0 <= y < canvas.shape[0]:
            canvas[y, xs[inside]] = leg.art[top + source, columns[inside]]


def _rows(length: int, count: int) -> NDArray[np.int64]:
    """Which row of the leg each drawn row shows: the paw as it is, above it as many as there is room for."""
    paw = min(max(1, round(PAW * length)), count)
    upper = count - paw
    stretch = np.floor((np.arange(upper) + 0.5) * (length - paw) / max(1, upper)).astype(np.int64)
    rows: NDArray[np.int64] = np.concatenate([stretch, np.arange(length - paw, length)])
    return rows
