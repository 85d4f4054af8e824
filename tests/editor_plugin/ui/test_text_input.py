"""SDL's text input is turned on and off, and never for good where the host needs it."""

import pygame
import pytest
from neonworks_editor.ui.text_input import SystemTextInput


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(pygame.key, "start_text_input", lambda: found.append("start"))
    monkeypatch.setattr(pygame.key, "stop_text_input", lambda: found.append("stop"))
    monkeypatch.setattr(pygame.key, "set_text_input_rect", lambda rect: found.append(f"at {tuple(rect)}"))
    return found


def test_start_move_stop(calls: list[str]) -> None:
    text_input = SystemTextInput()
    text_input.start()
    text_input.move(pygame.Rect(1, 2, 3, 4))
    text_input.move(pygame.Rect(1, 2, 3, 4))
    text_input.stop()
    assert calls == ["start", "at (1, 2, 3, 4)", "stop"]


def test_stay_on(calls: list[str]) -> None:
    SystemTextInput(stay_on=True).stop()
    assert calls == ["stop", "start"]


def test_the_real_calls_work() -> None:
    text_input = SystemTextInput(stay_on=True)
    text_input.start()
    text_input.move(pygame.Rect(1, 2, 3, 4))
    text_input.stop()
