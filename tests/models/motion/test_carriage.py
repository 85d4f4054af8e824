"""How moods hold arms, knees and head."""

import numpy as np
import pytest
from neonworks_models.intent.styles import STYLES
from neonworks_models.motion.carriage import CARRIAGES, carried, carried_share
from neonworks_models.motion.pose import Depth, Pose
from neonworks_protocol.vocabulary import Action, Direction

_VIEWS = (Direction.DOWN, Direction.UP, Direction.RIGHT)


def test_every_carriage_is_a_style_that_can_be_asked_for() -> None:
    assert set(CARRIAGES) <= set(STYLES)


@pytest.mark.parametrize("view", _VIEWS)
def test_no_style_changes_nothing(view: Direction) -> None:
    pose = Pose.of({"root_y": 0.02, "left_wrist_x": 0.3})
    assert carried(pose, (), view, 1.0) is pose
    assert carried(pose, ("nobody knows",), view, 1.0) is pose


@pytest.mark.parametrize("view", _VIEWS)
def test_moods_differ_from_each_other(view: Direction) -> None:
    moods = ("tired", "angry", "sneaky", "proud", "scared")
    held = [carried(Pose.rest(), (mood,), view, 1.0).values for mood in moods]
    for i, one in enumerate(held):
        for other in held[:i]:
            assert np.abs(one - other).max() > 0.15


def test_fear_lifts_both_hands_and_pride_spreads_the_arms() -> None:
    scared = carried(Pose.rest(), ("scared",), Direction.DOWN, 1.0)
    proud = carried(Pose.rest(), ("proud",), Direction.DOWN, 1.0)
    assert scared["left_wrist_y"] < -0.5 and scared["right_wrist_y"] < -0.5
    assert scared["left_wrist_x"] < 0 < scared["right_wrist_x"]
    assert proud["left_wrist_x"] > 0 > proud["right_wrist_x"]


def test_from_behind_away_from_the_body_is_the_other_way() -> None:
    down, up = (carried(Pose.rest(), ("proud",), view, 1.0) for view in (Direction.DOWN, Direction.UP))
    assert down["left_wrist_x"] == -up["left_wrist_x"] > 0


def test_hands_before_the_chest_are_behind_the_body_from_behind() -> None:
    assert carried(Pose.rest(), ("scared",), Direction.UP, 1.0).left_arm == Depth.BEHIND
    assert carried(Pose.rest(), ("tired",), Direction.UP, 1.0).left_arm == Depth.BEFORE


def test_a_sneak_lifts_his_feet_higher_and_a_tired_man_drags_them() -> None:
    stepping = Pose.of({"left_ankle_y": -0.3, "left_knee_y": -0.2})
    sneaky = carried(stepping, ("sneaky",), Direction.DOWN, 1.0)
    tired = carried(stepping, ("tired",), Direction.DOWN, 1.0)
    assert sneaky["left_ankle_y"] < -0.3 < tired["left_ankle_y"]
    assert sneaky["right_ankle_y"] == tired["right_ankle_y"] == 0.0


def test_two_moods_are_held_half_each() -> None:
    both = carried(Pose.rest(), ("scared", "proud"), Direction.RIGHT, 1.0)
    one, other = (carried(Pose.rest(), (mood,), Direction.RIGHT, 1.0) for mood in ("scared", "proud"))
    assert np.allclose(both.values, (one.values + other.values) / 2)


def test_arms_that_have_work_to_do_keep_to_it() -> None:
    assert carried_share(Action.WALK) == 1.0
    assert carried_share(Action.ATTACK) < 0.3
