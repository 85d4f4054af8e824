"""Which font draws what, and what no font can draw."""

import pygame
import pytest
from neonworks_editor.ui.font_files import FontFiles
from neonworks_editor.ui.fonts import Fonts, Style
from neonworks_editor.ui.scripts import Script


def _fonts() -> Fonts:
    """Only pygame's built-in face: Latin, Greek, Cyrillic and more, but no Chinese and no Thai."""
    return Fonts(FontFiles(lambda family, bold: None, known=()))


@pytest.mark.parametrize("text", ["Walk 10 - a=b? s0 é", "", "   ", "e\u0301"])
def test_nothing_is_missing(text: str) -> None:
    assert _fonts().missing(text) == ""


def test_missing_scripts_are_named_once() -> None:
    said = _fonts().missing("go 中文 and ไทย and 漢字")
    assert said == "no font for: Chinese, Thai — install e.g. Noto Sans CJK, Noto Sans Thai"


def test_characters_beyond_the_first_plane() -> None:
    assert "install e.g. Noto" in _fonts().missing("\U00010480")
    assert _fonts().missing("\ud83d") == "", "half a pair is dropped"


def test_a_font_with_the_glyphs_is_taken() -> None:
    builtin = str(pygame.font.__file__).replace("font.py", "x")
    broken = FontFiles(lambda family, bold: builtin if family == "notosansthai" else None, known=())
    broken.start()
    broken.wait()
    fonts = Fonts(broken)
    assert fonts.refreshed()
    assert not fonts.refreshed(), "once"
    assert "Thai" in fonts.missing("ไทย"), "a file that cannot be opened is no font"
    assert fonts.font(Script.THAI, Style(14)).size("a")[0] > 0


def test_fonts_are_kept() -> None:
    fonts = _fonts()
    assert fonts.font(Script.LATIN, Style(14)) is fonts.font(Script.LATIN, Style(14))
    assert fonts.font(Script.LATIN, Style(28)) is not fonts.font(Script.LATIN, Style(14))


def test_bold_is_bold_without_a_bold_file() -> None:
    assert _fonts().font(Script.LATIN, Style(14, True)).get_bold()
