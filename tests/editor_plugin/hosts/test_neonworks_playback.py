"""Moving an animation component on, whatever stands in it."""

import pygame
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.hosts.neonworks_playback import advance, frame_at, phase, set_phase

from tests.fakes.neonworks_double.rendering.animation import Animation, AnimationComponent, AnimationFrame

PICTURE = pygame.Surface((1, 1))
DURATIONS = st.lists(st.floats(0, 2), min_size=1, max_size=12)


def component(*durations: float, loop: bool = True) -> AnimationComponent:
    frames = [AnimationFrame(PICTURE, duration) for duration in durations]
    return AnimationComponent("walk", {"walk": Animation("walk", frames, loop)})


def test_each_frame_lasts_as_long_as_it_says() -> None:
    walk = component(0.1, 0.3, 0.1)
    assert [advance(walk, 0.06) for _ in range(9)] == [0, 1, 1, 1, 1, 1, 2, 2, 0]


def test_speed_counts() -> None:
    walk = component(0.1, 0.1)
    walk.speed = 0.5
    assert [advance(walk, 0.1) for _ in range(4)] == [0, 1, 1, 0]


def test_one_that_does_not_loop_ends_on_its_last_frame() -> None:
    death = component(0.1, 0.1, loop=False)
    assert [advance(death, 0.15) for _ in range(4)] == [1, 1, 1, 1]
    assert not death.playing


def test_a_paused_one_stays_where_it_is() -> None:
    walk = component(0.1, 0.1)
    advance(walk, 0.15)
    walk.playing = False
    assert advance(walk, 5.0) == 1


def test_nothing_to_play_gives_nothing() -> None:
    assert advance(AnimationComponent(), 0.1) is None
    assert advance(AnimationComponent("walk", {"walk": Animation("walk", [])}), 0.1) is None
    assert phase(AnimationComponent()) == 0.0
    set_phase(AnimationComponent(), 0.5)


@given(DURATIONS, st.integers(-3, 99), st.floats(-1, 1e6), st.floats(0, 1e6), st.booleans())
def test_any_component_is_survived(
    durations: list[float], frame: int, inside: float, dt: float, loop: bool
) -> None:
    walk = component(*durations, loop=loop)
    walk.current_frame, walk.time_in_frame = frame, inside
    index = advance(walk, dt)
    assert index == walk.current_frame
    assert 0 <= walk.current_frame < len(durations)


@given(DURATIONS, DURATIONS, st.floats(0, 0.999))
def test_the_phase_is_the_same_after_a_change_of_length(
    before: list[float], after: list[float], share: float
) -> None:
    walk = component(*before)
    set_phase(walk, share)
    seen = phase(walk)
    assert abs(seen - share) < 1e-6
    walk.animations["walk"] = component(*after).animations["walk"]
    walk.current_frame = min(walk.current_frame, len(after) - 1)
    set_phase(walk, seen)
    assert abs(phase(walk) - share) < 1e-6


@given(st.lists(st.integers(1, 500), min_size=1, max_size=9), st.floats(0, 1e7))
def test_a_frame_is_shown_inside_its_time(durations: list[int], elapsed: float) -> None:
    index, inside = frame_at(durations, elapsed, loop=True)
    assert 0 <= inside <= durations[index]
