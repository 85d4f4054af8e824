"""Carets and selections stand where the characters are."""

import pygame
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_editor.ui.fonts import Fonts, Style
from neonworks_editor.ui.graphemes import boundaries
from neonworks_editor.ui.text import TextPainter
from neonworks_editor.ui.text_lines import TextLines

_PAINTER = TextPainter(Fonts())
_STYLE = Style(14)


def _lines(text: str, width: int = 0) -> TextLines:
    return TextLines(_PAINTER, text, _STYLE, width)


def test_one_line() -> None:
    lines = _lines("walk slowly")
    assert lines.height == lines.line_height
    assert lines.caret(11).x == _PAINTER.width("walk slowly", _STYLE)
    assert lines.index_at(10_000, -50) == 11


def test_several_lines() -> None:
    lines = _lines("walk slowly\nand tired", _PAINTER.width("walk slo", _STYLE))
    texts = [lines.text[a:b] for a, b in lines.spans]
    assert texts[:2] == ["walk ", "slowly"] and "".join(texts[2:]) == "and tired"
    assert lines.caret(5).topleft == (0, lines.line_height)
    assert lines.line_of(11) == 1, "before the line break"
    assert lines.line_of(12) == 2
    assert lines.beside(1, 1, lines.caret(1).x) in (6, 7)
    assert lines.beside(1, -1, 0) == 0
    assert lines.beside(len(lines.text), 1, 0) == len(lines.text)


def test_a_click_at_the_end_of_a_wrapped_line_stays_on_it() -> None:
    lines = _lines("walk slowly", _PAINTER.width("walk s", _STYLE))
    assert lines.line_of(lines.index_at(500, 2)) == 0


def test_selections_cover_their_lines() -> None:
    lines = _lines("ab\n\ncd", 200)
    boxes = lines.boxes(1, 5)
    assert [box.y // lines.line_height for box in boxes] == [0, 1, 2]
    assert all(box.width > 0 for box in boxes), "an empty line shows that its break is selected"
    assert boxes[2].width == _PAINTER.width("c", _STYLE)
    assert lines.boxes(1, 1) == []


@settings(max_examples=50, deadline=None)
@given(st.text("ab \n中", max_size=30), st.integers(20, 200))
def test_carets_are_found_again(text: str, width: int) -> None:
    lines = _lines(text, width)
    for index in boundaries(text):
        caret = lines.caret(index)
        assert caret.colliderect(pygame.Rect(-1, 0, 10_000, lines.height)) or caret.width == 0
        found = lines.caret(lines.index_at(caret.x, caret.y))
        assert found.y == caret.y
