"""Sliders move by mouse, keys and typed numbers, on whole steps and within their range."""

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.ui.layout import Column
from neonworks_editor.ui.slider import Slider, SliderTrack

from tests.fakes.ui_bench import UiBench, pixels


class _Desk:
    def __init__(self, low: float = 0, high: float = 1, value: float = 0.5, step: float = 0.01) -> None:
        self.moved: list[float] = []
        self.done: list[float] = []
        self.slider = Slider(low, high, value, self.moved.append, step=step, on_done=self.done.append)
        self.bench = UiBench(Column([self.slider], pad=(20, 20)))


@pytest.mark.parametrize(
    ("key", "mod", "value"),
    [
        (pygame.K_RIGHT, 0, 0.51), (pygame.K_LEFT, 0, 0.49), (pygame.K_UP, 0, 0.51), (pygame.K_DOWN, 0, 0.49),
        (pygame.K_PAGEUP, 0, 0.6), (pygame.K_PAGEDOWN, 0, 0.4), (pygame.K_HOME, 0, 0), (pygame.K_END, 0, 1),
        (pygame.K_RIGHT, pygame.KMOD_LSHIFT, 0.6),
    ],
)  # fmt: skip
def test_keys(key: int, mod: int, value: float) -> None:
    desk = _Desk()
    desk.bench.root.focus(desk.slider.track)
    assert desk.bench.key(key, mod)
    assert desk.slider.value == pytest.approx(value)
    assert desk.moved == desk.done == [desk.slider.value]
    desk.bench.key(pygame.K_BACKSPACE)
    assert desk.slider.value == 0.5, "back to the default"


def test_dragging_moves_and_ends_once() -> None:
    desk = _Desk()
    track = desk.slider.track
    with desk.bench.dragging(track):
        desk.bench.move((track.rect.right + 50, track.rect.centery))
        assert desk.slider.value == 1 and desk.done == []
        desk.bench.move((track.rect.x - 50, track.rect.centery))
    assert desk.slider.value == 0 and desk.done == [0]
    assert len(desk.moved) == 2
    desk.bench.click(track, times=2)
    assert desk.slider.value == 0.5


def test_typed_numbers() -> None:
    desk = _Desk(0.1, 3, 1)
    assert desk.slider.field.text == "1.00"
    desk.bench.click(desk.slider.field, times=3)
    desk.bench.type("2,5 x")
    desk.bench.key(pygame.K_RETURN)
    assert (desk.slider.value, desk.slider.field.text, desk.done) == (2.5, "2.50", [2.5])
    desk.bench.type("nonsense")
    desk.bench.key(pygame.K_RETURN)
    assert (desk.slider.value, desk.slider.field.text) == (2.5, "2.50")
    desk.bench.type("99")
    desk.bench.key(pygame.K_ESCAPE)
    assert desk.slider.field.text == "2.50"


def test_programs_set_it_without_an_echo() -> None:
    desk = _Desk(2, 32, 8, step=1)
    before = pixels(desk.bench.frame())
    desk.slider.value = 12
    assert desk.moved == [] and desk.slider.field.text == "12"
    assert pixels(desk.bench.frame()) != before


@given(
    st.floats(-5, 5),
    st.floats(0.1, 3),
    st.sampled_from((1, 0.5, 0.1, 0.01, 0.25)),
    st.floats(allow_nan=False),
)
def test_values_are_steps_within_the_range(low: float, span: float, step: float, wish: float) -> None:
    track = SliderTrack(low, low + span, low, step=step)
    value = track.rounded(wish)
    assert track.low <= value <= track.high
    assert track.rounded(value) == pytest.approx(value, abs=1e-5)
