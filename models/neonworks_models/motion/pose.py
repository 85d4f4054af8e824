"""``Pose``: how far a biped's joints have moved from where the still shows them.

A pose is a displacement of joints, not a list of angles, because in views from the front a limb that swings
toward the viewer has no angle on the picture, only another length. Sideways limbs still turn: where a bone's
two ends move apart, the bone is drawn turned (``draft.puppet``).

Units make a pose independent of size and proportions: the body's fields count in figure heights, an arm's in
lengths of that arm, a leg's in lengths of that leg; x to the right, y down. Poses are written for characters
that face down, up or right; a left-facing one is drawn in a mirror.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["FIELDS", "Depth", "Pose", "blend", "field_index"]

FIELDS: tuple[str, ...] = (
    "root_x",
    "root_y",
    "neck_x",
    "neck_y",
    "head_x",
    "head_y",
    "head_tilt",
    *(
        f"{side}_{joint}_{axis}"
        for side in ("left", "right")
        for joint in ("elbow", "wrist")
        for axis in "xy"
    ),
    *(f"{side}_{joint}_{axis}" for side in ("left", "right") for joint in ("knee", "ankle") for axis in "xy"),
    "left_foot_tilt",
    "right_foot_tilt",
)
"""root: the pelvis. neck: on top of the root's shift. head: on top of the neck's. elbow, wrist: on top of
their shoulder's. knee, ankle: on the ground's own terms, so that a planted foot has zero. Tilts in degrees,
clockwise."""


class Depth:
    """Where an arm is drawn: behind the body, before it, or before the head too."""

    BEHIND = 0
    BEFORE = 1
    OVER_HEAD = 2


@cache
def field_index(name: str) -> int:
    """Position of a field in ``Pose.values``."""
    return FIELDS.index(name)


@dataclass(frozen=True, eq=False)
class Pose:
    """``values`` in the order of ``FIELDS``, shape (len(FIELDS),); depths of both arms; ``topple``: degrees,
    clockwise, by which the whole drawn figure is laid over, coming to rest on the ground line."""

    values: NDArray[np.float64]
    left_arm: int = Depth.BEFORE
    right_arm: int = Depth.BEFORE
    topple: float = 0.0

    @classmethod
    def rest(cls) -> "Pose":
        """As the still shows it."""
        return cls(np.zeros(len(FIELDS)))

    @classmethod
    def of(
        cls,
        fields: Mapping[str, float],
        left_arm: int = Depth.BEFORE,
        right_arm: int = Depth.BEFORE,
        topple: float = 0.0,
    ) -> "Pose":
        """From the fields that differ from rest; an unknown field raises ``ValueError``."""
        values = np.zeros(len(FIELDS))
        for name, value in fields.items():
            values[field_index(name)] = value
        return cls(values, left_arm, right_arm, topple)

    def __getitem__(self, name: str) -> float:
        return float(self.values[field_index(name)])

    def pair(self, stem: str) -> NDArray[np.float64]:
        """(x, y) of ``root``, ``neck``, ``head``, ``left_wrist``, …"""
        start = field_index(f"{stem}_x")
        return self.values[start : start + 2]


def blend(keys: Sequence[Pose], position: float, *, cyclic: bool) -> Pose:
    """The pose at ``position`` (0..len(keys)-1, cyclic: modulo len(keys)), linear between neighbours.

    Depths are those of the nearer key.
    """
    count = len(keys)
    before = int(np.floor(position))
    share = position - before
    if cyclic:
        first, second = keys[before % count], keys[(before + 1) % count]
    else:
        first, second = keys[min(before, count - 1)], keys[min(before + 1, count - 1)]
    near = first if share < 0.5 else second
    return Pose(
        (1 - share) * first.values + share * second.values,
        near.left_arm,
        near.right_arm,
        (1 - share) * first.topple + share * second.topple,
    )
