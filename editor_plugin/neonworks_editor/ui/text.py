"""Lines of text: measured, wrapped, shortened and drawn, run by run in the fonts of their scripts.

All widths are real pixels. Pictures of lines and all measurements are kept (bounded), so that a repaint
costs a blit. Indexes are those of the string, whatever the direction in which it is read.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar, cast

import pygame

from neonworks_editor.ui.fonts import Fonts, Style
from neonworks_editor.ui.graphemes import boundaries, sound
from neonworks_editor.ui.rtl import visual
from neonworks_editor.ui.scripts import Run, Script, runs, script_of
from neonworks_editor.ui.shapes import SurfaceStore
from neonworks_editor.ui.theme import Color

__all__ = ["TextPainter"]

_Kept = TypeVar("_Kept")
_MEASURED = 4096
_NARROW = 3
"""Letters to an em, at least, in what is measured as one line: most have two."""
_LINE = 1.4
"""Line height in ems: room for the taller faces of other scripts and for marks above capitals."""

_SPACELESS = frozenset({Script.HAN, Script.KANA, Script.THAI})
"""Scripts without spaces between words: a line may end between any two characters."""


class TextPainter:
    """Measures and draws single lines; ``wrap`` cuts longer texts into them."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self.revision = 0
        """Grows whenever texts may have other sizes than before."""
        self._pictures = SurfaceStore(1024)
        self._measured: OrderedDict[Hashable, object] = OrderedDict()

    def forget(self) -> None:
        """Drops all pictures and measurements; needed after more fonts became known."""
        self.revision += 1
        self._pictures.clear()
        self._measured.clear()

    def line_height(self, style: Style) -> int:
        return round(style.size * _LINE)

    def width(self, text: str, style: Style) -> int:
        """Width of one line."""
        return self._keep(("width", text, style), lambda: sum(w for _, w in self._spans(text, style)))

    def x_of(self, text: str, index: int, style: Style) -> int:
        """Where the caret before ``text[index]`` stands, from the left edge of the line."""
        left = 0
        for run, width in self._spans(text, style):
            if index < run.end or (index == run.end == len(text)):
                return left + self._inside(run, index - run.start, width, style)
            left += width
        return left

    def _inside(self, run: Run, count: int, width: int, style: Style) -> int:
        """Distance of the caret after ``count`` characters of ``run`` from the run's left edge."""
        key = ("inside", run.text, count, run.script, style)
        part = self._keep(key, lambda: self._run_width(Run(0, run.text[:count], run.script), style))
        return width - part if run.script.right_to_left else part

    def index_at(self, text: str, x: int, style: Style) -> int:
        """The place of the caret nearest to ``x``."""
        return min(boundaries(text), key=lambda index: abs(self.x_of(text, index, style) - x))

    def fit(self, text: str, style: Style, width: int) -> str:
        """``text``, or as much of its start as fits with an ellipsis."""
        if self.width(text, style) <= width:
            return text
        cuts = boundaries(text)
        low, high = 0, len(cuts) - 1
        while low < high:
            middle = (low + high + 1) // 2
            fits = self.width(text[: cuts[middle]].rstrip() + "…", style) <= width
            low, high = (middle, high) if fits else (low, middle - 1)
        return text[: cuts[low]].rstrip() + "…"

    def wrap(self, text: str, style: Style, width: int) -> tuple[tuple[int, int], ...]:
        """(start, end) of each line; a line ends at a space, at a line break or, where no word fits,
        anywhere.
        """
        return self._keep(("wrap", text, style, width), lambda: tuple(self._lines(text, style, width)))

    def _lines(self, text: str, style: Style, width: int) -> list[tuple[int, int]]:
        lines: list[tuple[int, int]] = []
        start = 0
        for paragraph in text.split("\n"):
            lines.extend(self._paragraph(paragraph, start, style, width))
            start += len(paragraph) + 1
        return lines

    def _paragraph(self, text: str, offset: int, style: Style, width: int) -> list[tuple[int, int]]:
        """Fills lines piece by piece; widths are kept, so typing measures one word, not the text."""
        if self._surely_fits(text, style, width):
            return [(offset, offset + len(text))]
        cuts, line, used = [offset], "", 0
        for piece in self._pieces(text, style, width):
            if line and self._full(line, used, piece, style, width):
                cuts.append(cuts[-1] + len(line))
                line, used = "", 0
            line += piece
            used += self.width(piece, style)
        return list(pairwise((*cuts, offset + len(text))))

    def _surely_fits(self, text: str, style: Style, width: int) -> bool:
        """Whether all of ``text`` has room in one line; only measured where that is likely."""
        return len(text) * style.size <= _NARROW * width and self.width(text.rstrip(" "), style) <= width

    def _full(self, line: str, used: int, piece: str, style: Style, width: int) -> bool:
        """Whether ``piece`` has no room after ``line``, about ``used`` wide; measured where it is close."""
        about = used + self.width(piece.rstrip(" "), style)
        if abs(about - width) > style.size:
            return about > width
        return self.width((line + piece).rstrip(" "), style) > width

    def _pieces(self, text: str, style: Style, width: int) -> list[str]:
        """``text`` cut wherever a line may end; words that are wider than a line are cut anywhere."""
        found = []
        for piece in _split(text):
            while self.width(piece.rstrip(" "), style) > width and len(boundaries(piece)) > 2:
                end = self._fitting(piece, style, width)
                found.append(piece[:end])
                piece = piece[end:]
            found.append(piece)
        return [piece for piece in found if piece]

    def _fitting(self, piece: str, style: Style, width: int) -> int:
        """How much of a word has room in a line of its own; at least one grapheme."""
        cuts = boundaries(piece)[1:]
        return max((cut for cut in cuts if self.width(piece[:cut], style) <= width), default=cuts[0])

    def draw(
        self, surface: pygame.Surface, text: str, pos: tuple[int, int], style: Style, color: Color
    ) -> None:
        """Draws one line with its top left corner at ``pos``; its box is ``width`` by ``line_height``."""
        if text:
            surface.blit(self.picture(text, style, color), pos)

    def picture(self, text: str, style: Style, color: Color) -> pygame.Surface:
        """The line with straight alpha; shared, so never draw on it."""
        return self._pictures.get((text, style, color), lambda: self._compose(text, style, color))

    def _compose(self, text: str, style: Style, color: Color) -> pygame.Surface:
        spans = self._spans(text, style)
        line = pygame.Surface((max(1, sum(w for _, w in spans)), self.line_height(style)), pygame.SRCALPHA)
        face = self.fonts.font(Script.LATIN, style)
        baseline = (line.get_height() - face.get_height()) // 2 + face.get_ascent()
        left = 0
        for run, width in spans:
            if not width:  # SDL_ttf refuses to draw it
                continue
            font = self.fonts.font(run.script, style)
            line.blit(font.render(_shown(run), True, color), (left, baseline - font.get_ascent()))
            left += width
        return line

    def _spans(self, text: str, style: Style) -> list[tuple[Run, int]]:
        return [(run, self._run_width(run, style)) for run in runs(text)]

    def _run_width(self, run: Run, style: Style) -> int:
        shown = _shown(run)
        key = ("run", shown, run.script, style)
        return self._keep(key, lambda: self.fonts.font(run.script, style).size(shown)[0])

    def _keep(self, key: Hashable, make: Callable[[], _Kept]) -> _Kept:
        if key in self._measured:
            return cast(_Kept, self._measured[key])
        made = make()
        self._measured[key] = made
        if len(self._measured) > _MEASURED:
            self._measured.popitem(last=False)
        return made


@lru_cache(maxsize=256)
def _split(text: str) -> tuple[str, ...]:
    """``text`` cut after spaces, and between the characters of scripts that use none."""
    cuts = [
        cut
        for cut in boundaries(text)[1:-1]
        if (text[cut - 1] == " " != text[cut])
        or (text[cut] != " " and _SPACELESS.intersection(map(script_of, text[cut - 1 : cut + 1])))
    ]
    return tuple(text[start:end] for start, end in pairwise((0, *cuts, len(text))))


def _shown(run: Run) -> str:
    """What is handed to the font: one line, sound, in the order in which it is seen."""
    text = sound(run.text).translate(_INVISIBLE)
    return visual(text) if run.script.right_to_left else text


_INVISIBLE = {ord("\n"): " ", ord("\r"): " ", ord("\t"): "    ", 0xFE0E: None, 0xFE0F: None, 0x200B: None}
