"""Taking the keyboard from the editor and giving it back as it was."""

import pygame
import pytest
from neonworks_editor.hosts.neonworks_keys import KeyCapture

from tests.fakes.neonworks_editors import Editor


@pytest.mark.parametrize("enabled", [True, False])
def test_the_hotkeys_come_back_as_they_were(editor: Editor, enabled: bool) -> None:
    table, repeat = editor.ui.keybinds, pygame.key.get_repeat()
    editor.ui.hotkey_manager.enabled = enabled
    keys = KeyCapture(editor.ui)
    keys.release()
    for _ in range(2):
        keys.take()
        assert keys.taken
        assert not editor.ui.hotkey_manager.enabled
        assert editor.ui.keybinds == {}
        assert pygame.key.get_repeat() == (400, 35)
    for _ in range(2):
        keys.release()
        assert not keys.taken
        assert editor.ui.hotkey_manager.enabled is enabled
        assert editor.ui.keybinds is table
        assert pygame.key.get_repeat() == repeat
