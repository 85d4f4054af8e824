"""The skeleton over a still: which joints are joined, their names, and which is under the pointer."""

import itertools
import math
from collections.abc import Mapping

__all__ = ["BONES", "Joints", "Point", "joint_label", "joint_side", "nearest_joint"]

Point = tuple[float, float]

Joints = Mapping[str, Point]
"""Name, as the protocol spells it -> (x, y) in pixels of the still."""

_LIMBS = (("shoulder", "elbow", "wrist"), ("hip", "knee", "ankle"))

BONES: tuple[tuple[str, str], ...] = (
    ("head_top", "neck"),
    ("neck", "chest"),
    ("chest", "pelvis"),
    *(("neck", f"{side}_shoulder") for side in ("left", "right")),
    *(("pelvis", f"{side}_hip") for side in ("left", "right")),
    *(
        (f"{side}_{one}", f"{side}_{other}")
        for side in ("left", "right")
        for limb in _LIMBS
        for one, other in itertools.pairwise(limb)
    ),
)
"""Pairs of joints with a line between them; a still that lacks one of a pair has no line there."""


def joint_label(name: str) -> str:
    """A joint's name for people: ``left_wrist`` is "left wrist"."""
    return name.replace("_", " ")


def joint_side(name: str) -> int:
    """-1 for the character's left, 1 for its right, 0 for the middle."""
    return {"left": -1, "right": 1}.get(name.split("_", 1)[0], 0)


def nearest_joint(joints: Joints, point: Point, reach: float) -> str | None:
    """The joint nearest to ``point`` and at most ``reach`` away, in pixels of the still."""
    name = min(joints, key=lambda name: math.dist(joints[name], point), default=None)
    return name if name is not None and math.dist(joints[name], point) <= reach else None
