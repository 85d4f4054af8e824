"""Where the characters of an edited text stand: wrapped lines, carets, boxes of a selection.

All coordinates are real pixels from the top left of the text. Built anew when text, width or style changes.
"""

from dataclasses import dataclass
from functools import cached_property

import pygame

from neonworks_editor.ui.fonts import Style
from neonworks_editor.ui.text import TextPainter

__all__ = ["TextLines"]


@dataclass(frozen=True)
class TextLines:
    """``text`` wrapped at ``width``; 0 means one line that is never cut."""

    painter: TextPainter
    text: str
    style: Style
    width: int

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """(start, end) of each line."""
        return self.painter.wrap(self.text, self.style, self.width) if self.width else ((0, len(self.text)),)

    @property
    def height(self) -> int:
        return len(self.spans) * self.line_height

    @property
    def line_height(self) -> int:
        return self.painter.line_height(self.style)

    def line_of(self, index: int) -> int:
        """The number of the line on which the caret before ``index`` stands."""
        for number, (start, _) in reversed(list(enumerate(self.spans))):
            if index >= start:
                return number
        return 0

    def caret(self, index: int) -> pygame.Rect:
        """The caret before ``text[index]``: a box without width."""
        number = self.line_of(index)
        start, end = self.spans[number]
        left = self.painter.x_of(self.text[start:end], index - start, self.style)
        return pygame.Rect(left, number * self.line_height, 0, self.line_height)

    def index_at(self, x: int, y: int) -> int:
        """The place of the caret nearest to a point."""
        number = max(0, min(y // self.line_height, len(self.spans) - 1))
        start, end = self.spans[number]
        index = start + self.painter.index_at(self.text[start:end], x, self.style)
        wraps = number + 1 < len(self.spans) and self.spans[number + 1][0] == end
        return index - 1 if wraps and index == end > start else index

    def beside(self, index: int, lines: int, x: int) -> int:
        """The caret ``lines`` lines further down (or up), as near to ``x`` as there is text."""
        number = self.line_of(index) + lines
        if number < 0:
            return 0
        return len(self.text) if number >= len(self.spans) else self.index_at(x, number * self.line_height)

    def boxes(self, start: int, end: int) -> list[pygame.Rect]:
        """What a selection covers, one box per line."""
        found = []
        for number, (first, last) in enumerate(self.spans):
            low, high = max(start, first), min(end, last)
            if low < high or (low == high == last and start <= last < end):
                line = self.text[first:last]
                edges = sorted(self.painter.x_of(line, at - first, self.style) for at in (low, high))
                tail = self.line_height // 4 if end > last else 0
                top = number * self.line_height
                found.append(pygame.Rect(edges[0], top, edges[1] - edges[0] + tail, self.line_height))
        return found
