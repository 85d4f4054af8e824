"""Menus give one answer and close."""

import pygame
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.layout import Column
from neonworks_editor.ui.list_view import ListItem
from neonworks_editor.ui.menu import Menu, open_menu

from tests.fakes.ui_bench import UiBench


def _menu(count: int = 3) -> tuple[UiBench, Menu, list[str]]:
    button, taken = Button("x"), list[str]()
    bench = UiBench(Column([button], pad=(10, 10)), (300, 250))
    items = [ListItem(str(i), f"row {i}") for i in range(count)]
    menu = open_menu(bench.root, button.rect, items, taken.append, chosen=str(count - 1))
    bench.frame()
    return bench, menu, taken


def test_a_click_takes_and_closes() -> None:
    bench, menu, taken = _menu()
    bench.click((menu.rect.x + 20, menu.list.rect.y + 5))
    assert taken == ["0"] and bench.root.layers.top() is None


def test_keys_take_and_escape_does_not() -> None:
    bench, _, taken = _menu()
    bench.key(pygame.K_UP)
    bench.key(pygame.K_RETURN)
    assert taken == ["1"]
    bench, _, taken = _menu()
    bench.key(pygame.K_ESCAPE)
    assert taken == [] and bench.root.layers.top() is None


def test_the_mark_follows_the_pointer() -> None:
    bench, menu, _ = _menu()
    bench.move((menu.rect.x + 20, menu.list.rect.y + 5))
    assert menu.list.chosen == "0"


def test_long_menus_scroll_to_their_choice() -> None:
    bench, menu, _ = _menu(60)
    assert bench.root.bounds.contains(menu.rect)
    mark = menu.list.focus_rect()
    assert mark and menu.rect.contains(mark)
