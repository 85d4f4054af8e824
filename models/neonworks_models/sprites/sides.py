"""Left, right, near and far: how joint names and picture sides belong together."""

from collections.abc import Mapping

from neonworks_protocol.vocabulary import Direction

from neonworks_models.sprites.rig import Joint, Point

__all__ = ["mirrored_joints", "opposite", "side_joint"]


def opposite(joint: Joint) -> Joint:
    """The same joint of the other side; joints of the middle are their own."""
    if joint.value.startswith("left_"):
        return Joint("right_" + joint.value.removeprefix("left_"))
    if joint.value.startswith("right_"):
        return Joint("left_" + joint.value.removeprefix("right_"))
    return joint


def side_joint(word: str, direction: Direction, *, near: bool) -> Joint:
    """The near or far ``word`` ("knee", "wrist") of a figure seen from the side.

    A right-facing figure shows its right side, a left-facing one its left side.
    """
    right = (direction is Direction.RIGHT) == near
    return Joint(f"{'right' if right else 'left'}_{word}")


def mirrored_joints(joints: Mapping[Joint, Point], width: float) -> dict[Joint, Point]:
    """The joints of the picture's horizontal mirror image, on a canvas ``width`` pixels wide."""
    return {opposite(joint): (width - x, y) for joint, (x, y) in joints.items()}
