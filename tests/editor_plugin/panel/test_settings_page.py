"""Settings: kept at once, refused in words, and true about the daemon."""

from dataclasses import replace

import pytest
from neonworks_editor.client.states import ClientState
from neonworks_editor.panel.hotkeys import Command
from neonworks_editor.panel.panel import Page
from neonworks_editor.panel.settings import SettingsStore
from neonworks_editor.panel.settings_page import COMMAND_WORDS
from neonworks_editor.ui.text_field import TextField

from tests.fakes.panel_lab import PanelLab


@pytest.fixture
def page(lab: PanelLab) -> PanelLab:
    lab.app.panel.page = Page.SETTINGS
    lab.frames(3)
    return lab


def _set(lab: PanelLab, name: str, text: str) -> None:
    lab.click(name)
    lab.find(name, TextField).select_all()
    lab.enter(text)
    lab.press("return")


def test_a_hotkey_is_taken_or_refused_with_a_reason(page: PanelLab) -> None:
    _set(page, "open-key", "ctrl+shift+f11")
    assert page.settings.current.open_key == "ctrl+shift+f11"
    _set(page, "open-key", "hyper+x")
    assert page.settings.current.open_key == "ctrl+shift+f11"
    assert any("no modifier" in text for text in page.texts())
    page.press("f11", "ctrl", "shift")
    assert not page.app.visible


def test_the_python_of_the_daemon_is_kept(page: PanelLab) -> None:
    _set(page, "daemon-python", "/opt/animator/bin/python")
    assert SettingsStore(page.settings.path).current.daemon_python == "/opt/animator/bin/python"


def test_how_the_daemon_was_started_is_said(page: PanelLab) -> None:
    page.daemon.status = replace(page.daemon.status, started_daemon=True, log="/logs/daemon.log")
    page.frames(3)
    assert any("Started by this editor" in text and "/logs/daemon.log" in text for text in page.texts())


def test_a_session_that_was_taken_is_taken_back(page: PanelLab) -> None:
    assert not page.shown("take-back")
    page.daemon.go(ClientState.TAKEN_OVER, "another editor has this session")
    page.frames(3)
    page.click("take-back")
    assert page.daemon.taken_back == 1


def test_every_command_is_listed() -> None:
    assert set(COMMAND_WORDS) == set(Command)
    assert len(set(COMMAND_WORDS.values())) == len(COMMAND_WORDS)
