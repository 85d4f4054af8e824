"""Training samples of the strip reader: frames in motion with the joints they show and those at rest.

Made of the sprite net's samples (``net_composer``): artists' strips, the same in other builds, and figures
drawn by code in any pose. A drawn figure's joints are known. Of an artist's frame they are those of the still
moved as the motion library's track moves them, which was fitted to such frames, and as the artist's guide
lines say where they speak (LPC Revised).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from neonworks_protocol.vocabulary import Direction
from numpy.random import Generator
from numpy.typing import NDArray

from neonworks_models.data.lpc import LpcSource
from neonworks_models.data.net_samples import NetSamples
from neonworks_models.draft.puppet import posed_joints
from neonworks_models.motion.pose import FIELDS, Pose
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.indexed import StillPalette
from neonworks_models.nets.motions import MOTIONS, STRIPS
from neonworks_models.sprites.rig import Joint, Point
from neonworks_models.sprites.sprite import RGBA
from neonworks_models.sprites.strip_frame import StripFrame, strip_planes
from neonworks_models.sprites.strip_reader import VIEWS
from neonworks_models.training.motion_prior import guide_values

__all__ = ["VIEWS", "StripSamples", "clips_of", "strip_samples"]


"""The views that the reader knows; left ones are shown to it in a mirror."""
_JOINTS = tuple(Joint)
_TILT = 45.0
_LIMBS = ("elbow", "wrist", "knee", "ankle")
_MISREAD = 0.35
"""Limb lengths between track and guide line from which the guide is thought misread."""
_UNSURE_FAR, _UNSURE = 0.4, 0.7
"""Weights of a far arm and of other joints in an artist's frame; what is drawn by code has 1."""
_OFF = 0.06
"""Spread of the figure height, axis and foot line as a strip's reading is off, in figure heights."""


@dataclass(frozen=True, eq=False)
class StripSamples:
    """``n`` frames. Planes as bytes: opacity and luma times 255, colour differences times 255 plus 128."""

    planes: NDArray[np.uint8]
    """Shape (n, PLANES, SIDE, SIDE)."""
    views: NDArray[np.int64]
    """Place in ``VIEWS``."""
    joints: NDArray[np.float32]
    """(n, 2, 16, 2): as posed and at rest, in figure heights from the ground point (``StripFrame``)."""
    weights: NDArray[np.float32]
    """(n, 16)."""
    depths: NDArray[np.int64]
    """(n, 2): ``Depth`` of left and right arm."""


@dataclass(frozen=True, eq=False)
class _Clip:
    """Consecutive frames of one view of ``NetSamples``."""

    view: int
    frames: NDArray[np.int64]


def strip_samples(samples: NetSamples, root: Path, random: Generator) -> StripSamples:
    """Every frame of ``samples`` that stands upright; ``root`` holds the artist's guide lines."""
    parts = [
        part
        for clip in clips_of(samples)
        if (part := _read_clip(samples, clip, root / LpcSource.REVISED, random)) is not None
    ]
    return StripSamples(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def clips_of(samples: NetSamples) -> Iterator[_Clip]:
    """The strips of a shard, in which frames lie one after the other."""
    same = (
        (np.diff(samples.views) == 0)
        & (np.diff(samples.actions) == 0)
        & (np.diff(samples.hands) == 0)
        & (np.diff(samples.phases) > 0)
    )
    for frames in np.split(np.arange(len(samples.views)), np.flatnonzero(~same) + 1):
        yield _Clip(int(samples.views[frames[0]]), frames)


_Part = tuple[
    NDArray[np.uint8], NDArray[np.int64], NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]
]


def _read_clip(samples: NetSamples, clip: _Clip, guides: Path, random: Generator) -> _Part | None:
    facing = tuple(Direction)[int(samples.facings[clip.view])]
    view = Direction.RIGHT if facing is Direction.LEFT else facing
    if _is_mislabelled(samples, clip):
        return None
    poses = _true_poses(samples, clip, view, guides)
    if any(pose.topple for pose in poses):
        return None
    height, foot, core = (float(value) for value in samples.places[clip.view])
    rest = {
        joint: (core + float(x) * height, foot + float(y) * height)
        for joint, (x, y) in zip(_JOINTS, samples.joints[clip.view].reshape(-1, 2), strict=True)
    }
    seen = StripFrame(
        core + random.normal(0, 0.5 * _OFF) * height,
        foot + random.normal(0, 0.25 * _OFF) * height,
        height * float(np.exp(random.normal(0, _OFF))),
    )
    own = StillPalette(samples.colours[clip.view], int(samples.counts[clip.view]))
    pictures = [seen.picture(_coloured(random, own.draw(frame))) for frame in samples.truth(clip.frames)]
    cyclic = MOTIONS[int(samples.actions[clip.frames[0]])].looped
    moved = [
        {joint: (float(x), float(y)) for joint, (x, y) in posed_joints(rest, height, pose).items()}
        for pose in poses
    ]
    joints = np.array([[_placed(seen, now), _placed(seen, rest)] for now in moved], np.float32)
    weights = np.tile(_weights(samples, clip, view), (len(poses), 1))
    depths = np.array([[pose.left_arm, pose.right_arm] for pose in poses], np.int64)
    places = np.full(len(poses), VIEWS.index(view), np.int64)
    return _as_bytes(strip_planes(pictures, cyclic=cyclic)), places, joints, weights, depths


def _is_mislabelled(samples: NetSamples, clip: _Clip) -> bool:
    """Where the samples hold the draft's pose, which is not what was drawn: walks of anybody's kind, and the
    classic set's slash, whose swing is another one than the library's."""
    hand, action = int(samples.hands[clip.frames[0]]), int(samples.actions[clip.frames[0]])
    return hand == Hand.FREE or (hand == Hand.CLASSIC and action == STRIPS["slash"])


def _placed(seen: StripFrame, joints: dict[Joint, Point]) -> list[Point]:
    return [seen.from_canvas(joints[joint]) for joint in _JOINTS]


def _weights(samples: NetSamples, clip: _Clip, view: Direction) -> NDArray[np.float32]:
    if int(samples.hands[clip.frames[0]]) not in (Hand.REVISED, Hand.CLASSIC):
        return np.ones(len(_JOINTS), np.float32)
    hidden = ("left_shoulder", "left_elbow", "left_wrist") if view is Direction.RIGHT else ()
    return np.array([_UNSURE_FAR if joint in hidden else _UNSURE for joint in _JOINTS], np.float32)


def _true_poses(samples: NetSamples, clip: _Clip, view: Direction, guides: Path) -> list[Pose]:
    features = samples.poses[clip.frames].astype(np.float64)
    values = features[:, : len(FIELDS)].copy()
    values[:, [name.endswith("tilt") for name in FIELDS]] *= _TILT
    if int(samples.hands[clip.frames[0]]) == Hand.REVISED:
        action = int(samples.actions[clip.frames[0]])
        known = _guided(guides, action, view, len(clip.frames))
        near = np.abs(known - values) < _MISREAD
        values = np.where(near, known, values)
    return [
        Pose(row, int(left), int(right), float(topple) * 2 * _TILT)
        for row, (left, right, topple) in zip(values, features[:, len(FIELDS) :], strict=True)
    ]


@cache
def _guided(guides: Path, action: int, view: Direction, count: int) -> NDArray[np.float64]:
    """What the guide lines say of the limbs in a whole strip, NaN where they are silent."""
    names = {motion: name for name, motion in STRIPS.items()}
    values = guide_values(guides, names[action], view, count, cyclic=MOTIONS[action].looped)
    limbs = np.array([name.split("_")[1] in _LIMBS for name in FIELDS])
    return np.where(limbs, values, np.nan)


def _coloured(random: Generator, rgba: RGBA) -> RGBA:
    """A sprite's colours tell nothing of its pose: a third of the frames have their channels swapped."""
    if random.random() < 0.67:
        return rgba
    return rgba[..., [*random.permutation(3), 3]]


def _as_bytes(planes: NDArray[np.float32]) -> NDArray[np.uint8]:
    shifted = planes * 255
    shifted[:, 2:4] += 128
    return np.clip(shifted.round(), 0, 255).astype(np.uint8)
