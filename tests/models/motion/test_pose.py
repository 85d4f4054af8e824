"""Poses: fields by name, blending between keys, cycles that close."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.motion.pose import FIELDS, Depth, Pose, blend, field_index

LIMBS = ("left_elbow", "right_elbow", "left_wrist", "right_wrist", "left_knee", "left_ankle")


def key(amount: float, left_arm: int = Depth.BEFORE, right_arm: int = Depth.BEFORE) -> Pose:
    return Pose.of({"root_y": amount, "left_wrist_x": -amount}, left_arm, right_arm, topple=10 * amount)


def test_rest_moves_nothing() -> None:
    assert not Pose.rest().values.any()
    assert Pose.rest().topple == 0
    assert np.array_equal(Pose.of({}).values, Pose.rest().values)


def test_each_field_has_a_place_of_its_own() -> None:
    assert len(set(FIELDS)) == len(FIELDS)
    for name in FIELDS:
        pose = Pose.of({name: 0.25})
        assert pose[name] == 0.25
        assert np.flatnonzero(pose.values).tolist() == [field_index(name)]


@pytest.mark.parametrize("name", ["rooty", "", "left_hand_x", "root"])
def test_an_unknown_field_is_refused(name: str) -> None:
    with pytest.raises(ValueError):
        Pose.of({name: 1.0})


@pytest.mark.parametrize("stem", ["root", "neck", "head", *LIMBS])
def test_a_pair_is_x_then_y(stem: str) -> None:
    assert Pose.of({f"{stem}_x": 1.0, f"{stem}_y": 2.0}).pair(stem).tolist() == [1.0, 2.0]


def test_blend_meets_its_keys_exactly() -> None:
    keys = [key(0.1), key(0.5, Depth.BEHIND), key(-0.3, right_arm=Depth.OVER_HEAD)]
    for cyclic in (True, False):
        for index, expected in enumerate(keys):
            pose = blend(keys, index, cyclic=cyclic)
            assert np.array_equal(pose.values, expected.values)
            assert (pose.left_arm, pose.right_arm) == (expected.left_arm, expected.right_arm)
            assert pose.topple == expected.topple


def test_a_cycle_wraps_to_its_first_key() -> None:
    keys = [key(0.0), key(1.0), key(3.0)]
    assert blend(keys, 2.5, cyclic=True)["root_y"] == pytest.approx(1.5)
    assert blend(keys, 3.0, cyclic=True)["root_y"] == 0.0
    assert blend(keys, 4.0, cyclic=True)["root_y"] == 1.0


def test_a_single_motion_stays_at_its_last_key() -> None:
    keys = [key(0.0), key(1.0), key(3.0)]
    assert blend(keys, 2.0, cyclic=False)["root_y"] == 3.0
    assert blend([key(0.7)], 0.0, cyclic=False)["root_y"] == 0.7


@pytest.mark.parametrize(("position", "nearer"), [(0.0, 0), (0.49, 0), (0.51, 1), (1.49, 1), (1.51, 2)])
def test_depths_are_those_of_the_nearer_key(position: float, nearer: int) -> None:
    depths = (Depth.BEHIND, Depth.BEFORE, Depth.OVER_HEAD)
    keys = [key(0, depth, depths[2 - i]) for i, depth in enumerate(depths)]
    pose = blend(keys, position, cyclic=False)
    assert (pose.left_arm, pose.right_arm) == (keys[nearer].left_arm, keys[nearer].right_arm)


_amounts = st.lists(st.floats(-2, 2), min_size=1, max_size=6)


@given(amounts=_amounts, share=st.floats(0, 1), cyclic=st.booleans())
def test_a_blend_never_overshoots_its_keys(amounts: list[float], share: float, cyclic: bool) -> None:
    keys = [key(amount) for amount in amounts]
    position = share * (len(keys) if cyclic else len(keys) - 1)
    pose = blend(keys, position, cyclic=cyclic)
    assert min(amounts) - 1e-9 <= pose["root_y"] <= max(amounts) + 1e-9
    assert pose.topple == pytest.approx(10 * pose["root_y"])
    assert pose["left_wrist_x"] == pytest.approx(-pose["root_y"])
