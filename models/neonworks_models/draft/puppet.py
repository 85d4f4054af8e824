"""Moving the pieces of a cut-out biped to a pose and drawing them in the right order."""

from collections.abc import Iterator

import numpy as np
from neonworks_protocol.vocabulary import Direction
from numpy.typing import NDArray

from neonworks_models.draft.cutout import Cutout, Part
from neonworks_models.draft.raster import BoneMove, Packed, stamp_moved, stamp_turned
from neonworks_models.motion.pose import Depth, Pose
from neonworks_models.sprites.rig import Joint, Joints

__all__ = ["Skeleton", "carried", "draw", "posed", "posed_joints"]

Vector = NDArray[np.float64]
Skeleton = dict[Joint, Vector]
"""Joint -> (x, y) in pixels of the still, shape (2,)."""

STILL = 0.6
"""A bone whose ends move apart by less than this many pixels is copied, not turned."""
REACH = (1.8, 0.4)
"""Farthest that knee and ankle get from the hip, in leg lengths or figure heights, whichever is more: short
legs stretch visibly when a body bobs, but none ever crosses the picture."""
LEFT_PLACE = 0.04
"""Distance in figure heights from which a limb has left its place on the body."""
STRETCH = (0.35, 1.45)
"""Shortest and longest an arm's bone is drawn, as a share of its length in the still, where arms hang
a little foreshortened."""

_ARM = ("shoulder", "elbow", "wrist")
_LEG = ("hip", "knee", "ankle")


def posed(cutout: Cutout, pose: Pose) -> Skeleton:
    """Where all joints of the still go."""
    return posed_joints(cutout.joints, cutout.height, pose)


def posed_joints(joints: Joints, height: float, pose: Pose) -> Skeleton:
    """Where ``joints`` of a still figure, ``height`` pixels tall, go."""
    rest = {joint: np.asarray(point, dtype=np.float64) for joint, point in joints.items()}
    root = np.round(pose.pair("root") * height)
    top = np.round((pose.pair("root") + pose.pair("neck")) * height)
    out = {joint: rest[joint] + root for joint in (Joint.PELVIS, Joint.LEFT_HIP, Joint.RIGHT_HIP)}
    out[Joint.NECK] = rest[Joint.NECK] + top
    torso = BoneMove(rest[Joint.PELVIS], rest[Joint.NECK], out[Joint.PELVIS], out[Joint.NECK])
    for joint in (Joint.CHEST, Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER):
        out[joint] = carried(rest[joint], torso)
    head = np.round(top + pose.pair("head") * height)
    upright = rest[Joint.HEAD_TOP] - rest[Joint.NECK]
    out[Joint.HEAD_TOP] = rest[Joint.NECK] + head + _turned(upright, pose["head_tilt"])
    for side in ("left", "right"):
        _pose_arm(out, rest, pose, side)
        _pose_leg(out, rest, pose, side, height)
    return out


def carried(point: Vector, move: BoneMove) -> Vector:
    """Where a point fixed to a bone goes when the bone moves; lengths along it change with the bone's."""
    old, new = move.end - move.start, move.new_end - move.new_start
    length, new_length = max(float(np.hypot(*old)), 1e-6), float(np.hypot(*new))
    if np.abs(new - old).max() < STILL:
        return point + np.round(move.new_start - move.start)
    u, v = old / length, new / max(new_length, 1e-6)
    along, across = float((point - move.start) @ u), float((point - move.start) @ np.array([-u[1], u[0]]))
    moved: Vector = move.new_start + along * new_length / length * v + across * np.array([-v[1], v[0]])
    return moved


def draw(cutout: Cutout, pose: Pose, size: tuple[int, int], offset: tuple[int, int]) -> Packed:
    """One frame of ``size`` (height, width); the still's pixel (0, 0) lies at ``offset`` (x, y)."""
    canvas = np.zeros(size, dtype=np.uint32)
    skeleton = posed(cutout, pose)
    shift = np.asarray(offset, dtype=np.float64)
    for part in _order(cutout, pose, skeleton):
        move = _move(cutout, pose, skeleton, part)
        piece = (cutout.lined if _has_left(move, skeleton, cutout) else cutout.pieces).get(part)
        if piece is None:
            continue
        start, end = move.new_start + shift, move.new_end + shift
        move = BoneMove(move.start, move.end, start, end)
        if np.abs((end - start) - (move.end - move.start)).max() < STILL:
            dx, dy = np.round((start + end - move.start - move.end) / 2).astype(int)
            stamp_moved(canvas, piece, int(dx), int(dy))
        else:
            stamp_turned(canvas, piece, move)
    return canvas


def _has_left(move: BoneMove, skeleton: Skeleton, cutout: Cutout) -> bool:
    """Whether a piece no longer lies where it was cut from the body."""
    body = skeleton[Joint.PELVIS] - np.asarray(cutout.joints[Joint.PELVIS])
    gone = max(np.abs(move.new_start - move.start - body).max(), np.abs(move.new_end - move.end - body).max())
    return bool(gone > LEFT_PLACE * cutout.height)


def _pose_arm(out: Skeleton, rest: Skeleton, pose: Pose, side: str) -> None:
    shoulder, elbow, wrist = (Joint(f"{side}_{word}") for word in _ARM)
    length = _length(rest, shoulder, elbow) + _length(rest, elbow, wrist)
    carried_along = out[shoulder] - rest[shoulder]
    out[elbow] = rest[elbow] + carried_along + pose.pair(f"{side}_elbow") * length
    out[elbow] = _limited(out[shoulder], out[elbow], _length(rest, shoulder, elbow))
    out[wrist] = rest[wrist] + carried_along + pose.pair(f"{side}_wrist") * length
    out[wrist] = _limited(out[elbow], out[wrist], _length(rest, elbow, wrist))


def _pose_leg(out: Skeleton, rest: Skeleton, pose: Pose, side: str, height: float) -> None:
    hip, knee, ankle = (Joint(f"{side}_{word}") for word in _LEG)
    length = _length(rest, hip, knee) + _length(rest, knee, ankle)
    out[knee] = rest[knee] + pose.pair(f"{side}_knee") * length
    out[ankle] = rest[ankle] + pose.pair(f"{side}_ankle") * length
    reach = max(REACH[0] * length, REACH[1] * height)
    out[ankle] = _within(out[hip], out[ankle], reach)
    out[knee] = _within(out[hip], out[knee], reach)


def _length(rest: Skeleton, start: Joint, end: Joint) -> float:
    return max(float(np.hypot(*(rest[end] - rest[start]))), 1.0)


def _limited(start: Vector, end: Vector, length: float) -> Vector:
    """``end`` drawn towards or away from ``start`` until the bone's length is within ``STRETCH``."""
    bone = end - start
    now = float(np.hypot(*bone))
    if now < 1e-6:
        return end
    allowed: Vector = start + bone * (min(max(now, STRETCH[0] * length), STRETCH[1] * length) / now)
    return allowed


def _within(start: Vector, end: Vector, most: float) -> Vector:
    """``end``, drawn toward ``start`` where it is farther away than ``most``."""
    bone = end - start
    now = float(np.hypot(*bone))
    near: Vector = end if now <= most else start + bone * (most / now)
    return near


def _turned(vector: Vector, degrees: float) -> Vector:
    if degrees == 0:
        return vector
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([c * vector[0] - s * vector[1], s * vector[0] + c * vector[1]])


def _move(cutout: Cutout, pose: Pose, skeleton: Skeleton, part: Part) -> BoneMove:
    """The bone that carries a piece, before and after."""
    joints = cutout.joints
    if part in (Part.HEAD, Part.TORSO):
        start, end = (Joint.NECK, Joint.HEAD_TOP) if part is Part.HEAD else (Joint.PELVIS, Joint.NECK)
        new_start, new_end = skeleton[start], skeleton[end]
        if part is Part.HEAD:
            upright = np.subtract(joints[end], joints[start])
            new_start = new_end - _turned(upright, pose["head_tilt"])
        return BoneMove(np.asarray(joints[start]), np.asarray(joints[end]), new_start, new_end)
    side, piece = part.value.split("_", 1)
    if piece == "foot":
        ankle = Joint(f"{side}_ankle")
        heel = np.asarray(joints[ankle])
        down = np.array([0.0, 0.05 * cutout.height])
        return BoneMove(
            heel, heel + down, skeleton[ankle], skeleton[ankle] + _turned(down, pose[f"{side}_foot_tilt"])
        )
    first, last = {
        "upper_arm": ("shoulder", "elbow"),
        "forearm": ("elbow", "wrist"),
        "thigh": ("hip", "knee"),
        "shin": ("knee", "ankle"),
    }[piece]
    a, b = Joint(f"{side}_{first}"), Joint(f"{side}_{last}")
    return BoneMove(np.asarray(joints[a]), np.asarray(joints[b]), skeleton[a], skeleton[b])


def _order(cutout: Cutout, pose: Pose, skeleton: Skeleton) -> Iterator[Part]:
    """Pieces from back to front."""
    depths = {"left": pose.left_arm, "right": pose.right_arm}
    if cutout.facing is Direction.RIGHT:
        legs = ("left", "right")
    else:
        lower = skeleton[Joint.LEFT_ANKLE][1] >= skeleton[Joint.RIGHT_ANKLE][1]
        legs = ("right", "left") if lower else ("left", "right")

    def arms(depth: int) -> Iterator[Part]:
        for side in ("left", "right"):
            if depths[side] == depth:
                yield Part(f"{side}_upper_arm")
                yield Part(f"{side}_forearm")

    yield from arms(Depth.BEHIND)
    for side in legs:
        yield from (Part(f"{side}_thigh"), Part(f"{side}_shin"), Part(f"{side}_foot"))
    yield Part.TORSO
    yield from arms(Depth.BEFORE)
    yield Part.HEAD
    yield from arms(Depth.OVER_HEAD)
