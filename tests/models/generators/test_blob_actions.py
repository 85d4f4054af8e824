"""Every action, variant, body plan and motion parameter has a motion of its own."""

import math
from dataclasses import astuple

import pytest
from neonworks_models.generators.blob_actions import pose_at
from neonworks_models.generators.blob_pose import BlobPose
from neonworks_protocol.motion import MotionParameters, MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Variant

PHASES = [i / 8 for i in range(8)]
BODIES = (Archetype.BLOB, Archetype.FLYER, Archetype.QUADRUPED, Archetype.PROP)


def motion(
    spec: MotionSpec, archetype: Archetype = Archetype.BLOB, direction: Direction = Direction.RIGHT
) -> list[BlobPose]:
    return [pose_at(spec, p, archetype=archetype, direction=direction, height=24) for p in PHASES]


@pytest.mark.parametrize("archetype", BODIES)
def test_no_two_actions_move_alike(archetype: Archetype) -> None:
    seen = {tuple(map(astuple, motion(MotionSpec(animation_type=action), archetype))) for action in Action}
    assert len(seen) == len(Action)


def test_no_two_attacks_move_alike() -> None:
    specs = [MotionSpec(animation_type=Action.ATTACK, variant=variant) for variant in Variant]
    assert len({tuple(map(astuple, motion(spec))) for spec in specs}) == len(Variant)


@pytest.mark.parametrize("action", [Action.WALK, Action.RUN])
@pytest.mark.parametrize("archetype", [Archetype.BLOB, Archetype.PROP])
def test_a_step_starts_in_contact_and_leaves_the_ground(action: Action, archetype: Archetype) -> None:
    poses = motion(MotionSpec(animation_type=action), archetype)
    assert poses[0].lift == 0
    assert max(pose.lift for pose in poses) > 0.05


def test_squash_keeps_the_volume_roughly() -> None:
    for action in (Action.IDLE, Action.WALK, Action.JUMP):
        for pose in motion(MotionSpec(animation_type=action)):
            assert 0.75 < math.exp(pose.stretch + pose.widen) < 1.3


def test_death_ends_flat_on_the_ground() -> None:
    end = pose_at(
        MotionSpec(animation_type=Action.DEATH),
        1.0,
        archetype=Archetype.BLOB,
        direction=Direction.DOWN,
        height=24,
    )
    assert math.exp(end.stretch) < 0.3
    assert end.lift == 0
    assert end.drop == 1


def test_left_mirrors_right() -> None:
    spec = MotionSpec(animation_type=Action.ATTACK, variant=Variant.THRUST)
    for right, left in zip(motion(spec), motion(spec, direction=Direction.LEFT), strict=True):
        assert left.surge == -right.surge
        assert left.lean == -right.lean
        assert left.stretch == right.stretch


def test_a_lunge_at_the_viewer_stays_in_place() -> None:
    spec = MotionSpec(animation_type=Action.ATTACK, variant=Variant.THRUST)
    front = motion(spec, direction=Direction.DOWN)
    assert all(pose.surge == 0 for pose in front)
    assert max(pose.widen for pose in front) > 0.3


def test_a_quadruped_does_not_leave_the_ground_when_it_walks() -> None:
    poses = motion(MotionSpec(animation_type=Action.WALK), Archetype.QUADRUPED)
    assert all(pose.lift == 0 and pose.surge == 0 and pose.footing > 0 for pose in poses)


def test_a_flyer_beats_its_wings_both_ways() -> None:
    flaps = [pose.flap for pose in motion(MotionSpec(animation_type=Action.IDLE), Archetype.FLYER)]
    assert min(flaps) < -0.4
    assert max(flaps) > 0.4


@pytest.mark.parametrize(
    ("action", "parameters", "field"),
    [
        (Action.WALK, MotionParameters(stride=0.2), "lift"),
        (Action.JUMP, MotionParameters(bob=1.8), "lift"),
        (Action.IDLE, MotionParameters(bob=1.8), "stretch"),
        (Action.WALK, MotionParameters(lean=15), "lean"),
        (Action.IDLE, MotionParameters(arm_swing=2), "wave"),
        (Action.RUN, MotionParameters(head_drop=0.4), "sink"),
        (Action.WALK, MotionParameters(squash=1), "stretch"),
    ],
)
def test_each_parameter_moves_its_own_field(action: Action, parameters: MotionParameters, field: str) -> None:
    plain = motion(MotionSpec(animation_type=action))
    styled = motion(MotionSpec(animation_type=action, parameters=parameters))
    assert max(abs(getattr(a, field) - getattr(b, field)) for a, b in zip(plain, styled, strict=True)) > 0.015


def test_intensity_scales_the_motion() -> None:
    weak, strong = (MotionSpec(animation_type=Action.ATTACK, intensity=i) for i in (0.0, 1.0))
    assert max(p.surge for p in motion(strong)) > 1.5 * max(p.surge for p in motion(weak))
