"""Poses of four-legged animals."""

import msgspec
import pytest
from neonworks_models.generators.beast_actions import beast_pose
from neonworks_protocol.motion import MotionParameters, MotionSpec
from neonworks_protocol.vocabulary import Action, Variant

_WALK = MotionSpec(animation_type=Action.WALK)


def test_a_walk_moves_its_legs_in_diagonal_pairs() -> None:
    for phase in (0.0, 0.2, 0.4, 0.7):
        near_front, far_front, near_hind, far_hind = beast_pose(_WALK, phase, 0.4).legs
        assert near_front == far_hind and far_front == near_hind
    half = beast_pose(_WALK, 0.5, 0.4).legs
    assert half[0].step == pytest.approx(-beast_pose(_WALK, 0.0, 0.4).legs[0].step, abs=0.3)


def test_a_gallop_has_a_moment_in_the_air() -> None:
    run = MotionSpec(animation_type=Action.RUN)
    lowest = [min(leg.lift for leg in beast_pose(run, i / 40, 0.4).legs) for i in range(40)]
    assert max(lowest) > 0.05 and min(lowest) == 0.0


@pytest.mark.parametrize("action", [Action.ATTACK, Action.HURT, Action.JUMP, Action.CAST_SPELL])
def test_single_actions_come_back_to_the_still(action: Action) -> None:
    spec = MotionSpec(animation_type=action)
    end, middle = beast_pose(spec, 1.0, 0.4), beast_pose(spec, 0.45, 0.4)
    assert (end.rise, end.surge, end.head) == (0.0, 0.0, 0.0)
    assert abs(middle.rise) + abs(middle.head) + abs(middle.pitch) > 0.05


def test_a_dying_animal_ends_on_its_belly() -> None:
    end = beast_pose(MotionSpec(animation_type=Action.DEATH), 1.0, 0.4)
    assert end.rise == pytest.approx(-0.4 * 0.88)


def test_a_kick_is_not_a_bite() -> None:
    bite = MotionSpec(animation_type=Action.ATTACK)
    kick = msgspec.structs.replace(bite, variant=Variant.KICK)
    assert beast_pose(kick, 0.46, 0.4).legs[2].lift > 0.5 > beast_pose(bite, 0.46, 0.4).legs[2].lift


@pytest.mark.parametrize(
    "change", [{"stride": 1.6}, {"bob": 2.0}, {"lean": 12.0}, {"head_drop": 0.2}, {"arm_swing": 2.0}]
)
def test_every_parameter_changes_the_walk(change: dict[str, float]) -> None:
    styled = msgspec.structs.replace(_WALK, parameters=MotionParameters(**change))
    assert any(beast_pose(styled, i / 8, 0.4) != beast_pose(_WALK, i / 8, 0.4) for i in range(8))
