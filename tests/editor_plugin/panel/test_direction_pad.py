"""The direction pad: one direction, several, or as drawn."""

import pygame
import pytest
from neonworks_editor.panel.direction_pad import DirectionPad
from neonworks_editor.ui.layout import Row
from neonworks_protocol.vocabulary import Direction

from tests.fakes.ui_bench import UiBench

PLACES = {
    Direction.UP: (48, 15),
    Direction.LEFT: (15, 48),
    None: (48, 48),
    Direction.RIGHT: (81, 48),
    Direction.DOWN: (48, 81),
}


class Bench:
    """A pad in a root of its own."""

    def __init__(self) -> None:
        self.heard: list[tuple[Direction, ...]] = []
        self.pad = DirectionPad(self.heard.append)
        self.ui = UiBench(Row([self.pad], cross="start"), (200, 100))

    def click(self, direction: Direction | None) -> None:
        self.ui.post(pygame.MOUSEBUTTONDOWN, pos=PLACES[direction], button=1)
        self.ui.post(pygame.MOUSEBUTTONUP, pos=PLACES[direction], button=1)


@pytest.mark.parametrize("direction", Direction)
def test_a_click_chooses_one(display: None, direction: Direction) -> None:
    bench = Bench()
    bench.click(Direction.UP)
    bench.click(direction)
    bench.click(None)
    assert bench.heard == [(Direction.UP,), (direction,), ()]


def test_shift_adds_and_takes_away(display: None) -> None:
    bench = Bench()
    bench.click(Direction.RIGHT)
    pygame.key.set_mods(pygame.KMOD_LSHIFT)
    try:
        bench.click(Direction.LEFT)
        bench.click(Direction.RIGHT)
    finally:
        pygame.key.set_mods(0)
    assert bench.heard[1:] == [(Direction.LEFT, Direction.RIGHT), (Direction.LEFT,)]


def test_keys_do_the_same(display: None) -> None:
    bench = Bench()
    bench.ui.root.focus(bench.pad)
    for key in (pygame.K_LEFT, pygame.K_LEFT, pygame.K_SPACE):
        bench.ui.post(pygame.KEYDOWN, key=key, mod=0, unicode="")
    assert bench.heard == [(Direction.LEFT,)]


def test_between_the_arms_there_is_nothing(display: None) -> None:
    bench = Bench()
    bench.ui.post(pygame.MOUSEBUTTONDOWN, pos=(15, 15), button=1)
    assert bench.heard == []


def test_showing_marks_and_tells_nobody(display: None) -> None:
    bench = Bench()
    before = bench.ui.frame().get_at((56, 8))
    bench.pad.show((Direction.UP,))
    assert bench.ui.frame().get_at((56, 8)) != before
    assert (bench.pad.chosen, bench.heard) == ((Direction.UP,), [])
