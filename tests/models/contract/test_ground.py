from dataclasses import replace

import msgspec
import numpy as np
import pytest
from neonworks_models.contract.report import Rule
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Effect

from tests.models.contract.figures import Clip, Pose, analysed, clip, idle, jump, walk


def facing(made: Clip, direction: Direction) -> Clip:
    return replace(made, analysis=replace(made.analysis, facing=direction))


def lifted(made: Clip, *heights: int) -> Clip:
    return replace(
        made, frames=tuple(np.roll(f, -h, axis=0) for f, h in zip(made.frames, heights, strict=True))
    )


def test_a_foot_set_nearer_to_the_viewer_may_stand_lower_in_front_views_only() -> None:
    lower = lifted(walk(), 0, -1, -2, -1, 0, -1, -2, -1)
    assert lower.check()[Rule.GROUND].passed
    side = facing(lower, Direction.RIGHT).check()[Rule.GROUND]
    assert (side.passed, side.measured, side.frame) == (False, 2.0, 2)


def test_a_run_may_fly_between_two_contacts() -> None:
    strides = clip(Action.RUN, tuple(Pose(bob=b) for b in (0, 1, 2, 1, 0, 1, 2, 1)))
    assert lifted(strides, 0, 0, 2, 4, 0, 0, 2, 4).check()[Rule.GROUND].passed
    assert not lifted(strides, 0, 2, 2, 4, 4, 2, 2, 4).check()[Rule.GROUND].passed
    assert not lifted(strides, 0, 0, 2, 9, 0, 0, 2, 4).check()[Rule.GROUND].passed


def test_a_jump_starts_and_ends_on_the_ground() -> None:
    assert not lifted(jump(), 0, 0, 0, 0, 0, 3).check()[Rule.GROUND].passed
    assert not lifted(jump(), 3, 0, 0, 0, 0, 0).check()[Rule.GROUND].passed


def test_flyers_are_not_judged_and_slimes_may_hop() -> None:
    hop = lifted(clip(Action.WALK, (Pose(),) * 8, archetype=Archetype.BLOB), 0, 2, 5, 6, 5, 2, 0, 0)
    assert hop.check()[Rule.GROUND].passed
    assert not hop.check()[Rule.FEET].judged
    bat = lifted(clip(Action.WALK, (Pose(),) * 8, archetype=Archetype.FLYER), 3, 4, 5, 6, 5, 4, 3, 2)
    assert not bat.check()[Rule.GROUND].judged


def test_a_shake_moves_the_whole_figure() -> None:
    made = lifted(idle(), 0, 2, 0, -2, 0, 2)
    assert not made.check()[Rule.GROUND].passed
    spec = msgspec.structs.replace(made.spec, special_effects=(Effect.SHAKE,))
    assert replace(made, spec=spec).check()[Rule.GROUND].passed


@pytest.mark.parametrize("creep", [2, 3, 5])
def test_a_planted_foot_that_creeps_is_found(creep: int) -> None:
    poses = [Pose(bob=b) for b in (0, 1, 2, 1)]
    poses[2] = Pose(bob=2, left_foot=-creep)
    finding = clip(Action.IDLE, tuple(poses)).check()[Rule.FEET]
    assert (finding.passed, finding.measured, finding.frame) == (False, float(creep), 2)


def test_an_attack_may_step_with_one_foot() -> None:
    poses = (Pose(), Pose(right_foot=5), Pose(right_foot=5), Pose())
    assert clip(Action.ATTACK, poses).check()[Rule.FEET].passed
    both = (Pose(), Pose(left_foot=5, right_foot=5), Pose(), Pose())
    assert not clip(Action.ATTACK, both).check()[Rule.FEET].passed


def test_a_sword_that_floats_beside_the_figure_is_not_its_feet() -> None:
    made = idle()
    armed = made.still.rgba.copy()
    armed[50:62, 54:56] = (230, 210, 60, 255)
    still, _ = analysed(armed)
    frames = []
    for index, frame in enumerate(made.frames):
        own = frame.copy()
        own[50 - index : 62 - index, 54:56] = (230, 210, 60, 255)
        frames.append(own)
    floating = replace(made, still=still, frames=tuple(frames))
    assert floating.check()[Rule.GROUND].measured == 0.0
    assert floating.check()[Rule.FEET].measured == 0.0
