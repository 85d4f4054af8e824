"""Dialogs: a question or a small form over everything else, that must be answered first."""

from collections.abc import Callable, Sequence

import pygame

from neonworks_editor.ui.button import Button, ButtonKind
from neonworks_editor.ui.label import Label, TextSize
from neonworks_editor.ui.layout import Card, Row, Spacer
from neonworks_editor.ui.scroll import ScrollArea
from neonworks_editor.ui.stage import Stage
from neonworks_editor.ui.widget import Widget

__all__ = ["Answer", "Dialog"]

Answer = tuple[str, ButtonKind, Callable[[], None]]
"""Text of a button, its kind, and what it does after the dialog has closed."""


class Dialog(Card):
    """``body`` is a text or a widget; Escape calls ``on_cancel``, Enter presses the primary button."""

    bleed = 36

    def __init__(
        self,
        title: str,
        body: str | Widget,
        answers: Sequence[Answer],
        *,
        on_cancel: Callable[[], None] = lambda: None,
        width: int = 400,
        name: str = "dialog",
    ) -> None:
        """``width`` in logical pixels; narrower where the root is."""
        super().__init__(pad=(20, 18), gap=14, radius=10, name=name)
        self._width, self._on_cancel, self._answered = width, on_cancel, False
        self.add(Label(title, text_size=TextSize.TITLE, wrap=True))
        content = Label(body, wrap=True) if isinstance(body, str) else body
        self.add(ScrollArea(content))
        row = self.add(Row([Spacer()]))
        self._buttons = [row.add(Button(text, self._answer(done), kind=kind)) for text, kind, done in answers]

    def open(self, stage: Stage) -> None:
        """Shows the dialog in the middle of the root, with the focus on its first field or button."""
        self._answered = False
        stage.open_popup(self, None, self._closed, modal=True)
        primary = next((b for b in self._buttons if b.kind is ButtonKind.PRIMARY), None)
        if primary and not any(part.takes_text for part in self.walk()):
            stage.focus(primary)

    def _answer(self, done: Callable[[], None]) -> Callable[[], None]:
        def press() -> None:
            self._answered = True
            self.stage.close_popup(self)
            done()

        return press

    def _closed(self) -> None:
        if not self._answered:
            self._on_cancel()

    def measure(self, width: int) -> tuple[int, int]:
        across = min(width, self.stage.theme.px(self._width))
        return across, super().measure(across)[1]

    def handle(self, event: pygame.event.Event) -> bool:
        if event.type == pygame.KEYDOWN and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            primary = next((b for b in self._buttons if b.kind is ButtonKind.PRIMARY and b.enabled), None)
            if primary:
                primary.press()
            return True
        return event.type == pygame.MOUSEBUTTONDOWN

    def draw(self, surface: pygame.Surface) -> None:
        self.stage.shapes.shadow(surface, self.rect, self.stage.theme.px(24), 120)
        super().draw(surface)
