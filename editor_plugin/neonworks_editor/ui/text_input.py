"""The system's text input (keyboard layouts, dead keys, input methods), behind a seam.

SDL has it on from the start and never says whether it is. A program whose other parts read TEXTINPUT too, as
a host editor's do, needs it on all the time: there ``stay_on`` makes ``stop`` end a composition and no more.
"""

from typing import Protocol

import pygame

__all__ = ["SystemTextInput", "TextInput"]


class TextInput(Protocol):
    """Turned on while a text field has the focus."""

    def start(self) -> None: ...
    def move(self, rect: pygame.Rect) -> None:
        """Where the caret is, in coordinates of the window: candidates of an input method appear there."""

    def stop(self) -> None: ...


class SystemTextInput:
    """SDL's, through ``pygame.key``; without a window every call does nothing."""

    def __init__(self, stay_on: bool = False) -> None:
        self._stay_on = stay_on
        self._place: pygame.Rect | None = None

    def start(self) -> None:
        if pygame.display.get_init():
            pygame.key.start_text_input()

    def move(self, rect: pygame.Rect) -> None:
        if rect != self._place and pygame.display.get_init():
            self._place = rect.copy()
            pygame.key.set_text_input_rect(rect)

    def stop(self) -> None:
        self._place = None
        if pygame.display.get_init():
            pygame.key.stop_text_input()
            if self._stay_on:
                pygame.key.start_text_input()
