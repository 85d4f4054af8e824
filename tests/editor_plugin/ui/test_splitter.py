"""Splitters move, and never cut what they hold."""

import pygame
import pytest
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.flaws import overlaps
from neonworks_editor.ui.layout import Column
from neonworks_editor.ui.scroll import ScrollArea
from neonworks_editor.ui.splitter import Splitter
from neonworks_editor.ui.widget import Widget

from tests.fakes.ui_bench import UiBench


def _split(vertical: bool) -> tuple[UiBench, Splitter, Widget, list[float]]:
    moved: list[float] = []
    one, two = (ScrollArea(Column([Button(f"button {i}") for i in range(9)])) for _ in range(2))
    splitter = Splitter(one, two, vertical=vertical, on_move=moved.append)
    bench = UiBench(Column([splitter]), (508, 408))
    return bench, splitter, splitter.children[2], moved


@pytest.mark.parametrize("vertical", [False, True])
def test_dragging(vertical: bool) -> None:
    bench, splitter, bar, moved = _split(vertical)
    extent = splitter.first.rect.height if vertical else splitter.first.rect.width
    with bench.dragging(bar):
        x, y = bar.rect.center
        bench.move((x, y + 40) if vertical else (x + 40, y))
    bench.frame()
    after = splitter.first.rect.height if vertical else splitter.first.rect.width
    assert after == extent + 40 and moved[-1] == splitter.share > 0.5
    assert overlaps(bench.root) == []


@pytest.mark.parametrize("vertical", [False, True])
def test_keys_and_ends(vertical: bool) -> None:
    bench, splitter, bar, _ = _split(vertical)
    bench.root.focus(bar)
    back, on = (pygame.K_UP, pygame.K_DOWN) if vertical else (pygame.K_LEFT, pygame.K_RIGHT)
    assert bench.key(on)
    bench.frame()
    share = splitter.share
    assert share > 0.5
    for _ in range(80):
        bench.key(back)
        bench.frame()
    assert overlaps(bench.root) == []
    low = splitter.first.rect.height if vertical else splitter.first.rect.width
    assert low == (80 if vertical else splitter.first.narrowest())
    assert not bench.key(pygame.K_LEFT if vertical else pygame.K_UP)
