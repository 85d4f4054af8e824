"""Bad layouts are found."""

import pygame
from neonworks_editor.ui.flaws import overlaps
from neonworks_editor.ui.label import Label
from neonworks_editor.ui.layout import Column, Row, Stack
from neonworks_editor.ui.widget import Widget

from tests.fakes.ui_bench import UiBench


class _Fixed(Widget):
    """Stands where it is told, whatever its parent does."""

    def __init__(self, rect: tuple[int, int, int, int]) -> None:
        super().__init__()
        self.told = pygame.Rect(rect)

    def place(self, rect: pygame.Rect) -> None:
        super().place(self.told)


def _whats(*children: Widget, inside: type[Column] | type[Stack] = Column) -> list[str]:
    return [flaw.what for flaw in overlaps(UiBench(inside(children), (100, 100)).root)]


def test_sound() -> None:
    assert _whats(_Fixed((0, 0, 10, 10)), _Fixed((10, 0, 10, 10))) == []


def test_overlapping_siblings() -> None:
    assert _whats(_Fixed((0, 0, 11, 11)), _Fixed((10, 10, 10, 10))) == ["overlap"]
    assert _whats(_Fixed((0, 0, 11, 11)), _Fixed((10, 10, 10, 10)), inside=Stack) == []
    hidden = _Fixed((0, 0, 11, 11))
    hidden.visible = False
    assert _whats(hidden, _Fixed((10, 10, 10, 10))) == []


def test_sticking_out() -> None:
    assert _whats(_Fixed((95, 0, 10, 10))) == ["sticks out of"]


def test_cut_text() -> None:
    assert "text is cut" in _whats(Row([Label("x", size=(2, None))]))
    assert "text is cut" in _whats(Label("several words in lines", wrap=True, size=(60, 12)))
    assert _whats(Label("several words in lines", wrap=True)) == []


def test_flaws_name_the_widget() -> None:
    bench = UiBench(Row([Label("A text", size=(2, None), name="status")]), (100, 100))
    (flaw,) = overlaps(bench.root)
    assert "Label" in flaw.one and "status" in flaw.one and "A text" in flaw.one
