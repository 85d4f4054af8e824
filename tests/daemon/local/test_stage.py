import io

import numpy as np
import pytest
from neonworks_daemon.local.stage import half_blocks, stage
from neonworks_models.examples.gallery import example_sprites
from rich.console import Console


def test_two_pixels_a_character() -> None:
    frame = np.zeros((3, 2, 4), np.uint8)
    frame[0, 0] = (255, 0, 0, 255)
    frame[1, 0] = (0, 255, 0, 255)
    text = half_blocks(frame)
    assert text.plain == "▀▀\n▀▀\n"
    style = str(text.spans[0].style)
    assert "#ff0000" in style or "rgb(255,0,0)" in style
    assert "#00ff00" in style or "rgb(0,255,0)" in style


def test_wide_frames_fit() -> None:
    lines = half_blocks(np.zeros((200, 300, 4), np.uint8)).plain.splitlines()
    assert max(map(len, lines)) <= 48


def test_without_a_terminal_clips_are_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with stage(1) as watcher:
        watcher.restart("walk", 8)
        watcher.step(np.zeros((1, 1, 4), np.uint8))
    assert capsys.readouterr().err == "walk: 8 frames\n"


def test_on_a_terminal_frames_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    console = Console(
        force_terminal=True, color_system="truecolor", width=100, record=True, file=io.StringIO()
    )
    monkeypatch.setattr("neonworks_daemon.local.stage.stderr", lambda: console)
    frame = example_sprites()[0].sprite.rgba
    with stage(1) as watcher:
        watcher.restart("walk", 2)
        watcher.step(frame)
        watcher.step(frame)
    shown = console.export_text()
    assert "▀" in shown
    assert "walk" in shown
