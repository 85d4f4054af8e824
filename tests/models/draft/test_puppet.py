"""Posing and drawing cut-out bipeds: rest redraws the still, poses move what they name."""

import numpy as np
import pytest
from neonworks_models.draft.cutout import Cutout, cut_out
from neonworks_models.draft.puppet import STRETCH, draw, posed
from neonworks_models.draft.raster import Packed, pack_pixels
from neonworks_models.examples.gallery import ExampleSprite
from neonworks_models.motion.pose import FIELDS, Depth, Pose
from neonworks_models.sprites.rig import Joint
from neonworks_protocol.vocabulary import Direction

from tests.fakes.bipeds import BIPED_NAMES, biped, enlarged, in_mirror

ARMS_BEHIND = Pose.of({}, left_arm=Depth.BEHIND)
WALK = Pose.of(
    {
        "root_y": 0.03,
        "neck_x": 0.05,
        "left_wrist_x": 0.3,
        "right_wrist_x": -0.4,
        "right_elbow_x": -0.2,
        "left_ankle_y": -0.2,
        "right_ankle_x": 0.3,
        "right_foot_tilt": 20.0,
    }
)


def cut_of(still: ExampleSprite) -> Cutout:
    """The cut-out as bipeds are drawn: a still that faces left is turned to the right first."""
    if still.facing is Direction.LEFT:
        still = in_mirror(still)
    assert still.joints is not None
    rows = np.flatnonzero(still.sprite.opaque.any(axis=1))
    return cut_out(still.sprite, still.joints, still.facing, float(rows[-1] + 1 - rows[0]))


def rest_of(cutout: Cutout) -> Pose:
    """In side views the far arm hangs behind the body, where the still hides it."""
    return ARMS_BEHIND if cutout.facing is Direction.RIGHT else Pose.rest()


@pytest.mark.parametrize("factor", [1, 2, 3])
@pytest.mark.parametrize("name", BIPED_NAMES)
def test_rest_redraws_the_still(name: str, factor: int) -> None:
    still = enlarged(biped(name), factor)
    cutout = cut_of(still)
    picture = pack_pixels(still.sprite.rgba)
    drawn = draw(cutout, rest_of(cutout), picture.shape, (0, 0))
    if still.facing is Direction.LEFT:
        drawn = drawn[:, ::-1]
    assert np.array_equal(drawn, picture)


@pytest.mark.parametrize("name", ["knight_down", "adventurer_right"])
def test_an_offset_moves_the_picture(name: str) -> None:
    cutout = cut_of(biped(name))
    height, width = biped(name).sprite.rgba.shape[:2]
    still = draw(cutout, rest_of(cutout), (height, width), (0, 0))
    shifted = draw(cutout, rest_of(cutout), (height + 9, width + 12), (5, 7))
    assert np.array_equal(shifted[7 : 7 + height, 5 : 5 + width], still)
    assert (shifted != 0).sum() == (still != 0).sum()


@pytest.mark.parametrize("name", ["mage_down", "adventurer_up", "villager_right"])
def test_the_root_carries_the_whole_upper_body(name: str) -> None:
    cutout = cut_of(biped(name))
    skeleton = posed(cutout, Pose.of({"root_x": 2 / cutout.height, "root_y": -3 / cutout.height}))
    for joint, point in skeleton.items():
        moved = (point - cutout.joints[joint]).tolist()
        leg = joint.value.endswith(("knee", "ankle"))
        assert moved == pytest.approx([0, 0] if leg else [2, -3])


def test_rest_leaves_every_joint() -> None:
    cutout = cut_of(biped("knight_down"))
    skeleton = posed(cutout, Pose.rest())
    assert set(skeleton) == set(Joint)
    for joint, point in skeleton.items():
        assert point.tolist() == pytest.approx(list(cutout.joints[joint]))


def test_bones_are_stretched_no_further_than_their_limits() -> None:
    cutout = cut_of(biped("adventurer_down"))
    for amount in (-5.0, -1.0, 1.0, 5.0):
        skeleton = posed(cutout, Pose.of({"right_wrist_x": amount, "right_elbow_y": -amount}))
        for a, b in (("shoulder", "elbow"), ("elbow", "wrist")):
            start, end = Joint(f"right_{a}"), Joint(f"right_{b}")
            rest = np.hypot(*np.subtract(cutout.joints[end], cutout.joints[start]))
            now = np.hypot(*(skeleton[end] - skeleton[start]))
            assert STRETCH[0] - 1e-6 <= now / rest <= STRETCH[1] + 1e-6


@pytest.mark.parametrize("name", ["knight_down", "knight_right", "knight_up"])
@pytest.mark.parametrize("field", FIELDS)
def test_every_field_can_be_seen(name: str, field: str) -> None:
    cutout = cut_of(biped(name))
    size = biped(name).sprite.rgba.shape[:2]
    amount = 50.0 if field.endswith("tilt") else 0.5
    # In a side view the near arm covers the far one, so it is put behind the body while that is looked at.
    near = Depth.BEHIND if field.startswith("left") else Depth.BEFORE
    still = draw(cutout, Pose.of({}, right_arm=near), size, (0, 0))
    moved = draw(cutout, Pose.of({field: amount}, right_arm=near), size, (0, 0))
    assert (moved != still).sum() >= 4


def test_arms_can_be_behind_the_body_or_before_the_head() -> None:
    cutout = cut_of(biped("mage_down"))
    size = biped("mage_down").sprite.rgba.shape[:2]
    across = {"right_wrist_x": 0.9, "right_elbow_x": 0.4, "right_wrist_y": -0.9, "right_elbow_y": -0.4}
    pictures = [
        draw(cutout, Pose.of(across, right_arm=depth), size, (0, 0))
        for depth in (Depth.BEHIND, Depth.BEFORE, Depth.OVER_HEAD)
    ]
    assert not np.array_equal(pictures[0], pictures[1])
    assert not np.array_equal(pictures[1], pictures[2])


@pytest.mark.parametrize("name", [n for n in BIPED_NAMES if not n.endswith("left")])
def test_a_pose_paints_own_colours_only(name: str) -> None:
    cutout = cut_of(biped(name))
    picture = pack_pixels(biped(name).sprite.rgba)
    drawn = draw(cutout, WALK, picture.shape, (0, 0))
    assert set(np.unique(drawn)) <= set(np.unique(picture)) | {np.uint32(0)}
    assert not np.array_equal(drawn, picture)


def test_a_head_that_moves_keeps_its_pixels() -> None:
    """Heads are shifted by whole pixels, so that faces stay as drawn."""
    still = biped("adventurer_down")
    cutout = cut_of(still)
    picture = pack_pixels(still.sprite.rgba)
    drawn = draw(cutout, Pose.of({"neck_y": 2 / cutout.height}), picture.shape, (0, 0))
    face = slice(10, 18), slice(18, 30)
    lower = slice(12, 20), slice(18, 30)
    assert np.array_equal(drawn[lower], picture[face])


def test_the_same_pose_draws_the_same_picture() -> None:
    def once() -> Packed:
        return draw(cut_of(biped("villager_down")), WALK, (40, 40), (4, 4))

    assert np.array_equal(once(), once())
