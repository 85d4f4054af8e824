import pytest
from neonworks_models.intent.styles import (
    PARAMETER_LIMITS,
    STYLES,
    Style,
    blend_styles,
    clamp_parameters,
    scaled,
)
from neonworks_protocol.motion import MotionParameters


@pytest.mark.parametrize("style", STYLES.values(), ids=list(STYLES))
def test_every_style_stays_in_range_and_changes_the_pose(style: Style) -> None:
    assert style.parameters != MotionParameters()
    assert 0.1 <= style.tempo <= 3.0
    assert 0.0 <= style.intensity <= 1.0
    for name, (low, high) in PARAMETER_LIMITS.items():
        assert low <= getattr(style.parameters, name) <= high


def test_no_two_styles_are_the_same() -> None:
    looks = [(s.tempo, s.parameters) for s in STYLES.values()]
    assert len({repr(look) for look in looks}) == len(looks)


def test_a_tired_walk_droops_and_an_angry_one_stamps() -> None:
    tired, angry = STYLES["tired"].parameters, STYLES["angry"].parameters
    assert tired.head_drop > 0 and tired.stride < 1 and tired.arm_swing < 1
    assert angry.bob > 1 and angry.stride > 1 and angry.lean > 0


def test_scaling_moves_towards_and_beyond_neutral() -> None:
    tired = STYLES["tired"]
    assert scaled(tired, 0.0).parameters == MotionParameters()
    assert tired.parameters.stride < scaled(tired, 0.5).parameters.stride < 1
    assert scaled(tired, 1.5).parameters.head_drop > tired.parameters.head_drop
    assert scaled(tired, 1.0).parameters == tired.parameters


def test_blending_multiplies_factors_and_adds_offsets() -> None:
    both = blend_styles([STYLES["tired"], STYLES["heavy"]])
    tired, heavy = STYLES["tired"].parameters, STYLES["heavy"].parameters
    assert both.stride == pytest.approx(tired.stride * heavy.stride)
    assert both.lean == pytest.approx(tired.lean + heavy.lean)


def test_clamping_keeps_ranges() -> None:
    assert clamp_parameters({"lean": 99, "stride": -1}) == MotionParameters(lean=30.0, stride=0.0)
