from dataclasses import replace

import pytest
from neonworks_models.contract.report import Rule
from neonworks_protocol.vocabulary import Action

from tests.models.contract.figures import Pose, clip


def test_the_seam_is_measured_against_the_largest_inner_step() -> None:
    even = clip(Action.IDLE, tuple(Pose(arm=a) for a in (0, 1, 2, 3, 2, 1)))
    assert even.check()[Rule.LOOP].measured == pytest.approx(1.0)
    drifting = clip(Action.IDLE, tuple(Pose(arm=a) for a in (0, 1, 2, 3, 4, 5)))
    finding = drifting.check()[Rule.LOOP]
    assert finding.measured > 1.25
    assert not finding.passed


def test_clips_played_once_need_not_close() -> None:
    fall = clip(Action.DEATH, tuple(Pose(arm=a) for a in (0, 1, 2, 3, 4, 5)))
    assert not fall.check()[Rule.LOOP].judged
    assert not fall.check()[Rule.REPEAT].judged
    looped = replace(fall, plan=replace(fall.plan, loop=True))
    assert not looped.check()[Rule.LOOP].passed


def test_a_frozen_loop_repeats_itself() -> None:
    frozen = clip(Action.IDLE, (Pose(),) * 4).check()
    assert not frozen[Rule.REPEAT].passed
    assert frozen[Rule.LOOP].measured == 0.0
