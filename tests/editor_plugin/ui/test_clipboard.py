"""Copy and paste work with and without a system clipboard."""

import pygame
from neonworks_editor.ui.clipboard import MemoryClipboard, SystemClipboard


def test_memory() -> None:
    clipboard = MemoryClipboard()
    assert clipboard.get() == ""
    clipboard.put("é 中 🙂")
    assert clipboard.get() == "é 中 🙂"
    clipboard.put("x" * 200_000)
    assert len(clipboard.get()) == 100_000


def test_without_a_system_clipboard_the_own_one_serves(display: pygame.Surface) -> None:
    clipboard = SystemClipboard()
    clipboard.put("é 中 🙂")
    assert clipboard.get() == "é 中 🙂"
