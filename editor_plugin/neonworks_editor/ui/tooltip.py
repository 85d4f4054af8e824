"""The tooltip: what a widget is for, after the pointer rested on it, or for the focused one on F1."""

import pygame

from neonworks_editor.ui.fonts import Style
from neonworks_editor.ui.label import TextSize, style_of
from neonworks_editor.ui.layers import beside
from neonworks_editor.ui.overlay import Overlay
from neonworks_editor.ui.widget import Widget

__all__ = ["Tooltip"]

_HOVER_S = 0.5
_FOCUS_S = 1.5
_WIDEST = 320
"""Logical pixels; longer texts wrap."""


class Tooltip(Overlay):
    """One bubble for the whole root; ``aim`` chooses for which widget it will appear."""

    bleed = 12

    def __init__(self) -> None:
        super().__init__(name="tooltip")
        self._visible = False
        self._target: Widget | None = None
        self.text = ""

    def aim(self, widget: Widget | None, *, focused: bool = False) -> None:
        """The pointer (or the focus) is on ``widget``: hides, and shows its text after the delay."""
        self.hide()
        self._target = self._speaker(widget)
        if self._target is not None:
            self.stage.wake_at(self, self.stage.now + (_FOCUS_S if focused else _HOVER_S))

    def hide(self) -> None:
        """Away until something new is aimed at."""
        self._target = None
        self.visible = False

    def wake(self) -> None:
        self.show(self._target)

    def show(self, widget: Widget | None) -> bool:
        """Shows the text of ``widget`` now; False when it has none."""
        target = self._speaker(widget)
        if target is None or not target.attached or not target.shown:
            return False
        self._target, self.text = target, target.tip()
        self.visible = True
        self.resize()
        return True

    def _speaker(self, widget: Widget | None) -> Widget | None:
        """``widget``, or the nearest one around it, that has something to say."""
        while widget is not None and not (widget.attached and widget.tip()):
            widget = widget.parent
        return widget

    @property
    def _style(self) -> Style:
        return style_of(self.stage.theme, TextSize.SMALL)

    def _lines(self, width: int) -> list[str]:
        spans = self.stage.text.wrap(self.text, self._style, width)
        return [self.text[start:end].rstrip() for start, end in spans]

    def measure(self, width: int) -> tuple[int, int]:
        px, painter = self.stage.theme.px, self.stage.text
        lines = self._lines(min(width - px(16), px(_WIDEST)))
        widest = max(painter.width(line, self._style) for line in lines)
        return widest + px(16), len(lines) * painter.line_height(self._style) + px(10)

    def box(self, room: pygame.Rect) -> pygame.Rect:
        if self._target is None:
            return pygame.Rect(room.topleft, (0, 0))
        gap = self.stage.theme.px(6)
        inner = room.inflate(-2 * gap, -2 * gap)
        return beside(self._target.rect.clip(room), self.wanted(inner.width), inner, gap)

    def draw(self, surface: pygame.Surface) -> None:
        theme, painter, style = self.stage.theme, self.stage.text, self._style
        self.stage.shapes.shadow(surface, self.rect, theme.px(8), 60)
        self.stage.shapes.box(surface, self.rect, theme.px(5), theme.color("tooltip"))
        left, top = self.rect.x + theme.px(8), self.rect.y + theme.px(5)
        for number, line in enumerate(self._lines(self.rect.width - theme.px(16))):
            place = (left, top + number * painter.line_height(style))
            painter.draw(surface, line, place, style, theme.color("on_tooltip"))
