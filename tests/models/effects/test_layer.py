"""The stage: sizes follow the figure, chances follow the request."""

from dataclasses import replace

import numpy as np
from neonworks_models.effects.layer import Stage, fill, luminance, shifted
from neonworks_models.generators.blob import DraftBlob
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action

from tests.fakes.stills import example, request_for


def stage(name: str = "slime", *, seed: int = 0, action: Action = Action.WALK) -> Stage:
    request = request_for(name, MotionSpec(animation_type=action), seed=seed)
    return Stage(request, DraftBlob().plan(request))


def test_lengths_follow_the_figures_height() -> None:
    small = stage()
    still = replace(
        example("slime"), sprite=Sprite.from_rgba(example("slime").sprite.rgba.repeat(8, 0).repeat(8, 1))
    )
    request = request_for(still, MotionSpec(animation_type=Action.IDLE))
    assert small.unit == 1
    assert Stage(request, DraftBlob().plan(request)).unit == 3


def test_chances_depend_on_request_and_name_only() -> None:
    assert np.array_equal(stage().dice("spark", 1), stage().dice("spark", 1))
    assert not np.array_equal(stage().dice("spark", 1), stage().dice("spark", 2))
    assert not np.array_equal(stage().dice("spark", 1), stage(seed=1).dice("spark", 1))
    assert ((stage().dice("x") >= 0) & (stage().dice("x") < 1)).all()


def test_a_loop_never_reaches_phase_one_and_a_single_action_does() -> None:
    loop, single = stage(), stage(action=Action.HURT)
    assert loop.phase(loop.count - 1) < 1
    assert single.phase(single.count - 1) == 1


def test_the_pulse_swells_once() -> None:
    values = [stage().pulse(i) for i in range(stage().count)]
    assert max(values) > 0.9
    assert min(values) < 0.1
    peak = values.index(max(values))
    assert values[: peak + 1] == sorted(values[: peak + 1])
    assert values[peak:] == sorted(values[peak:], reverse=True)


def test_shifted_masks_lose_what_leaves() -> None:
    mask = np.eye(4, dtype=bool)
    assert shifted(mask, 1, 0).sum() == 3
    assert shifted(mask, 0, -2)[0, 2]
    assert not shifted(mask, 9, 0).any()


def test_luminance_of_grey_is_its_value() -> None:
    grey = np.full((2, 2, 4), 77, np.uint8)
    assert (luminance(grey) == 77).all()
    fill(grey, np.array([[True, False], [False, False]]), (1, 2, 3))
    assert grey[0, 0].tolist() == [1, 2, 3, 255]
    assert grey[1, 1].tolist() == [77, 77, 77, 77]
