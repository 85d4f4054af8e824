"""A field for text, of one line or several, with everything that people expect of one.

Characters come from TEXTINPUT alone, so every keyboard layout works; while an input method composes
(TEXTEDITING) its text stands underlined at the caret and keys are left to it. Where no installed font has the
characters, a line below the field says which font to install.
"""

from collections.abc import Callable

import pygame

from neonworks_editor.ui.text_keys import Command, command_of, move_of, removal_of
from neonworks_editor.ui.text_model import Step, TextModel
from neonworks_editor.ui.text_view import TextView
from neonworks_editor.ui.widget import is_click

__all__ = ["TextField"]


class TextField(TextView):
    """``lines`` above 1: wraps, grows from ``lines`` up to ``most_lines`` and scrolls beyond.

    ``on_change(text)`` after every edit, ``on_submit(text)`` on Enter (Shift+Enter breaks the line where
    there are several), ``on_cancel()`` on Escape; without it Escape gives the focus away.
    """

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
        model = TextModel(text, limit=limit, several_lines=lines > 1)
        super().__init__(
            model, placeholder=placeholder, lines=lines, most_lines=most_lines, name=name, tooltip=tooltip,
            grow=grow, size=size,
        )  # fmt: skip
        self.on_change, self.on_submit, self.on_cancel = on_change, on_submit, on_cancel
        self._goal_x: int | None = None

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

    def select_all(self) -> None:
        self.model.select_all()
        self._refresh()

    def on_focus(self, focused: bool) -> None:
        self._goal_x = None
        super().on_focus(focused)

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
