"""Lines are measured, wrapped and drawn as they are measured."""

from itertools import pairwise

import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_editor.ui.fonts import Fonts, Style
from neonworks_editor.ui.graphemes import boundaries
from neonworks_editor.ui.text import TextPainter

_STYLE = Style(14)


@pytest.fixture(scope="module")
def painter() -> TextPainter:
    return TextPainter(Fonts())


def test_pictures_are_as_wide_as_measured(painter: TextPainter) -> None:
    for text in ("Walk", "Walk Ωмега שלום 中", "e\u0301"):
        picture = painter.picture(text, _STYLE, (1, 2, 3))
        assert picture.get_size() == (painter.width(text, _STYLE), painter.line_height(_STYLE))
    assert painter.picture("Walk", _STYLE, (1, 2, 3)) is painter.picture("Walk", _STYLE, (1, 2, 3))


def test_nothing_is_cut_by_the_line(painter: TextPainter) -> None:
    picture = painter.picture("Âgjpqy|Ŵ", Style(26), (255, 255, 255))
    box = picture.get_bounding_rect()
    assert box.top > 0 and box.bottom < picture.get_height()


def test_carets_go_from_left_to_right_and_back_in_hebrew(painter: TextPainter) -> None:
    latin = [painter.x_of("walk", i, _STYLE) for i in range(5)]
    assert latin == sorted(latin) and latin[0] == 0 and latin[4] == painter.width("walk", _STYLE)
    hebrew = [painter.x_of("שלום", i, _STYLE) for i in range(5)]
    assert hebrew == sorted(hebrew, reverse=True)


@settings(max_examples=30, deadline=None)
@given(st.text("abe\u0301 אבع1🙂", max_size=12))
def test_a_place_is_found_again(painter: TextPainter, text: str) -> None:
    for index in boundaries(text):
        x = painter.x_of(text, index, _STYLE)
        assert painter.x_of(text, painter.index_at(text, x, _STYLE), _STYLE) == x


@settings(max_examples=60, deadline=None)
@given(st.text("ab i,\n中\u0301", max_size=60), st.integers(1, 120))
def test_lines_hold_all_of_the_text(painter: TextPainter, text: str, width: int) -> None:
    spans = painter.wrap(text, _STYLE, width)
    assert spans[0][0] == 0 and spans[-1][1] == len(text)
    for (_, end), (start, _) in pairwise(spans):
        assert start == end or (start == end + 1 and text[end] == "\n")
    cuts = set(boundaries(text))
    for start, end in spans:
        assert {start, end} <= cuts or text[start - 1 : start] == "\n"
        line = text[start:end].rstrip(" ")
        assert painter.width(line, _STYLE) <= width or len(boundaries(line)) <= 2


def test_words_stay_whole_where_they_fit(painter: TextPainter) -> None:
    text = "walk slowly and very tired"
    lines = [text[a:b] for a, b in painter.wrap(text, _STYLE, painter.width("walk slowly an", _STYLE))]
    assert lines[0] == "walk slowly "


def test_shortened_text_fits_and_says_so(painter: TextPainter) -> None:
    text = "a line that is too long e\u0301"
    for width in range(20, painter.width(text, _STYLE), 7):
        short = painter.fit(text, _STYLE, width)
        assert short.endswith("…") and painter.width(short, _STYLE) <= width
    assert painter.fit(text, _STYLE, 1000) == text


def test_hostile_text_is_drawn(painter: TextPainter) -> None:
    surface = pygame.Surface((200, 40))
    for text in ("a\0b", "\ud83d", "\U0010ffff", "tab\tline\nend", "\u202e\u200f", "\ufe0f"):
        painter.draw(surface, text, (0, 0), _STYLE, (255, 255, 255))
    painter.forget()
