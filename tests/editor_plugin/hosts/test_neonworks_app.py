"""The panel that ``attach`` makes by itself, with a connection of its own."""

import threading
from pathlib import Path

import pygame
import pytest
from neonworks_editor.hosts.neonworks import attach
from neonworks_editor.hosts.neonworks_python import DAEMON_PYTHON
from neonworks_editor.panel.app import AnimatorApp

from tests.fakes.neonworks_editors import Editor


@pytest.fixture(autouse=True)
def _no_daemon(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(DAEMON_PYTHON, str(tmp_path / "no-python"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def test_the_real_panel_opens_in_the_editor_and_leaves_no_thread(editor: Editor) -> None:
    before = set(threading.enumerate())
    handle = attach(editor.ui)
    assert isinstance(handle.app, AnimatorApp)
    entity = editor.entity()
    handle.adapter.select(entity.id)
    handle.open()
    assert handle.visible
    for _ in range(5):
        handle._last_beat = float("-inf")
        handle.beat()
        editor.ui.render()
    panel = handle.locate("panel")
    assert panel.width >= 420
    assert pygame.Rect(*handle.adapter.panel_area()).contains(panel)
    assert handle._guard.failures == 0
    handle.detach()
    left = {
        thread for thread in set(threading.enumerate()) - before if thread.name.startswith("neonworks-client")
    }
    for thread in left:
        thread.join(2.0)
    assert not any(thread.is_alive() for thread in left)


def test_typing_goes_into_its_prompt(editor: Editor) -> None:
    handle = attach(editor.ui)
    handle.open()
    app = handle.app
    assert isinstance(app, AnimatorApp)
    app.studio.set_text("")
    for letter in "0-=?é":
        editor.ui.handle_event(pygame.event.Event(pygame.KEYDOWN, key=ord(letter), mod=0, unicode=letter))
        editor.ui.handle_event(pygame.event.Event(pygame.TEXTINPUT, text=letter))
    assert app.studio.settings.text.endswith("0-=?é")
    handle.detach()
    assert editor.ui.hotkey_manager.enabled
