"""One look: its figure, its marks, and what a press does."""

import pygame
from neonworks_editor.panel.look_tile import LookTile
from neonworks_editor.panel.pictures import PictureStore
from neonworks_editor.studio.looks import Look
from neonworks_editor.ui.layout import Row

from tests.fakes.paper_daemon import example_png
from tests.fakes.ui_bench import UiBench, pixels


def test_each_thing_it_says_is_seen() -> None:
    tile = LookTile(PictureStore(), lambda: None, name="look-1")
    bench = UiBench(Row([tile]))
    look = Look(example_png("knight_down"), "a")
    seen = []
    for shown, chosen, kept in (
        (None, False, False),
        (look, False, False),
        (look, True, False),
        (look, True, True),
    ):
        tile.show(shown, chosen=chosen, kept=kept)
        seen.append(pixels(bench.frame()))
    assert len(set(seen)) == 4
    tile.show(Look(b"no picture", "b"), chosen=False, kept=False)
    assert pixels(bench.frame()) == seen[0], "one that is damaged shows as nothing"


def test_only_one_that_is_there_can_be_chosen() -> None:
    pressed: list[bool] = []
    tile = LookTile(PictureStore(), lambda: pressed.append(True), name="look-1")
    UiBench(Row([tile]))
    enter = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN)
    assert not tile.handle(enter) and tile.tip() == ""
    tile.show(Look(example_png("slime"), "a"), chosen=False, kept=False)
    assert tile.handle(enter) and pressed == [True] and tile.tip()
