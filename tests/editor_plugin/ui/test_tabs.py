"""Tabs and segments: one of a few."""

import pygame
import pytest
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.flaws import overlaps
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.layout import Column
from neonworks_editor.ui.tabs import Option, Segments, TabBar, Tabs

from tests.fakes.ui_bench import UiBench, pixels

_OPTIONS = (
    Option("a", "Draft"),
    Option("b", "Sprite", Icon.SPARK),
    Option("c", icon=Icon.GEAR, tooltip="Settings"),
)


@pytest.mark.parametrize("kind", [Segments, TabBar])
def test_mouse_and_keys(kind: type[Segments] | type[TabBar]) -> None:
    said: list[str] = []
    bar = kind(_OPTIONS, "a", said.append)
    bench = UiBench(Column([bar], pad=(10, 10)))
    before = pixels(bench.frame())
    bench.click(bar.box_of("b").center)
    bench.click(bar.box_of("b").center)
    assert said == ["b"] and pixels(bench.frame()) != before
    for key in (pygame.K_RIGHT, pygame.K_RIGHT, pygame.K_LEFT, pygame.K_HOME, pygame.K_END):
        assert bench.key(key)
    assert said == ["b", "c", "a", "c", "a", "c"]
    bar.chosen = "b"
    assert len(said) == 6


@pytest.mark.parametrize("kind", [Segments, TabBar])
def test_options_fill_their_bar_side_by_side(kind: type[Segments] | type[TabBar]) -> None:
    bar = kind(_OPTIONS)
    bench = UiBench(Column([bar]), (333, 100))
    boxes = [bar.box_of(option.key) for option in _OPTIONS]
    assert boxes[0].left == bar.rect.left and boxes[-1].right <= bar.rect.right
    assert boxes[0].right == boxes[1].left and boxes[1].right == boxes[2].left
    assert overlaps(bench.root) == []
    bench.move(boxes[2].center)
    assert bar.tip() == "Settings"
    with pytest.raises(KeyError):
        bar.box_of("x")


def test_too_narrow_is_told() -> None:
    bar = Segments(_OPTIONS)
    bench = UiBench(Column([bar]), (90, 60))
    assert [flaw.what for flaw in overlaps(bench.root)] == ["text is cut"]
    bar.options = _OPTIONS[2:]
    bench.frame()
    assert overlaps(bench.root) == []


def test_pages() -> None:
    said: list[str] = []
    pages = [Button("one"), Button("two"), Button("three")]
    tabs = Tabs(list(zip(_OPTIONS, pages, strict=True)), on_choose=said.append)
    bench = UiBench(Column([tabs]))
    assert [page.visible for page in pages] == [True, False, False]
    bench.click(tabs.bar.box_of("b").center)
    assert [page.visible for page in pages] == [False, True, False]
    bench.root.focus(pages[1])
    bench.ctrl(pygame.K_PAGEDOWN)
    assert tabs.chosen == "c" and pages[2].visible
    tabs.chosen = "a"
    assert said == ["b", "c"] and pages[0].visible
