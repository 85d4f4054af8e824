"""The clipboard, behind a seam: the system's through pygame 2.5.2, else one inside the program.

``pygame.scrap`` of 2.5.2 moves bytes of a MIME type; ``put_text`` came only with later versions and
pygame-ce.
"""

from typing import Protocol

import pygame

__all__ = ["Clipboard", "MemoryClipboard", "SystemClipboard"]

_TYPES = ("text/plain;charset=utf-8", "UTF8_STRING", "text/plain")
"""Types that are asked for, best first; the last is ``pygame.SCRAP_TEXT``."""

_LONGEST = 100_000
"""Characters taken from the clipboard at most; fields have tighter limits of their own."""


class Clipboard(Protocol):
    """Text that is shared between programs, or at least between fields."""

    def get(self) -> str:
        """The text on the clipboard; empty when there is none."""

    def put(self, text: str) -> None: ...


class MemoryClipboard:
    """Text that only this program sees."""

    def __init__(self) -> None:
        self._text = ""

    def get(self) -> str:
        return self._text

    def put(self, text: str) -> None:
        self._text = text[:_LONGEST]


class SystemClipboard:
    """The system's clipboard where this build of pygame reaches it, the program's own besides."""

    def __init__(self) -> None:
        self._own = MemoryClipboard()

    def get(self) -> str:
        return self._system_text() or self._own.get()

    def put(self, text: str) -> None:
        self._own.put(text)
        if self._ready():
            try:
                for kind in _TYPES[:1] if pygame.display.get_driver() == "windows" else _TYPES:
                    pygame.scrap.put(kind, text.encode() + b"\0" * (kind == "text/plain"))
            except (pygame.error, NotImplementedError, TypeError):
                return

    def _system_text(self) -> str:
        if not self._ready():
            return ""
        try:
            for kind in _TYPES:
                data = pygame.scrap.get(kind)
                if data:
                    return data.decode("utf-8", "replace").split("\0")[0][:_LONGEST]
        except (pygame.error, NotImplementedError, TypeError):
            return ""
        return ""

    def _ready(self) -> bool:
        """Whether scrap works: it needs a window, and drivers such as the dummy have none."""
        try:
            if not pygame.scrap.get_init():
                pygame.scrap.init()
            return bool(pygame.scrap.get_init())
        except (pygame.error, NotImplementedError, AttributeError):
            return False
