"""Feet that stand stay, and the body keeps to its track, however strongly a style plays the motion."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from neonworks_models.contract.limits import Contact
from neonworks_models.motion.pose import Pose, field_index

__all__ = ["calmed", "footed", "steadied"]

LIFTED = 0.12
"""Height in leg lengths from which a foot is in the air."""
CREEP = 0.08
"""Leg lengths that the standing foot may shift between two frames: about a pixel of a 48-pixel figure."""
STRAY = 0.5
"""Pixels that hip, neck and head may stray from between their neighbours; rounding makes it at most one."""
_SIDES = ("left", "right")
_SIDEWAYS = ("root_x", "neck_x", "head_x", "head_tilt", "left_ankle_x", "right_ankle_x")


def footed(poses: Sequence[Pose], contact: Contact) -> tuple[Pose, ...]:
    """``poses`` of consecutive frames with their standing feet held.

    An action that keeps its stance (``PLANTED``) moves no foot. One that steps always has a foot that stays:
    where both would move, the one that moves less is held where it was.
    Actions that leave the ground, and walks whose feet travel under a body that walks in place, are returned
    as they are.
    """
    if contact is Contact.PLANTED:
        return tuple(_with_feet(pose, np.zeros((2, 2)), level=(True, True)) for pose in poses)
    if contact is not Contact.STEPPING:
        return tuple(poses)
    held: list[Pose] = []
    before = _feet(poses[0]) if poses else np.zeros((2, 2))
    for pose in poses:
        feet, standing = _one_held(before, _feet(pose))
        held.append(_with_feet(pose, feet, level=standing))
        before = feet
    return tuple(held)


def _feet(pose: Pose) -> NDArray[np.float64]:
    """Displacement of both ankles in leg lengths, shape (2, 2)."""
    return np.stack([pose.pair(f"{side}_ankle") for side in _SIDES])


def _one_held(
    before: NDArray[np.float64], feet: NDArray[np.float64]
) -> tuple[NDArray[np.float64], tuple[bool, bool]]:
    """The feet with one of them held, and which one that is; both in the air stay as they are."""
    shift = np.abs(feet[:, 0] - before[:, 0])
    low = (feet[:, 1] > -LIFTED) & (before[:, 1] > -LIFTED)
    candidates = low if low.any() else before[:, 1] > -LIFTED
    if not candidates.any():
        return feet, (False, False)
    stay = int(np.argmin(np.where(candidates, shift, np.inf)))
    out = feet.copy()
    out[stay] = before[stay] if shift[stay] > CREEP or not low[stay] else (feet[stay, 0], 0.0)
    return out, (stay == 0, stay == 1)


def _with_feet(pose: Pose, feet: NDArray[np.float64], *, level: tuple[bool, bool]) -> Pose:
    """``pose`` with its ankles at ``feet`` and the ``level`` ones flat on the ground."""
    values = pose.values.copy()
    for side, foot, flat in zip(_SIDES, feet, level, strict=True):
        start = field_index(f"{side}_ankle_x")
        values[start : start + 2] = foot
        if flat:
            values[field_index(f"{side}_foot_tilt")] = 0.0
    return replace(pose, values=values)


def steadied(poses: Sequence[Pose], height: float) -> tuple[Pose, ...]:
    """A cycle's ``poses`` in which hip, neck and head leave their neighbours' track sideways by no pixel.

    What a frame is off, beyond what the frames before and after it span, is taken back. ``height``: the
    figure's, in pixels.
    """
    columns = [field_index(stem) for stem in ("root_x", "neck_x", "head_x")]
    values = np.stack([pose.values for pose in poses])
    place = np.cumsum(values[:, columns], axis=1) * height
    for joint in range(3):
        track = place[:, joint]
        before, after = np.roll(track, 1), np.roll(track, -1)
        place[:, joint] = np.clip(track, np.minimum(before, after) - STRAY, np.maximum(before, after) + STRAY)
    values[:, columns] = np.diff(place / height, axis=1, prepend=0.0)
    return tuple(replace(pose, values=row) for pose, row in zip(poses, values, strict=True))


def calmed(poses: Sequence[Pose], share: float) -> tuple[Pose, ...]:
    """``poses`` whose body sways and whose feet travel sideways by only ``share`` of what they did."""
    columns = [field_index(name) for name in _SIDEWAYS]
    calm = []
    for pose in poses:
        values = pose.values.copy()
        values[columns] *= share
        calm.append(replace(pose, values=values))
    return tuple(calm)
