import numpy as np
import pytest
from neonworks_models.data.hand_walks import HandWalk
from neonworks_models.motion.pose import Depth
from neonworks_protocol.vocabulary import Direction

WALK = HandWalk(
    stride=0.4, swing=0.3, bob=0.03, lift=0.2, reach=0.05, raised=0.1, sway=0.0, stands=True, heavy=True
)


@pytest.mark.parametrize("view", [Direction.DOWN, Direction.UP, Direction.RIGHT])
def test_both_steps_mirror_each_other_and_the_figure_stands_between(view: Direction) -> None:
    first, passing, second, _ = WALK.poses(view, (0.0, 0.25, 0.5, 0.75))
    assert not passing.values.any()
    for joint in ("ankle", "wrist"):
        assert np.allclose(first.pair(f"right_{joint}"), second.pair(f"left_{joint}"))
        assert np.allclose(first.pair(f"left_{joint}"), second.pair(f"right_{joint}"))
    assert first["root_y"] == WALK.bob


def test_from_the_side_arms_swing_against_the_legs_and_the_far_arm_is_behind() -> None:
    (pose,) = WALK.poses(Direction.RIGHT, (0.0,))
    assert pose["right_ankle_x"] * pose["right_wrist_x"] < 0
    assert pose["right_ankle_x"] * pose["left_ankle_x"] < 0
    assert pose.left_arm == Depth.BEHIND


def test_performers_differ() -> None:
    random = np.random.default_rng(0)
    walks = [HandWalk.random(random) for _ in range(30)]
    assert len({walk.stride for walk in walks}) == 30
    assert {walk.stands for walk in walks} == {walk.heavy for walk in walks} == {True, False}
