"""How long a clip is, how its time is shared, and which moments it shows."""

import itertools

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.generators.timing import (
    FRAME_COUNTS,
    FRAME_MS,
    default_frame_count,
    default_loop,
    durations,
    phases,
    resolve,
)
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import MotionParameters, MotionSpec
from neonworks_protocol.vocabulary import Action, Direction, Variant

from tests.fakes.stills import example, known_analysis

KNIGHT = example("knight_right")
ANALYSIS = known_analysis(KNIGHT.sprite, KNIGHT.facing, KNIGHT.archetype, KNIGHT.joints)
CYCLES = (Action.IDLE, Action.WALK, Action.RUN)
LOW, HIGH = FRAME_COUNTS

_performances = st.one_of(
    st.tuples(st.sampled_from(Action), st.none()), st.tuples(st.just(Action.ATTACK), st.sampled_from(Variant))
)


def spec_of(
    performance: tuple[Action, Variant | None],
    frames: int | None = None,
    *,
    speed: float = 1.0,
    parameters: MotionParameters | None = None,
) -> MotionSpec:
    spec = MotionSpec(
        animation_type=performance[0],
        variant=performance[1],
        frame_count=frames,
        speed_multiplier=speed,
        parameters=parameters or MotionParameters(),
    )
    return resolve(spec, ANALYSIS)


@pytest.mark.parametrize("action", Action)
def test_resolving_fills_what_was_not_said(action: Action) -> None:
    spec = resolve(MotionSpec(animation_type=action), ANALYSIS)
    assert spec.frame_count == default_frame_count(action, spec.variant)
    assert spec.loop == default_loop(action) == (action in CYCLES)
    assert spec.direction is Direction.RIGHT
    assert (spec.variant is not None) == (action is Action.ATTACK)
    assert resolve(spec, ANALYSIS) == spec


def test_resolving_keeps_what_was_said() -> None:
    said = MotionSpec(
        animation_type=Action.ATTACK,
        variant=Variant.KICK,
        frame_count=9,
        loop=True,
        direction=Direction.LEFT,
        speed_multiplier=0.5,
        intensity=0.9,
    )
    assert resolve(said, ANALYSIS) == said


def test_a_variant_belongs_to_attacks_only() -> None:
    assert resolve(MotionSpec(animation_type=Action.WALK, variant=Variant.KICK), ANALYSIS).variant is None


@pytest.mark.parametrize("count", [LOW, HIGH])
def test_the_ends_of_the_range_are_allowed(count: int) -> None:
    assert resolve(MotionSpec(animation_type=Action.WALK, frame_count=count), ANALYSIS).frame_count == count


@pytest.mark.parametrize("count", [-1, 0, 1, 33, 1000])
def test_other_frame_counts_are_refused_in_one_line(count: int) -> None:
    with pytest.raises(BadRequest, match=rf"^{count} frames were asked for; choose 2 to 32$"):
        resolve(MotionSpec(animation_type=Action.WALK, frame_count=count), ANALYSIS)


def test_default_counts_are_in_range() -> None:
    for action in Action:
        for variant in (None, *Variant):
            assert LOW <= default_frame_count(action, variant) <= HIGH


@given(performance=_performances, speed=st.floats(0.5, 2.0), frames=st.integers(2, 10))
def test_a_clip_is_as_long_as_its_action_and_speed_say(
    performance: tuple[Action, Variant | None], speed: float, frames: int
) -> None:
    own = sum(durations(spec_of(performance)))
    asked = durations(spec_of(performance, frames, speed=speed))
    assert len(asked) == frames
    assert sum(asked) == pytest.approx(own / speed, abs=frames + 1)
    assert max(asked) - min(asked) <= 1, "without holds, time is shared evenly"


@given(
    performance=_performances,
    speed=st.floats(0.1, 3.0),
    frames=st.integers(2, 32),
    holds=st.floats(0, 1),
)
def test_no_frame_is_too_short_or_too_long_to_show(
    performance: tuple[Action, Variant | None], speed: float, frames: int, holds: float
) -> None:
    spec = spec_of(performance, frames, speed=speed, parameters=MotionParameters(holds=holds))
    low, high = FRAME_MS
    assert all(low <= ms <= high for ms in durations(spec))


@given(performance=_performances, holds=st.floats(0.2, 0.6))
def test_holds_move_time_to_some_frames_from_the_others(
    performance: tuple[Action, Variant | None], holds: float
) -> None:
    even = durations(spec_of(performance))
    spec = spec_of(performance, parameters=MotionParameters(holds=holds))
    uneven = durations(spec)
    longer = [b > a + 1 for a, b in zip(even, uneven, strict=True)]
    shorter = [b < a - 1 for a, b in zip(even, uneven, strict=True)]
    assert any(longer)
    assert any(shorter)
    assert sum(uneven) == pytest.approx(sum(even), abs=len(even) + 1)
    assert phases(spec) == phases(spec_of(performance)), "holds change durations, not pictures"


def test_more_hold_holds_longer() -> None:
    longest = [
        max(durations(spec_of((Action.WALK, None), parameters=MotionParameters(holds=h))))
        for h in (0, 0.3, 0.6)
    ]
    assert longest == sorted(set(longest))


@given(performance=_performances, frames=st.integers(2, 32), curve=st.floats(-1, 1))
def test_phases_only_go_forward(
    performance: tuple[Action, Variant | None], frames: int, curve: float
) -> None:
    moments = phases(spec_of(performance, frames, parameters=MotionParameters(tempo_curve=curve)))
    assert len(moments) == frames
    assert moments[0] == 0.0
    assert all(a < b for a, b in itertools.pairwise(moments))
    assert moments[-1] < 1.0 if performance[0] in CYCLES else moments[-1] == 1.0


@pytest.mark.parametrize("action", Action)
def test_a_tempo_curve_lingers_early_or_late(action: Action) -> None:
    early, even, late = (
        phases(spec_of((action, None), 9, parameters=MotionParameters(tempo_curve=c))) for c in (-1, 0, 1)
    )
    for slow, plain, quick in zip(early, even, late, strict=True):
        assert slow <= plain <= quick
    assert early != even != late


@pytest.mark.parametrize("action", CYCLES)
@pytest.mark.parametrize("curve", [-0.7, 0.4])
def test_both_halves_of_a_cycle_are_bent_alike(action: Action, curve: float) -> None:
    moments = phases(spec_of((action, None), 8, parameters=MotionParameters(tempo_curve=curve)))
    assert [m + 0.5 for m in moments[:4]] == pytest.approx(list(moments[4:]))


def test_a_looped_single_action_leads_back_to_its_start() -> None:
    spec = msgspec.structs.replace(spec_of((Action.JUMP, None)), loop=True)
    count = len(phases(spec))
    assert phases(spec) == tuple(i / count for i in range(count))
