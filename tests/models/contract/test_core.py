from dataclasses import replace

import cv2
import numpy as np
import pytest
from neonworks_models.contract.report import Rule
from neonworks_protocol.vocabulary import Action, Archetype

from tests.models.contract.figures import Clip, Pose, analysed, clip, draw, idle


def enlarged(made: Clip, factor: int) -> Clip:
    frames = tuple(np.repeat(np.repeat(f, factor, axis=0), factor, axis=1) for f in made.frames)
    still, analysis = analysed(np.repeat(np.repeat(made.still.rgba, factor, axis=0), factor, axis=1))
    plan = replace(made.plan, width=made.plan.width * factor, height=made.plan.height * factor)
    return replace(made, still=still, analysis=analysis, plan=plan, frames=frames)


@pytest.mark.parametrize("off", [2, 3, 5])
def test_the_measured_jump_is_the_drawn_one(off: int) -> None:
    made = idle().with_frame(3, draw(Pose(bob=2, torso=off)))
    finding = made.check()[Rule.CORE]
    assert (finding.measured, finding.frame, finding.passed) == (float(off), 3, False)


def test_a_smooth_sway_passes_and_so_does_a_strike() -> None:
    sway = clip(Action.IDLE, tuple(Pose(head=x, torso=x) for x in (0, 1, 2, 3, 2, 1)))
    assert sway.check()[Rule.CORE].passed
    lunge = clip(Action.ATTACK, tuple(Pose(head=2 * x, torso=x) for x in (0, -2, 4, 4, 1, 0)))
    assert lunge.check()[Rule.CORE].passed


@pytest.mark.parametrize("factor", [2, 4, 8])
def test_limits_grow_with_the_figure(factor: int) -> None:
    made = enlarged(idle(), factor)
    assert made.check().passed, made.check().one_line()
    bad = enlarged(idle().with_frame(3, draw(Pose(bob=2, torso=3))), factor)
    finding = bad.check()[Rule.CORE]
    assert not finding.passed
    assert finding.measured == pytest.approx(3 * factor, abs=factor)


def test_an_arm_before_the_chest_is_no_jump() -> None:
    poses = tuple(Pose(bob=b) for b in (0, 1, 2, 1))
    made = clip(Action.CAST_SPELL, poses)
    covered = made.frames[2].copy()
    cv2.circle(covered, (32, 38), 7, (224, 172, 120, 255), -1)
    assert made.with_frame(2, covered).check()[Rule.CORE].passed


def test_falls_and_squashing_bodies_are_not_judged() -> None:
    for action, archetype in ((Action.DEATH, Archetype.BIPED), (Action.WALK, Archetype.BLOB)):
        made = clip(action, tuple(Pose(torso=x) for x in (0, 4, 0)), archetype=archetype)
        assert not made.check()[Rule.CORE].judged


def test_a_flash_of_one_frame_is_no_jump() -> None:
    made = idle()
    white, grey = (255, 255, 255), (180, 180, 190)
    lit = made.frames[3].copy()
    solid = lit[..., 3] > 0
    lit[solid] = (*grey, 255)
    lit[20:60, 20:30][solid[20:60, 20:30]] = (*white, 255)
    flashing = replace(made.with_frame(3, lit), effects=(white, grey))
    assert flashing.check()[Rule.CORE].passed
