"""Open fonts: one per script, size and weight, and the question whether a font has a glyph.

SDL_ttf's ``metrics`` does not tell: for a missing glyph it answers with those of the replacement box (and
with None for everything beyond U+FFFF). So a glyph counts as missing when it looks like that of a
noncharacter.
"""

from collections import OrderedDict
from typing import NamedTuple

import pygame

from neonworks_editor.ui.font_files import SUGGESTED, FontFiles
from neonworks_editor.ui.graphemes import sound
from neonworks_editor.ui.scripts import Script, runs, script_of

__all__ = ["Fonts", "Style"]

_NONCHARACTER = "\uffff"
_OPEN = 64
"""Fonts kept open at once; the largest CJK files map about 20 MB each, shared by the system."""

_TRIED = 8
"""Files opened for one script at most, so that a lookup stays within a few milliseconds."""


class Style(NamedTuple):
    """Size of the letters in real pixels (em), and weight."""

    size: int
    bold: bool = False


class Fonts:
    """Fonts by script, opened when first drawn and kept; ``files`` finds them. Main thread only."""

    def __init__(self, files: FontFiles | None = None) -> None:
        if not pygame.font.get_init():
            pygame.font.init()
        self._files = files or FontFiles()
        self._open: OrderedDict[tuple[str | None, Style], pygame.font.Font] = OrderedDict()
        self._chosen: dict[tuple[Script, bool], str | None] = {}
        self._glyphs: OrderedDict[tuple[str | None, str], bool] = OrderedDict()
        self._told: OrderedDict[str, str] = OrderedDict()
        self._seen = 0

    def start(self) -> None:
        """Starts reading the system's font list in the background."""
        self._files.start()

    def wait(self, timeout_s: float = 30.0) -> bool:
        """Whether the list is read, waited for at most ``timeout_s``."""
        return self._files.wait(timeout_s)

    def refreshed(self) -> bool:
        """True once after fonts were found that draw some script better; texts must then be drawn again."""
        if self._files.revision == self._seen:
            return False
        self._seen = self._files.revision
        before = dict(self._chosen)
        self._chosen.clear()
        self._told.clear()
        return any(self._path(*key) != path for key, path in before.items())

    def font(self, script: Script, style: Style) -> pygame.font.Font:
        """The font for ``script``; the interface's own where none is better."""
        return self._opened(self._path(script, style.bold), style)

    def missing(self, text: str) -> str:
        """One line that names the scripts of ``text`` without a font and what to install; else empty."""
        if text not in self._told:
            self._told[text] = self._look(text)
            if len(self._told) > 64:
                self._told.popitem(last=False)
        return self._told[text]

    def _look(self, text: str) -> str:
        lacking: list[Script] = []
        for run in runs(sound(text)):
            path = self._path(run.script, False)
            letters = [c for c in run.text if script_of(c) is run.script]
            if run.script not in lacking and not all(self._has(path, c) for c in letters):
                lacking.append(run.script)
        if not lacking:
            return ""
        names = ", ".join(script.value for script in lacking)
        fonts = ", ".join(dict.fromkeys(SUGGESTED.get(script, "Noto Sans") for script in lacking))
        return f"no font for: {names} — install e.g. {fonts}"

    def _path(self, script: Script, bold: bool) -> str | None:
        key = (script, bold)
        if key not in self._chosen:
            self._chosen[key] = self._choose(script, bold)
        return self._chosen[key]

    def _choose(self, script: Script, bold: bool) -> str | None:
        face = self._files.face(bold)
        probe = _PROBES.get(script, "")
        tried = (face, *self._files.candidates(script)[:_TRIED])
        return next((path for path in tried if all(self._has(path, c) for c in probe)), face)

    def _has(self, path: str | None, char: str) -> bool:
        key = (path, char)
        if key not in self._glyphs:
            self._glyphs[key] = self._drawn(path, char)
            if len(self._glyphs) > 4096:
                self._glyphs.popitem(last=False)
        return self._glyphs[key]

    def _drawn(self, path: str | None, char: str) -> bool:
        try:
            font = self._opened(path, Style(16))
            if ord(char) <= 0xFFFF and font.metrics(char)[0] is None:
                return False
            return _picture(font, char) != _picture(font, _NONCHARACTER)
        except (pygame.error, OSError, UnicodeError):
            return False

    def _opened(self, path: str | None, style: Style) -> pygame.font.Font:
        key = (path, style)
        font = self._open.get(key)
        if font is None:
            font = self._open[key] = pygame.font.Font(path, style.size)
            if style.bold and path == self._files.face(False):
                font.set_bold(True)
            if len(self._open) > _OPEN:
                self._open.popitem(last=False)
        else:
            self._open.move_to_end(key)
        return font


_PROBES = {
    Script.LATIN: "aé", Script.GREEK: "αΩ", Script.CYRILLIC: "жЯ", Script.HAN: "中文", Script.KANA: "あカ",
    Script.HANGUL: "한글", Script.ARABIC: "عر", Script.HEBREW: "אש", Script.THAI: "กไ", Script.DEVANAGARI:
    "कह", Script.BENGALI: "কহ", Script.TAMIL: "கன", Script.ARMENIAN: "աՖ", Script.GEORGIAN: "აჰ",
    Script.EMOJI: "😀", Script.SYMBOL: "→✓",
}  # fmt: skip
"""Characters that a font must have to count as one for the script."""


def _picture(font: pygame.font.Font, char: str) -> bytes:
    return pygame.image.tobytes(font.render(char, True, (255, 255, 255), (0, 0, 0)), "RGB")
