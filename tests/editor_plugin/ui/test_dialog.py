"""Dialogs are answered once, by mouse or keys."""

import pygame
import pytest
from neonworks_editor.ui.button import Button, ButtonKind
from neonworks_editor.ui.dialog import Dialog
from neonworks_editor.ui.flaws import overlaps
from neonworks_editor.ui.layout import Column
from neonworks_editor.ui.text_field import TextField
from neonworks_editor.ui.widget import Widget

from tests.fakes.ui_bench import UiBench


class _Desk:
    def __init__(self, body: str | Widget = "The files are kept for undo.", scale: float = 1.0) -> None:
        self.said: list[str] = []
        self.button = Button("behind", lambda: self.said.append("behind"))
        self.bench = UiBench(Column([self.button]), (round(420 * scale), round(300 * scale)), scale=scale)
        self.bench.root.focus(self.button)
        answers = [
            ("Cancel", ButtonKind.NORMAL, lambda: self.said.append("no")),
            ("Replace", ButtonKind.PRIMARY, lambda: self.said.append("yes")),
        ]
        self.dialog = Dialog("Replace it?", body, answers, on_cancel=lambda: self.said.append("cancel"))
        self.dialog.open(self.bench.root)
        self.bench.frame()


def test_enter_is_the_primary_answer() -> None:
    desk = _Desk()
    desk.bench.key(pygame.K_RETURN)
    assert desk.said == ["yes"] and desk.bench.root.layers.top() is None
    assert desk.bench.root.focused is desk.button


def test_escape_cancels() -> None:
    desk = _Desk()
    desk.bench.key(pygame.K_ESCAPE)
    assert desk.said == ["cancel"]


def test_nothing_behind_can_be_reached() -> None:
    desk = _Desk()
    desk.bench.click(desk.button)
    desk.bench.click((2, 298))
    assert desk.said == [] and desk.bench.root.layers.top() is not None


def test_a_field_gets_the_focus_and_enter_answers() -> None:
    field = TextField("name")
    desk = _Desk(field)
    assert desk.bench.root.focused is field
    field.on_submit = lambda text: desk.said.append(text)
    desk.bench.key(pygame.K_RETURN)
    assert desk.said == ["name"]


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_long_texts_scroll_and_nothing_overlaps(scale: float) -> None:
    desk = _Desk("A long explanation of what will happen. " * 30, scale)
    assert overlaps(desk.bench.root) == []
    assert desk.bench.root.bounds.contains(desk.dialog.rect)
