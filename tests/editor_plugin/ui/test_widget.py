"""The tree of widgets: finding, hiding, moving, and what is painted again."""

import pygame
import pytest
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.layout import Column, Row
from neonworks_editor.ui.text_field import TextField
from neonworks_editor.ui.widget import Widget, is_activation, is_click
from neonworks_protocol.errors import IllegalTransition

from tests.fakes.ui_bench import UiBench


class _Counting(Widget):
    """Counts how often it is measured, arranged and drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.measured = self.arranged = self.drawn = 0

    def measure(self, width: int) -> tuple[int, int]:
        self.measured += 1
        return 20, 20

    def arrange(self) -> None:
        self.arranged += 1

    def draw(self, surface: pygame.Surface) -> None:
        self.drawn += 1


def test_only_what_changed_is_painted_and_arranged() -> None:
    one, two = _Counting(), _Counting()
    bench = UiBench(Column([one, two], gap=40))
    counts = (one.measured, two.measured, one.arranged, two.arranged)
    drawn = two.drawn
    bench.frame()
    assert two.drawn == drawn
    one.invalidate()
    bench.frame()
    assert (one.drawn, two.drawn) == (2, drawn)
    two.resize()
    bench.frame()
    assert one.measured == counts[0] and one.arranged == counts[2], "untouched parts are not asked again"
    assert two.measured > counts[1]


def test_find_and_walk() -> None:
    button = Button("x", name="x")
    top = Column([Row([button])])
    assert top.find("x") is button
    assert list(top.walk()) == [top, top.children[0], button]
    assert top.has(button) and not button.has(top) and not top.has(None)
    with pytest.raises(KeyError):
        top.find("y")


def test_outside_of_a_tree() -> None:
    button = Button("x")
    assert not button.attached
    button.text, button.enabled, button.visible = "y", False, False
    button.press()
    with pytest.raises(IllegalTransition, match="before it is in a root"):
        assert button.stage


def test_enabled_and_shown_come_from_above() -> None:
    button = Button("x")
    row = Row([button])
    bench = UiBench(Column([row]))
    row.enabled = False
    assert not button.enabled
    row.visible = False
    bench.frame()
    assert not button.shown and button.visible
    row.clear()
    assert row.children == [] and button.parent is None and button.enabled


def test_moving_without_a_layout() -> None:
    button = Button("x")
    column = Column([button])
    bench = UiBench(column)
    column.shift(3, -7)
    assert button.rect.topleft == (3, -7)
    bench.frame()


def test_what_is_but_moved_goes_along_without_a_layout() -> None:
    class Counted(Column):
        arranged = 0

        def arrange(self) -> None:
            self.arranged += 1
            super().arrange()

    first, button, field = Button("x"), Button("y"), TextField("walk")
    below = Counted([button, field])
    bench = UiBench(Column([first, below]))
    bench.root.focus(field)
    bench.frame()
    before, arranged, caret = button.rect.copy(), below.arranged, bench.text_input.places[-1].copy()
    first.visible = False
    bench.frame()
    assert below.arranged == arranged
    up = before.y - button.rect.y
    assert up > 0 and field.rect.bottom == below.rect.bottom
    assert bench.text_input.places[-1] == caret.move(0, -up), "the system's input window follows the caret"
    first.visible = True
    bench.frame()
    assert button.rect == before
    button.text = "a longer one"
    bench.frame()
    assert below.arranged == arranged + 1


def test_which_events_press() -> None:
    def event(kind: int, **values: int) -> pygame.event.Event:
        return pygame.event.Event(kind, values)

    assert is_click(event(pygame.MOUSEBUTTONDOWN, button=1))
    assert not is_click(event(pygame.MOUSEBUTTONDOWN, button=3))
    assert is_activation(event(pygame.KEYDOWN, key=pygame.K_RETURN))
    assert not is_activation(event(pygame.KEYUP, key=pygame.K_RETURN))


def test_the_example_of_the_docstring_works() -> None:
    import neonworks_editor.ui.widget as module
    from neonworks_editor.ui.theme import Role

    assert module.__doc__
    source = module.__doc__.split("A complete widget::")[1].split("The root draws")[0].replace('\\"', '"')
    space: dict[str, object] = {
        "Widget": Widget, "Role": Role, "pygame": pygame, "is_click": is_click, "is_activation":
        is_activation, "Callable": object(),
    }  # fmt: skip
    lines = ["from __future__ import annotations", *(line[4:] for line in source.splitlines())]
    exec(compile("\n".join(lines), "example", "exec"), space)
    lamp_class = space["Lamp"]
    assert isinstance(lamp_class, type)
    heard: list[bool] = []
    lamp = lamp_class(heard.append)
    bench = UiBench(Row([lamp]))
    bench.click(lamp)
    bench.root.focus(lamp)
    bench.key(pygame.K_SPACE)
    bench.frame()
    assert heard == [True, False]
