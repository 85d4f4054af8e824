"""Mirrored steps of front views."""

import numpy as np
import pytest
from neonworks_models.motion.pose import FIELDS, Depth, Pose
from neonworks_models.motion.symmetry import mirrored_pose, symmetrised


def pose(seed: int) -> Pose:
    return Pose(np.random.default_rng(seed).normal(size=len(FIELDS)), Depth.BEHIND, Depth.OVER_HEAD, 12.0)


def test_a_mirror_exchanges_sides_and_turns_x_around() -> None:
    seen = mirrored_pose(Pose.of({"left_wrist_x": 0.5, "left_wrist_y": 0.2, "root_x": 0.1, "head_tilt": 9.0}))
    assert (seen["right_wrist_x"], seen["right_wrist_y"]) == (-0.5, 0.2)
    assert (seen["left_wrist_x"], seen["root_x"], seen["head_tilt"]) == (0.0, -0.1, -9.0)


def test_a_mirror_of_a_mirror_is_the_pose() -> None:
    once = pose(1)
    twice = mirrored_pose(mirrored_pose(once))
    assert np.array_equal(once.values, twice.values)
    assert (twice.left_arm, twice.right_arm, twice.topple) == (Depth.BEHIND, Depth.OVER_HEAD, 12.0)


def test_the_second_half_mirrors_the_first() -> None:
    cycle = symmetrised([pose(i) for i in range(6)])
    for first, second in zip(cycle[:3], cycle[3:], strict=True):
        assert np.allclose(mirrored_pose(first).values, second.values)


def test_a_symmetric_cycle_stays_as_it_is() -> None:
    half = [pose(i) for i in range(2)]
    whole = [*half, *(mirrored_pose(p) for p in half)]
    for before, after in zip(whole, symmetrised(whole), strict=True):
        assert np.allclose(before.values, after.values)


def test_an_odd_cycle_has_no_halves() -> None:
    with pytest.raises(ValueError, match="5 poses"):
        symmetrised([pose(i) for i in range(5)])
