"""``KeyCapture``: while somebody types into our fields, the editor's hotkeys are off, all of them.

The engine's hotkeys eat ``0 - =`` and letters before any panel sees them. With its hotkey manager off, a
second table still takes F1 to F12 with any modifier and opens panels that end the editor, so that table is
exchanged for an empty one meanwhile. Keys that are held down repeat, as people expect of Backspace; for the
engine's hotkeys they must not.
"""

from __future__ import annotations

from collections.abc import Callable

import pygame

from neonworks_editor.hosts.neonworks_contract import MasterUi

__all__ = ["KeyCapture"]

_REPEAT_AFTER_MS = 400
_REPEAT_EVERY_MS = 35


class KeyCapture:
    """Takes the keys and gives them back exactly as they were; both may be said any number of times."""

    def __init__(self, ui: MasterUi) -> None:
        self._ui = ui
        self._before: tuple[bool, dict[int, Callable[[], None]], tuple[int, int]] | None = None

    @property
    def taken(self) -> bool:
        """Whether the keys are ours at present."""
        return self._before is not None

    def take(self) -> None:
        """The editor's hotkeys off."""
        if self._before is None:
            repeat = pygame.key.get_repeat()
            self._before = (self._ui.hotkey_manager.enabled, self._ui.keybinds, repeat)
            self._ui.hotkey_manager.enabled = False
            self._ui.keybinds = {}
            pygame.key.set_repeat(_REPEAT_AFTER_MS, _REPEAT_EVERY_MS)

    def release(self) -> None:
        """The editor's hotkeys as they were before ``take``."""
        if self._before is not None:
            self._ui.hotkey_manager.enabled, self._ui.keybinds, repeat = self._before
            pygame.key.set_repeat(*repeat)
            self._before = None
