"""Text that is read: one line that ends in an ellipsis where it must, or several that wrap."""

from enum import Enum
from functools import lru_cache

import pygame

from neonworks_editor.ui.fonts import Style
from neonworks_editor.ui.theme import Role, Theme, real_pixels
from neonworks_editor.ui.widget import Widget

__all__ = ["Label", "TextSize", "style_of"]

_BREAKS = 140
"""Logical pixels: longer words, such as paths, are broken where a row has no room for them."""


class TextSize(Enum):
    """Size of the letters in logical pixels (em) and whether they are bold."""

    SMALL = (11.5, False)
    BODY = (13, False)
    STRONG = (13, True)
    TITLE = (16, True)


def style_of(theme: Theme, size: TextSize) -> Style:
    """The style of ``size`` at the theme's scale."""
    return _style_at(theme.scale, size)


@lru_cache(maxsize=64)
def _style_at(scale: float, size: TextSize) -> Style:
    return Style(real_pixels(size.value[0], scale), size.value[1])


class Label(Widget):
    """``wrap``: as many lines as it takes. Else one, shortened; the tooltip then has all of it."""

    def __init__(
        self,
        text: str = "",
        *,
        text_size: TextSize = TextSize.BODY,
        role: Role = "text",
        wrap: bool = False,
        shrink: bool = False,
        align: float = 0,
        name: str = "",
        tooltip: str = "",
        grow: float = 0,
        size: tuple[int | None, int | None] = (None, None),
    ) -> None:
        """``shrink``: a row may cut the line; ``align``: 0 left, 0.5 middle, 1 right."""
        super().__init__(name=name, tooltip=tooltip, grow=grow, size=size)
        self._text, self._role = text, role
        self.text_size, self.wrap, self.shrink, self.align = text_size, wrap, shrink, align

    @property
    def text(self) -> str:
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self._changed()

    def _changed(self) -> None:
        """A new text of the old size needs no new layout, as in counters that change every frame."""
        before = dict(self._sizes)
        if self.attached and before and not self.wrap:
            style = style_of(self.stage.theme, self.text_size)
            if self.size[0] is not None or all(
                self.stage.text.width(self._text, style) == size[0] for size in before.values()
            ):
                self.invalidate()
                return
        self.resize()

    @property
    def role(self) -> Role:
        return self._role

    @role.setter
    def role(self, role: Role) -> None:
        if role != self._role:
            self._role = role
            self.invalidate()

    def tip(self) -> str:
        return (
            self.tooltip or self.stage.text.fonts.missing(self._text) or ("" if self._whole() else self._text)
        )

    def fits(self) -> bool:
        """Whether all of the text can be seen, or the line was allowed to shrink."""
        if self.wrap:
            return self.least() <= self.rect.width and self.measure(self.rect.width)[1] <= self.rect.height
        return self.shrink or self._whole()

    def _whole(self) -> bool:
        return self.wrap or self.stage.text.width(self._text, self._style) <= self.rect.width

    @property
    def _style(self) -> Style:
        return style_of(self.stage.theme, self.text_size)

    def measure(self, width: int) -> tuple[int, int]:
        painter, style = self.stage.text, self._style
        if not self.wrap:
            return painter.width(self._text, style), painter.line_height(style)
        lines = painter.wrap(self._text, style, max(1, width))
        widest = max(painter.width(self._text[a:b].rstrip(), style) for a, b in lines)
        return widest, painter.line_height(style) * len(lines)

    def least(self) -> int:
        if self.wrap:
            words = self._text.split()
            longest = max((self.stage.text.width(word, self._style) for word in words), default=0)
            return min(longest, self.stage.theme.px(_BREAKS))
        return self.stage.theme.px(24) if self.shrink else self.measure(1 << 14)[0]

    def draw(self, surface: pygame.Surface) -> None:
        painter, style = self.stage.text, self._style
        color = self.stage.theme.color(self._role if self.enabled else "disabled")
        if self.wrap:
            lines = [
                self._text[a:b].rstrip() for a, b in painter.wrap(self._text, style, max(1, self.rect.width))
            ]
        else:
            lines = [painter.fit(self._text, style, self.rect.width)]
        height = painter.line_height(style)
        top = self.rect.y + max(0, (self.rect.height - height * len(lines)) // 2)
        for number, line in enumerate(lines):
            left = self.rect.x + round(self.align * (self.rect.width - painter.width(line, style)))
            painter.draw(surface, line, (left, top + number * height), style, color)
