"""The picture of a text that is edited: its box, lines, selection, caret, scrolling, what is being composed.

``TextField`` adds the events. Kept apart so that each half can be read at once.
"""

import pygame

from neonworks_editor.ui.fonts import Style
from neonworks_editor.ui.label import TextSize, style_of
from neonworks_editor.ui.shapes import clipped
from neonworks_editor.ui.text_lines import TextLines
from neonworks_editor.ui.text_model import TextModel
from neonworks_editor.ui.widget import Widget

__all__ = ["TextView"]

_BLINK_S = 0.55


class TextView(Widget):
    """``model`` in a box of ``lines`` lines, or more up to ``most_lines`` as the text grows."""

    takes_text = True

    def __init__(
        self,
        model: TextModel,
        *,
        placeholder: str,
        lines: int,
        most_lines: int,
        name: str,
        tooltip: str,
        grow: float,
        size: tuple[int | None, int | None],
    ) -> None:
        super().__init__(name=name, tooltip=tooltip, focusable=True, grow=grow, size=size)
        self.model, self.lines, self.most_lines = model, lines, max(lines, most_lines)
        self._placeholder = placeholder
        self._composed, self._composed_caret = "", 0
        self._scroll = [0, 0]
        self._lit = True
        self._lines_of: object = None
        self._known_lines: TextLines

    @property
    def placeholder(self) -> str:
        return self._placeholder

    @placeholder.setter
    def placeholder(self, text: str) -> None:
        if text != self._placeholder:
            self._placeholder = text
            self.invalidate()

    # Geometry

    @property
    def _style(self) -> Style:
        return style_of(self.stage.theme, TextSize.BODY)

    def _pad(self) -> tuple[int, int]:
        """Distance of the text from the edges, in real pixels."""
        across = self.stage.theme.px(10)
        return across, (self.stage.theme.control - self.stage.text.line_height(self._style)) // 2

    def _hint(self) -> str:
        return self.stage.text.fonts.missing(self.model.text + self._composed)

    def _hint_height(self) -> int:
        return self.stage.text.line_height(style_of(self.stage.theme, TextSize.SMALL)) if self._hint() else 0

    def _box(self) -> pygame.Rect:
        """The field without its hint."""
        return pygame.Rect(self.rect.topleft, (self.rect.width, self.rect.height - self._hint_height()))

    def _inner(self) -> pygame.Rect:
        across, down = self._pad()
        if self.lines == 1:
            down = (self._box().height - self.stage.text.line_height(self._style)) // 2
        return self._box().inflate(-2 * across, -2 * down)

    def _shown(self) -> tuple[str, int]:
        """The text with what is being composed, and the caret in it."""
        start, end = self.model.selection
        if not self._composed:
            return self.model.text, self.model.caret
        text = self.model.text[:start] + self._composed + self.model.text[end:]
        return text, start + self._composed_caret

    def _layout(self, width: int | None = None) -> TextLines:
        width = self._inner().width if width is None else width
        painter, text, style = self.stage.text, self._shown()[0], self._style
        width = max(1, width) if self.lines > 1 else 0
        key = (text, style, width, painter.revision)
        if key != self._lines_of:
            self._lines_of, self._known_lines = key, TextLines(painter, text, style, width)
        return self._known_lines

    def measure(self, width: int) -> tuple[int, int]:
        across, down = self._pad()
        lines = len(self._layout(width - 2 * across).spans) if self.lines > 1 else 1
        lines = max(self.lines, min(lines, self.most_lines))
        height = lines * self.stage.text.line_height(self._style) + 2 * down
        return min(width, self.stage.theme.px(220)), height + self._hint_height()

    def least(self) -> int:
        return self.stage.theme.px(72)

    def focus_rect(self) -> pygame.Rect | None:
        return None

    def _index_at(self, pos: tuple[int, int]) -> int:
        inner = self._inner()
        return self._layout().index_at(pos[0] - inner.x + self._scroll[0], pos[1] - inner.y + self._scroll[1])

    # Changes

    def _refresh(self, resize: bool = True) -> None:
        """After any change of text, caret or selection."""
        self._lit = True
        if not self.attached:
            return
        fixed = self.size[1] is not None
        if resize and not fixed and self.wanted(self.rect.width)[1] != self.measure(self.rect.width)[1]:
            self.resize()
        self._follow_caret()
        self.invalidate()
        if self.focused:
            self.stage.wake_at(self, self.stage.now + _BLINK_S)

    def _follow_caret(self) -> None:
        """Scrolls so that the caret is seen, and no further than the text."""
        inner, lines = self._inner(), self._layout()
        caret = lines.caret(self._shown()[1])
        thin = self.stage.theme.px(2)
        full_width = max(lines.caret(len(lines.text)).x, caret.x) + thin
        for axis, (low, high, room, full) in enumerate(
            (
                (caret.x, caret.x + thin, inner.width, full_width),
                (caret.top, caret.bottom, inner.height, lines.height),
            )
        ):
            scroll = min(max(self._scroll[axis], high - room), low)
            self._scroll[axis] = max(0, min(scroll, full - room))
        if self.focused:
            self.stage.set_caret(self._caret_box())

    def _caret_box(self) -> pygame.Rect:
        caret = self._layout().caret(self._shown()[1])
        inner = self._inner()
        caret.move_ip(inner.x - self._scroll[0], inner.y - self._scroll[1])
        caret.width = self.stage.theme.px(1.5)
        return caret

    def wake(self) -> None:
        if self.focused:
            self._lit = not self._lit
            self.invalidate(self._caret_box().inflate(2, 2))
            self.stage.wake_at(self, self.stage.now + _BLINK_S)

    def arrange(self) -> None:
        self._follow_caret()

    def shift(self, right: int, down: int) -> None:
        super().shift(right, down)
        if self.focused:
            self.stage.set_caret(self._caret_box())

    # Picture

    def draw(self, surface: pygame.Surface) -> None:
        theme, box = self.stage.theme, self._box()
        edge = theme.color("focus" if self.focused else "border_strong" if self.hovered else "border")
        thick = theme.px(2) if self.focused else theme.px(1)
        fill = theme.color("well" if self.enabled else "surface")
        self.stage.shapes.box(surface, box, theme.px(6), fill, edge, thick)
        with clipped(surface, self._inner().inflate(theme.px(4), theme.px(2))) as seen:
            if seen:
                self._draw_text(surface)
        hint = self._hint()
        if hint:
            style = style_of(theme, TextSize.SMALL)
            hint = self.stage.text.fit(hint, style, self.rect.width)
            self.stage.text.draw(surface, hint, (self.rect.x, box.bottom), style, theme.color("warning"))

    def _draw_text(self, surface: pygame.Surface) -> None:
        lines, inner, painter = self._layout(), self._inner(), self.stage.text
        origin = (inner.x - self._scroll[0], inner.y - self._scroll[1])
        color = self.stage.theme.color
        if not lines.text:
            hint = painter.fit(self._placeholder, self._style, inner.width)
            painter.draw(
                surface, hint, inner.topleft, self._style, color("muted" if self.enabled else "disabled")
            )
        if self.focused and not self._composed:
            for box in lines.boxes(*self.model.selection):
                surface.fill(color("selection"), box.move(origin))
        for number, (start, end) in enumerate(lines.spans):
            top = origin[1] + number * lines.line_height
            if inner.top - lines.line_height < top < inner.bottom + lines.line_height:
                line = lines.text[start:end]
                painter.draw(
                    surface,
                    line,
                    (origin[0], top),
                    self._style,
                    color("text" if self.enabled else "disabled"),
                )
        self._draw_composition(surface, lines, origin)
        if self.focused and self._lit:
            surface.fill(color("text"), self._caret_box())

    def _draw_composition(self, surface: pygame.Surface, lines: TextLines, origin: tuple[int, int]) -> None:
        if self._composed:
            start = self.model.selection[0]
            thick = self.stage.theme.px(1.5)
            for box in lines.boxes(start, start + len(self._composed)):
                under = box.move(origin)
                under.top, under.height = under.bottom - thick, thick
                surface.fill(self.stage.theme.color("accent_text"), under)

    def on_focus(self, focused: bool) -> None:
        # Only who types waits for the very next picture.
        self.urgent = focused
        self._composed = ""
        self._refresh()
