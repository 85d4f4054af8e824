"""The two steps of a walk are each other's mirror image when seen from the front or the back."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from neonworks_models.motion.pose import FIELDS, Pose

__all__ = ["mirrored_pose", "symmetrised"]


def _swapped(name: str) -> str:
    side, _, rest = name.partition("_")
    return {"left": f"right_{rest}", "right": f"left_{rest}"}.get(side, name)


_ORDER = np.array([FIELDS.index(_swapped(name)) for name in FIELDS])
_SIGN = np.array([-1.0 if name.endswith(("_x", "_tilt")) else 1.0 for name in FIELDS])


def mirrored_pose(pose: Pose) -> Pose:
    """The pose seen in a mirror: left and right exchanged, x and turns reversed."""
    values: NDArray[np.float64] = pose.values[_ORDER] * _SIGN
    return Pose(values, pose.right_arm, pose.left_arm, -pose.topple)


def symmetrised(poses: Sequence[Pose]) -> tuple[Pose, ...]:
    """A cycle of an even number of poses whose second half mirrors its first, nearest to ``poses``.

    Two steps that differ make one of them the largest change of the clip, and a loop that is cut there shows
    its seam. Depths are those of the first half.
    """
    half = len(poses) // 2
    if len(poses) % 2:
        raise ValueError(f"a cycle of {len(poses)} poses has no two equal halves")
    first = [
        replace(pose, values=(pose.values + mirrored_pose(later).values) / 2)
        for pose, later in zip(poses[:half], poses[half:], strict=True)
    ]
    return (*first, *(mirrored_pose(pose) for pose in first))
