"""Popups stand beside what they belong to and inside of the root."""

import pygame
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.layers import beside
from neonworks_editor.ui.layout import Card, Column

from tests.fakes.ui_bench import UiBench

_ROOM = pygame.Rect(0, 0, 300, 200)


def test_below_where_there_is_room_else_above() -> None:
    assert beside(pygame.Rect(10, 10, 50, 20), (80, 60), _ROOM, 4) == pygame.Rect(10, 34, 80, 60)
    assert beside(pygame.Rect(10, 170, 50, 20), (80, 60), _ROOM, 4) == pygame.Rect(10, 106, 80, 60)


@given(st.integers(0, 280), st.integers(0, 180), st.integers(1, 500), st.integers(1, 400))
def test_always_inside_and_never_over_the_anchor(x: int, y: int, width: int, height: int) -> None:
    anchor = pygame.Rect(x, y, 20, 20)
    box = beside(anchor, (width, height), _ROOM, 4)
    assert _ROOM.contains(box)
    assert not box.colliderect(anchor)


def test_popups_over_content() -> None:
    pressed: list[str] = []
    below, inside = (
        Button("below", lambda: pressed.append("below")),
        Button("inside", lambda: pressed.append("in")),
    )
    bench = UiBench(Column([below], pad=(40, 0)))
    popup, closed = Card([inside]), []
    bench.root.focus(below)
    bench.root.open_popup(popup, below.rect, lambda: closed.append(True))
    bench.frame()
    assert bench.root.focused is inside
    assert popup.rect.top > below.rect.bottom and popup.rect.width >= below.rect.width
    bench.click(inside)
    assert pressed == ["in"] and not closed
    bench.click((400, 300))
    assert closed == [True] and bench.root.focused is below
    bench.click(below)
    assert pressed == ["in", "below"]


def test_closing_takes_what_opened_over_it() -> None:
    bench = UiBench(Column([Button("x")]))
    first, second, order = Card([Button("1")]), Card([Button("2")]), []
    bench.root.open_popup(first, None, lambda: order.append(1))
    bench.root.open_popup(second, None, lambda: order.append(2))
    bench.root.close_popup(first)
    bench.root.close_popup(first)
    assert order == [2, 1] and bench.root.layers.top() is None
