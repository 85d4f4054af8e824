"""Drop-downs change their choice with and without the list."""

import pygame
from neonworks_editor.ui.dropdown import Dropdown
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.layout import Column
from neonworks_editor.ui.list_view import ListItem

from tests.fakes.ui_bench import UiBench, pixels


class _Desk:
    def __init__(self) -> None:
        self.said: list[str] = []
        items = [
            ListItem("a", "Alpha"),
            ListItem("b", "Beta", enabled=False),
            ListItem("c", "Gamma", icon=Icon.FILE),
        ]
        self.dropdown = Dropdown(items, "a", self.said.append)
        self.bench = UiBench(Column([self.dropdown], pad=(10, 10)), (300, 260))


def test_opening_and_taking() -> None:
    desk = _Desk()
    desk.bench.click(desk.dropdown)
    assert desk.dropdown.is_open
    desk.bench.key(pygame.K_DOWN)
    assert desk.said == [], "not before it is taken"
    desk.bench.key(pygame.K_RETURN)
    assert desk.said == ["c"] and not desk.dropdown.is_open
    assert desk.bench.root.focused is desk.dropdown


def test_a_second_click_closes() -> None:
    desk = _Desk()
    desk.bench.click(desk.dropdown)
    desk.bench.click(desk.dropdown)
    assert not desk.dropdown.is_open


def test_keys() -> None:
    desk = _Desk()
    desk.bench.root.focus(desk.dropdown)
    desk.bench.key(pygame.K_DOWN)
    desk.bench.key(pygame.K_DOWN)
    desk.bench.key(pygame.K_UP)
    assert desk.said == ["c", "a"], "over what cannot be chosen, and no further than the end"
    desk.bench.key(pygame.K_DOWN, pygame.KMOD_LALT)
    assert desk.dropdown.is_open


def test_changes_are_seen_and_not_said() -> None:
    desk = _Desk()
    before = pixels(desk.bench.frame())
    desk.dropdown.chosen = "c"
    chosen = pixels(desk.bench.frame())
    desk.dropdown.items = [ListItem("d", "Delta")]
    assert len({before, chosen, pixels(desk.bench.frame())}) == 3
    assert desk.said == []


def test_empty_or_disabled_stays_shut() -> None:
    desk = _Desk()
    desk.dropdown.enabled = False
    desk.dropdown.open()
    desk.dropdown.enabled = True
    desk.dropdown.items = []
    desk.dropdown.open()
    assert not desk.dropdown.is_open


def test_a_cut_choice_has_a_tooltip() -> None:
    dropdown = Dropdown([ListItem("a", "A choice with a very long name")], "a", size=(90, None))
    UiBench(Column([dropdown], cross="start"))
    assert dropdown.tip() == "A choice with a very long name"
