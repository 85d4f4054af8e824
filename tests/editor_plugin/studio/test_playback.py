import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.studio.playback import REST_S, Playback

DURATIONS = (100, 300, 200)


def playing(loop: bool = True) -> Playback:
    playback = Playback()
    playback.set_clip(DURATIONS, loop, 0.0)
    playback.restart(0.0)
    return playback


@pytest.mark.parametrize(
    ("at", "index"), [(0.0, 0), (0.099, 0), (0.1, 1), (0.399, 1), (0.4, 2), (0.599, 2), (0.6, 0), (6.15, 1)]
)
def test_true_durations_around_the_loop(at: float, index: int) -> None:
    assert playing().index(at) == index


def test_a_one_shot_rests_on_its_last_picture_and_starts_again() -> None:
    playback = playing(loop=False)
    assert playback.index(0.55) == 2
    assert playback.index(0.6 + REST_S - 0.01) == 2
    assert playback.index(0.6 + REST_S + 0.01) == 0
    assert (playback.passes(0.7), playback.passes(0.6 + REST_S + 0.01)) == (0, 1)


@given(st.lists(st.floats(0.0, 50.0), min_size=1), st.booleans())
def test_how_often_it_is_looked_at_does_not_matter(times: list[float], loop: bool) -> None:
    often, once = playing(loop), playing(loop)
    for at in sorted(times):
        often.index(at)
    assert often.index(max(times)) == once.index(max(times))


def test_pause_scrub_step_and_play() -> None:
    playback = playing()
    playback.pause(0.25)
    assert not playback.playing
    assert playback.index(99.0) == 1
    playback.play(100.0)
    assert playback.position_s(100.1) == pytest.approx(0.35)
    playback.scrub(2, 100.1)
    assert (playback.index(200.0), playback.playing) == (2, False)
    playback.step(1, 200.0)
    assert playback.index(200.0) == 0
    playback.step(-1, 200.0)
    assert playback.index(200.0) == 2
    playback.scrub(99, 200.0)
    assert playback.index(200.0) == 2


@given(st.floats(0.0, 5.0), st.lists(st.integers(20, 500), min_size=1, max_size=32))
def test_another_clip_keeps_the_phase(at: float, durations: list[int]) -> None:
    playback = playing()
    before = playback.position_s(at) / playback.total_s
    playback.set_clip(durations, True, at)
    apart = abs(playback.position_s(at) / playback.total_s - before)
    assert min(apart, 1 - apart) < 1e-4


def test_a_paused_position_keeps_its_phase_too() -> None:
    playback = playing()
    playback.scrub(1, 0.0)
    playback.set_clip((50, 150, 100), True, 3.0)
    assert playback.position_s(9.0) == pytest.approx(0.05)
