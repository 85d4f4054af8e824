"""``KeyCapture``: while somebody types into our fields, the editor's hotkeys are off, all of them.

The engine's hotkeys eat ``0 - =`` and letters before any panel sees them. With its hotkey manager off, a
second table still takes F1 to F12 with any modifier and opens panels that end the editor, so that table is
exchanged for an empty one meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable

from neonworks_editor.hosts.neonworks_contract import MasterUi

__all__ = ["KeyCapture"]


class KeyCapture:
    """Takes the keys and gives them back exactly as they were; both may be said any number of times."""

    def __init__(self, ui: MasterUi) -> None:
        self._ui = ui
        self._before: tuple[bool, dict[int, Callable[[], None]]] | None = None

    @property
    def taken(self) -> bool:
        """Whether the keys are ours at present."""
        return self._before is not None

    def take(self) -> None:
        """The editor's hotkeys off."""
        if self._before is None:
            self._before = (self._ui.hotkey_manager.enabled, self._ui.keybinds)
            self._ui.hotkey_manager.enabled = False
            self._ui.keybinds = {}

    def release(self) -> None:
        """The editor's hotkeys as they were before ``take``."""
        if self._before is not None:
            self._ui.hotkey_manager.enabled, self._ui.keybinds = self._before
            self._before = None
