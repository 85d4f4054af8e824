"""Which font draws what, and what no font can draw."""

from pathlib import Path

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


def test_a_better_font_is_taken_once_it_is_found(tmp_path: Path) -> None:
    builtin = Path(pygame.font.__file__).with_name(pygame.font.get_default_font())
    files = FontFiles(lambda family, bold: str(builtin) if family == "inter" else None, known=())
    fonts = Fonts(files)
    before = fonts.font(Script.LATIN, Style(14))
    files.start()
    assert files.wait() and fonts.refreshed()
    assert not fonts.refreshed(), "once"
    assert fonts.font(Script.LATIN, Style(14)) is not before


def test_nothing_is_drawn_again_for_fonts_that_do_not_help(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font at all")
    files = FontFiles(lambda family, bold: str(broken) if family == "notosansthai" else None, known=())
    fonts = Fonts(files)
    hint = fonts.missing("ไทย")
    files.start()
    assert files.wait() and not fonts.refreshed()
    assert fonts.missing("ไทย") == hint != "", "a file that cannot be opened is no font"
    assert fonts.font(Script.THAI, Style(14)).size("a")[0] > 0


def test_fonts_are_kept() -> None:
    fonts = _fonts()
    assert fonts.font(Script.LATIN, Style(14)) is fonts.font(Script.LATIN, Style(14))
    assert fonts.font(Script.LATIN, Style(28)) is not fonts.font(Script.LATIN, Style(14))


def test_bold_is_bold_without_a_bold_file() -> None:
    assert _fonts().font(Script.LATIN, Style(14, True)).get_bold()
