"""Styles change a pose in the way that each parameter says, and only there."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.motion.pose import FIELDS, Depth, Pose, field_index
from neonworks_models.motion.styling import LEAST, accent, amplitude, body_y, styled, visible
from neonworks_protocol.motion import MotionParameters
from neonworks_protocol.vocabulary import Action, Direction

VIEWS = (Direction.DOWN, Direction.UP, Direction.RIGHT)
HEAD = 0.4
MOVING = Pose(np.linspace(-0.4, 0.5, len(FIELDS)), Depth.BEHIND, Depth.OVER_HEAD, topple=40.0)


def changed(parameters: MotionParameters, view: Direction = Direction.DOWN, pose: Pose = MOVING) -> set[str]:
    """Fields that differ from the neutral performance."""
    plain = styled(pose, MotionParameters(), 0.5, view, HEAD)
    other = styled(pose, parameters, 0.5, view, HEAD)
    return {name for name in FIELDS if not np.isclose(plain[name], other[name])}


@pytest.mark.parametrize("view", VIEWS)
def test_the_neutral_style_is_the_track_itself(view: Direction) -> None:
    pose = styled(MOVING, MotionParameters(), 0.5, view, HEAD)
    assert np.allclose(pose.values, MOVING.values)
    assert (pose.left_arm, pose.right_arm, pose.topple) == (Depth.BEHIND, Depth.OVER_HEAD, 40.0)


@pytest.mark.parametrize("view", VIEWS)
def test_styling_leaves_its_pose_alone(view: Direction) -> None:
    before = MOVING.values.copy()
    styled(MOVING, MotionParameters(stride=2, lean=20, head_drop=0.4, arm_swing=0, bob=3), 1.0, view, HEAD)
    assert np.array_equal(MOVING.values, before)


@given(low=st.floats(0, 1), high=st.floats(0, 1), view=st.sampled_from(VIEWS))
def test_intensity_scales_all_motion(low: float, high: float, view: Direction) -> None:
    if low > high:
        low, high = high, low
    assert 0 < amplitude(low) <= amplitude(high)
    weak, strong = (styled(MOVING, MotionParameters(), i, view, HEAD) for i in (low, high))
    body = [field_index(f"{joint}_{axis}") for joint in ("root", "neck", "head") for axis in "xy"]
    assert np.allclose(weak.values[body] * amplitude(high), strong.values[body] * amplitude(low))
    assert (np.abs(strong.values) >= np.abs(weak.values) - 1e-12).all()


def test_a_limb_that_is_stretched_out_is_not_widened_further() -> None:
    wide = Pose.of({"right_wrist_x": 1.2, "right_elbow_x": 0.6, "left_wrist_x": 0.2})
    strong = styled(wide, MotionParameters(arm_swing=1.5), 1.0, Direction.RIGHT, HEAD)
    assert (strong["right_wrist_x"], strong["right_elbow_x"]) == (1.2, 0.6)
    assert strong["left_wrist_x"] == pytest.approx(0.2 * 1.4 * 1.5)
    weak = styled(wide, MotionParameters(arm_swing=0.5), 0.5, Direction.RIGHT, HEAD)
    assert weak["right_wrist_x"] == pytest.approx(0.6)


def test_neutral_intensity_is_neither_more_nor_less() -> None:
    assert amplitude(0.5) == pytest.approx(1.0)


def test_arm_swing_moves_arms_only() -> None:
    assert {name.split("_")[1] for name in changed(MotionParameters(arm_swing=2))} == {"elbow", "wrist"}


def test_stride_moves_legs_only() -> None:
    assert {name.split("_")[1] for name in changed(MotionParameters(stride=2))} == {"knee", "ankle", "foot"}


def test_no_stride_keeps_the_feet_where_they_stand() -> None:
    pose = styled(MOVING, MotionParameters(stride=0), 1.0, Direction.RIGHT, HEAD)
    for side in ("left", "right"):
        assert not pose.pair(f"{side}_ankle").any()
        assert not pose.pair(f"{side}_knee").any()


def test_bob_moves_the_body_up_and_down_only() -> None:
    assert changed(MotionParameters(bob=2)) == {"root_y"}


def test_a_lean_goes_towards_the_facing() -> None:
    rest = Pose.rest()
    forward, back = (
        styled(rest, MotionParameters(lean=lean), 0.5, Direction.RIGHT, HEAD) for lean in (20, -20)
    )
    assert forward["neck_x"] > 0 > back["neck_x"]
    assert changed(MotionParameters(lean=20), Direction.DOWN, rest) == {"neck_y"}
    assert styled(rest, MotionParameters(lean=20), 0.5, Direction.DOWN, HEAD)["neck_y"] > 0


@pytest.mark.parametrize("view", VIEWS)
def test_a_head_sinks_or_is_held_high(view: Direction) -> None:
    low, high = (
        styled(Pose.rest(), MotionParameters(head_drop=drop), 0.5, view, HEAD) for drop in (0.3, -0.3)
    )
    assert low["head_y"] > 0 > high["head_y"]
    assert abs(low["head_y"]) <= 0.3 * HEAD + 1e-9
    assert not any(name for name in changed(MotionParameters(head_drop=0.3), view) if "head" not in name)


@given(action=st.sampled_from(Action), phase=st.floats(0, 1))
def test_accents_stay_within_one(action: Action, phase: float) -> None:
    assert -1 - 1e-9 <= accent(action, phase) <= 1 + 1e-9


@pytest.mark.parametrize("action", [Action.IDLE, Action.WALK, Action.RUN])
def test_accents_of_a_cycle_close(action: Action) -> None:
    assert accent(action, 0.0) == pytest.approx(accent(action, 1.0))


@pytest.mark.parametrize("action", Action)
def test_every_action_has_heavy_and_light_moments(action: Action) -> None:
    values = [accent(action, phase / 32) for phase in range(32)]
    assert max(values) > 0.5
    assert min(values) < -0.5


def breath(*amounts: float) -> list[Pose]:
    return [Pose.of({"root_y": amount, "neck_y": amount}) for amount in amounts]


@given(size=st.floats(1e-3, 0.02), height=st.floats(8, 60))
def test_a_small_breath_grows_until_it_can_be_seen(size: float, height: float) -> None:
    poses = breath(0.0, size, 0.0)
    travel = np.ptp([body_y(pose) for pose in visible(poses, height)], axis=0).max() * height
    assert travel == pytest.approx(max(LEAST, 2 * size * height))


def test_a_large_breath_and_no_breath_stay_as_they_are() -> None:
    for poses in (breath(0.0, 0.3), breath(0.0, 0.0)):
        for before, after in zip(poses, visible(poses, 48.0), strict=True):
            assert np.array_equal(before.values, after.values)


def test_nothing_but_the_breath_grows() -> None:
    """A style's lean, its sunken head and the arms are no part of a breath."""
    poses = [Pose.of({"root_y": y, "neck_x": 0.1, "head_y": 0.2, "left_wrist_x": 0.3}) for y in (0, 0.001)]
    first, second = visible(poses, 20.0)
    assert np.array_equal(first.values, poses[0].values)
    assert 20 * second["root_y"] == pytest.approx(LEAST)
    assert (second["neck_x"], second["left_wrist_x"]) == (0.1, 0.3)
    assert second["head_y"] == pytest.approx(0.2)
