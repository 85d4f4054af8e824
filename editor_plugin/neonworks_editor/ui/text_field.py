"""A field for text, of one line or several, with everything that people expect of one.

Characters come from TEXTINPUT alone, so every keyboard layout works; while an input method composes
(TEXTEDITING) its text stands underlined at the caret and keys are left to it. Where no installed font has the
characters, a line below the field says which font to install.
"""

from collections.abc import Callable

import pygame

from neonworks_editor.ui.fonts import Style
from neonworks_editor.ui.label import TextSize, style_of
from neonworks_editor.ui.shapes import clipped
from neonworks_editor.ui.text_keys import Command, command_of, move_of, removal_of
from neonworks_editor.ui.text_lines import TextLines
from neonworks_editor.ui.text_model import Step, TextModel
from neonworks_editor.ui.widget import Widget, is_click

__all__ = ["TextField"]

_BLINK_S = 0.55


class TextField(Widget):
    """``lines`` above 1: wraps, grows from ``lines`` up to ``most_lines`` and scrolls beyond.

    ``on_change(text)`` after every edit, ``on_submit(text)`` on Enter (Shift+Enter breaks the line where
    there are several), ``on_cancel()`` on Escape; without it Escape gives the focus away.
    """

    takes_text = True

    def __init__(
        self,
        text: str = "",
        *,
        on_change: Callable[[str], None] = lambda text: None,
        on_submit: Callable[[str], None] = lambda text: None,
        on_cancel: Callable[[], None] | None = None,
        placeholder: str = "",
        limit: int = 500,
        lines: int = 1,
        most_lines: int = 0,
        name: str = "",
        tooltip: str = "",
        grow: float = 0,
        size: tuple[int | None, int | None] = (None, None),
    ) -> None:
        """``limit``: longest text in characters; 200 to 2000 keep editing within a millisecond."""
        super().__init__(name=name, tooltip=tooltip, focusable=True, grow=grow, size=size)
        self.model = TextModel(text, limit=limit, several_lines=lines > 1)
        self.on_change, self.on_submit, self.on_cancel = on_change, on_submit, on_cancel
        self._placeholder, self.lines, self.most_lines = placeholder, lines, max(lines, most_lines)
        self._composed, self._composed_caret = "", 0
        self._scroll = [0, 0]
        self._goal_x: int | None = None
        self._lit = True

    # What programs use

    @property
    def text(self) -> str:
        return self.model.text

    @text.setter
    def text(self, text: str) -> None:
        """Replaces the text without calling ``on_change``; the user can undo it."""
        if text != self.model.text:
            self.model.replace(text)
            self._refresh()

    @property
    def placeholder(self) -> str:
        return self._placeholder

    @placeholder.setter
    def placeholder(self, text: str) -> None:
        if text != self._placeholder:
            self._placeholder = text
            self.invalidate()

    def select_all(self) -> None:
        self.model.select_all()
        self._refresh()

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
        return TextLines(
            self.stage.text, self._shown()[0], self._style, max(1, width) if self.lines > 1 else 0
        )

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

    # Changes

    def _refresh(self, resize: bool = True) -> None:
        """After any change of text, caret or selection."""
        self._lit = True
        if not self.attached:
            return
        if resize and self.wanted(self.rect.width)[1] != self.measure(self.rect.width)[1]:
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

    def on_focus(self, focused: bool) -> None:
        self._composed, self._goal_x = "", None
        self._refresh()

    def wake(self) -> None:
        if self.focused:
            self._lit = not self._lit
            self.invalidate(self._caret_box().inflate(2, 2))
            self.stage.wake_at(self, self.stage.now + _BLINK_S)

    def arrange(self) -> None:
        self._follow_caret()

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

    # Events

    def handle(self, event: pygame.event.Event) -> bool:
        match event.type:
            case pygame.TEXTINPUT:
                self._composed = ""
                self._edit(lambda: self.model.insert(event.text, self.stage.now))
                return True
            case pygame.TEXTEDITING:
                return self._compose(event.text, event.start)
            case pygame.KEYDOWN:
                return bool(self._composed) or self._key(event)
            case pygame.MOUSEBUTTONDOWN:
                return is_click(event) and self._press(event)
            case pygame.MOUSEMOTION if self.held:
                self.model.move_to(self._index_at(event.pos), keep_anchor=True)
                self._refresh(resize=False)
                return True
            case pygame.MOUSEWHEEL:
                return self._wheel(event)
        return False

    def _compose(self, text: str, caret: int) -> bool:
        self._composed, self._composed_caret = text, max(0, min(caret, len(text)))
        self._refresh()
        return True

    def _index_at(self, pos: tuple[int, int]) -> int:
        inner = self._inner()
        return self._layout().index_at(pos[0] - inner.x + self._scroll[0], pos[1] - inner.y + self._scroll[1])

    def _press(self, event: pygame.event.Event) -> bool:
        index = self._index_at(event.pos)
        if event.clicks == 2:
            self.model.select_word(index)
        elif event.clicks == 3:
            self.model.select_all()
        else:
            self.model.move_to(index, keep_anchor=bool(event.mod & pygame.KMOD_SHIFT))
        self._goal_x = None
        self._refresh(resize=False)
        return True

    def _wheel(self, event: pygame.event.Event) -> bool:
        most = self._layout().height - self._inner().height
        if self.lines == 1 or most <= 0:
            return False
        before = self._scroll[1]
        self._scroll[1] = max(0, min(before - event.y * self._layout().line_height, most))
        self.invalidate()
        return before != self._scroll[1]

    def _edit(self, change: Callable[[], bool]) -> None:
        before = self.model.text
        change()
        self._goal_x = None
        self._refresh()
        if self.model.text != before:
            self.on_change(self.model.text)

    def _key(self, event: pygame.event.Event) -> bool:
        keep = bool(event.mod & pygame.KMOD_SHIFT)
        command, move, removal = command_of(event), move_of(event), removal_of(event)
        if command:
            self._command(command)
        elif removal:
            self._edit(lambda: self.model.delete(removal))
        elif move:
            self.model.move(move, keep)
            self._goal_x = None
            self._refresh(resize=False)
        else:
            return self._line_key(event, keep)
        return True

    def _line_key(self, event: pygame.event.Event, keep: bool) -> bool:
        """Home, End, up, down, Enter, Escape; False for keys that the field leaves alone."""
        match event.key:
            case pygame.K_HOME | pygame.K_END:
                self._to_edge(event.key == pygame.K_END, bool(event.mod & pygame.KMOD_CTRL), keep)
            case pygame.K_UP | pygame.K_DOWN | pygame.K_PAGEUP | pygame.K_PAGEDOWN if self.lines > 1:
                self._to_line(event.key, keep)
            case pygame.K_RETURN | pygame.K_KP_ENTER:
                if self.lines > 1 and keep:
                    self._edit(lambda: self.model.insert("\n", self.stage.now))
                else:
                    self.on_submit(self.model.text)
            case pygame.K_ESCAPE if self.on_cancel is not None:
                self.on_cancel()
            case _:
                return False
        return True

    def _to_edge(self, end: bool, whole: bool, keep: bool) -> None:
        lines = self._layout()
        first, last = lines.spans[lines.line_of(self.model.caret)]
        wraps = last < len(lines.text) and lines.text[last] != "\n"
        index = (len(lines.text) if end else 0) if whole else (last - wraps if end else first)
        self.model.move_to(index, keep)
        self._goal_x = None
        self._refresh(resize=False)

    def _to_line(self, key: int, keep: bool) -> None:
        lines = self._layout()
        if self._goal_x is None:
            self._goal_x = lines.caret(self.model.caret).x
        page = max(1, self._inner().height // lines.line_height - 1)
        step = {pygame.K_UP: -1, pygame.K_DOWN: 1, pygame.K_PAGEUP: -page, pygame.K_PAGEDOWN: page}[key]
        self.model.move_to(lines.beside(self.model.caret, step, self._goal_x), keep)
        self._refresh(resize=False)

    def _command(self, command: Command) -> None:
        match command:
            case Command.SELECT_ALL:
                self.select_all()
            case Command.COPY | Command.CUT if self.model.selected:
                self.stage.clipboard.put(self.model.selected)
                if command is Command.CUT:
                    self._edit(lambda: self.model.delete(Step.LEFT))
            case Command.PASTE:
                self._edit(lambda: self.model.insert(self.stage.clipboard.get(), self.stage.now))
            case Command.UNDO:
                self._edit(self.model.undo)
            case Command.REDO:
                self._edit(self.model.redo)
            case _:
                return
