"""``Performance``: a motion read off another figure's strip, without that figure's proportions.

Joints become poses, which count in limb lengths and figure heights (``motion.pose``); so a tall knight's walk
moves a short hero by as much as suits him.
"""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from neonworks_protocol.vocabulary import Action, Direction, Variant
from numpy.typing import NDArray

from neonworks_models.draft.puppet import carried
from neonworks_models.draft.raster import BoneMove
from neonworks_models.motion.library import MotionLibrary, Track
from neonworks_models.motion.pose import FIELDS, Pose, field_index
from neonworks_models.sprites.rig import Joint, Joints
from neonworks_models.sprites.sides import mirrored_joints
from neonworks_models.sprites.strip_reader import StripReading

__all__ = ["Performance", "performance_of", "pose_between", "view_of"]

_SMOOTHED = 0.1
"""Share that each neighbour has in a frame's pose: readings of single frames tremble."""
_STILL = 0.012
"""Displacement in figure heights below which a body part has not moved: that little the reading is off."""

Vector = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Performance:
    """``poses`` of consecutive frames, of a figure facing ``facing``; left ones are turned to the right.

    ``durations``: milliseconds of each frame where the source says them.
    """

    poses: tuple[Pose, ...]
    facing: Direction
    cyclic: bool
    durations: tuple[int, ...] | None = None

    @cached_property
    def digest(self) -> str:
        """Hex sha256 of all that moves a figure."""
        values = np.round(np.stack([pose.values for pose in self.poses]), 6)
        depths = [(pose.left_arm, pose.right_arm, pose.topple) for pose in self.poses]
        about = repr((depths, self.facing.value, self.cyclic, self.durations))
        return hashlib.sha256(values.tobytes() + about.encode()).hexdigest()

    @cached_property
    def library(self) -> MotionLibrary:
        """A library in which every motion is this one."""
        return _OnlyThis(Track.of_poses(self.poses, cyclic=self.cyclic))

    @property
    def action(self) -> Action:
        """What it most looks like: for files and for rules about feet, where nobody says it."""
        ankles = np.stack([[*pose.pair("left_ankle"), *pose.pair("right_ankle")] for pose in self.poses])
        travel = float(np.ptp(ankles, axis=0).max())
        lifted = float(np.minimum(-ankles[:, 1], -ankles[:, 3]).max())
        head = np.array([pose["root_y"] + pose["neck_y"] + pose["head_y"] for pose in self.poses])
        if lifted > 0.3 and head.min() < -0.08:
            return Action.JUMP
        if self.cyclic:
            if travel < 0.15:
                return Action.IDLE
            return Action.RUN if lifted > 0.12 else Action.WALK
        return Action.DEATH if head[-1] > 0.3 else Action.ATTACK


class _OnlyThis(MotionLibrary):
    """Plays one track, whatever is asked for."""

    def __init__(self, track: Track) -> None:
        super().__init__({})
        self._track = track

    def track(self, action: Action, variant: Variant | None, view: Direction) -> Track:
        return self._track


def view_of(facing: Direction) -> Direction:
    """The view in which a facing is drawn: left ones in the mirror of right ones."""
    return Direction.RIGHT if facing is Direction.LEFT else facing


def performance_of(
    reading: StripReading, *, cyclic: bool, durations: tuple[int, ...] | None = None
) -> Performance:
    """The reading as poses, calmed; a cycle's sideways middle is the standing figure's."""
    rest, frames = reading.rest, reading.joints
    depths = reading.depths
    if reading.facing is Direction.LEFT:
        rest, frames = mirrored_joints(rest, 0.0), tuple(mirrored_joints(each, 0.0) for each in frames)
        depths = tuple((right, left) for left, right in depths)
    poses = [
        pose_between(rest, now, reading.height, left, right)
        for now, (left, right) in zip(frames, depths, strict=True)
    ]
    values = _smoothed(np.stack([pose.values for pose in poses]), cyclic=cyclic)
    if cyclic:
        values = _centred(values)
    values = _settled(values)
    poses = [replace(pose, values=row) for pose, row in zip(poses, values, strict=True)]
    return Performance(tuple(poses), reading.facing, cyclic, durations)


def pose_between(rest: Joints, now: Joints, height: float, left_arm: int, right_arm: int) -> Pose:
    """The pose that brings a standing figure ``height`` pixels tall from ``rest`` to ``now``."""
    start = {joint: np.asarray(point, dtype=np.float64) for joint, point in rest.items()}
    end = {joint: np.asarray(point, dtype=np.float64) for joint, point in now.items()}
    hips = (Joint.PELVIS, Joint.LEFT_HIP, Joint.RIGHT_HIP)
    root = np.mean([end[joint] - start[joint] for joint in hips], axis=0)
    top = end[Joint.NECK] - start[Joint.NECK]
    head = end[Joint.HEAD_TOP] - start[Joint.HEAD_TOP]
    values = np.zeros(len(FIELDS))
    for stem, moved in (("root", root), ("neck", top - root), ("head", head - top)):
        _set(values, stem, moved / height)
    torso = BoneMove(
        start[Joint.PELVIS], start[Joint.NECK], start[Joint.PELVIS] + root, start[Joint.NECK] + top
    )
    for side in ("left", "right"):
        shoulder = start[Joint(f"{side}_shoulder")]
        along = carried(shoulder, torso) - shoulder
        arm, leg = _reach(start, side, "shoulder elbow wrist"), _reach(start, side, "hip knee ankle")
        for word in ("elbow", "wrist"):
            joint = Joint(f"{side}_{word}")
            _set(values, joint.value, (end[joint] - start[joint] - along) / arm)
        for word in ("knee", "ankle"):
            joint = Joint(f"{side}_{word}")
            _set(values, joint.value, (end[joint] - start[joint]) / leg)
    return Pose(values, left_arm, right_arm)


def _set(values: Vector, stem: str, pair: Vector) -> None:
    at = field_index(f"{stem}_x")
    values[at : at + 2] = pair


def _reach(joints: dict[Joint, Vector], side: str, words: str) -> float:
    points = np.stack([joints[Joint(f"{side}_{word}")] for word in words.split()])
    return max(float(np.hypot(*np.diff(points, axis=0).T).sum()), 1.0)


def _smoothed(values: Vector, *, cyclic: bool) -> Vector:
    """Each frame a little toward its neighbours; the ends of what is no cycle stay."""
    before, after = np.roll(values, 1, axis=0), np.roll(values, -1, axis=0)
    calm: Vector = (1 - 2 * _SMOOTHED) * values + _SMOOTHED * (before + after)
    if not cyclic:
        calm[[0, -1]] = values[[0, -1]]
    return calm


def _centred(values: Vector) -> Vector:
    """A cycle sways about the place where the figure stands."""
    out = values.copy()
    for name in ("root_x", "neck_x", "head_x"):
        column = field_index(name)
        out[:, column] -= np.median(out[:, column])
    return out


def _settled(values: Vector) -> Vector:
    """Body parts that hardly move stand still, relative to their own middle."""
    out = values.copy()
    for name in ("root_x", "root_y", "neck_x", "neck_y", "head_x", "head_y"):
        column = field_index(name)
        if np.ptp(out[:, column]) < _STILL:
            out[:, column] = np.median(out[:, column])
            if abs(out[0, column]) < _STILL:
                out[:, column] = 0.0
    return out
