"""The clipboard, behind a seam: the system's through pygame 2.5.2, else one inside the program.

``pygame.scrap`` of 2.5.2 moves bytes of a MIME type; ``put_text`` came only with later versions and
pygame-ce.
"""

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import pygame

from neonworks_editor.ui.graphemes import sound

__all__ = ["Clipboard", "MemoryClipboard", "SystemClipboard"]

_TYPES = ("text/plain;charset=utf-8", "UTF8_STRING", "text/plain")
"""Types that are asked for, best first; the last is ``pygame.SCRAP_TEXT``."""

_FAILURES = (pygame.error, NotImplementedError, AttributeError, ImportError, TypeError, ValueError)
"""What scrap raises on builds and drivers that have no clipboard, or not these types."""

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
    """The system's clipboard where this build of pygame reaches it (Windows, X11), else the program's own.

    Read from pygame's ``scrap_win.c`` and ``scrap_mac.c``: on Windows the first type stands for
    ``CF_UNICODETEXT``, which is UTF-16, and each ``put`` empties the clipboard first; on the Mac scrap needs
    a module that pygame 2 no longer has.
    """

    def __init__(self, platform: str = sys.platform) -> None:
        self._own = MemoryClipboard()
        windows = platform == "win32"
        self._types = _TYPES[:1] if windows else _TYPES
        self._codec, self._end = ("utf-16-le", b"\0") if windows else ("utf-8", b"")

    def get(self) -> str:
        return self._system_text() or self._own.get()

    def put(self, text: str) -> None:
        self._own.put(text)
        with _quiet():
            self._put_bytes(sound(text).encode(self._codec) + self._end)

    def _put_bytes(self, data: bytes) -> None:
        try:
            if self._ready():
                for kind in self._types:
                    pygame.scrap.put(kind, data)
        except _FAILURES:
            return

    def _system_text(self) -> str:
        with _quiet():
            try:
                found = (pygame.scrap.get(kind) for kind in self._types) if self._ready() else ()
                data = next((data for data in found if data), b"")
            except _FAILURES:
                return ""
        return data.decode(self._codec, "replace").split("\0")[0][:_LONGEST]

    def _ready(self) -> bool:
        """Whether scrap works: it needs a window, and drivers such as the dummy have none."""
        if not pygame.scrap.get_init():
            pygame.scrap.init()
        return bool(pygame.scrap.get_init())


@contextmanager
def _quiet() -> Iterator[None]:
    """pygame-ce warns that this part of scrap is old; pygame 2.5.2 has no other."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield
