"""The whole editor in a dummy display against a real daemon: type, watch, apply, undo, open again."""

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest
from neonworks_daemon.settings import load_settings
from neonworks_editor.hosts import standalone_start
from neonworks_editor.hosts.standalone import StandaloneHost
from neonworks_editor.hosts.standalone_project import open_place
from neonworks_editor.hosts.standalone_start import (
    StartOptions,
    make_panel,
    parse_size,
    read_events,
    start,
)
from neonworks_editor.hosts.standalone_window import RunningPanel, StandaloneWindow, WindowOptions
from neonworks_editor.panel.app import AnimatorApp
from neonworks_editor.panel.recording import typed, write_recording
from neonworks_editor.panel.settings import SettingsStore
from neonworks_editor.project.applier import ApplyOutcome
from neonworks_models.examples.knight import knight_right
from neonworks_models.export.frames import encode_png
from neonworks_protocol.errors import BadRequest, NotFound

from tests.fakes.daemons import running_daemon

WAIT_S = 30


@pytest.mark.parametrize(("text", "size"), [("1280x720", (1280, 720)), (" 800X600 ", (800, 600))])
def test_sizes(text: str, size: tuple[int, int]) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "800", "0x5", "99999x2", "-1x5", "ax b", "1x2x3"])
def test_what_is_no_size(text: str) -> None:
    with pytest.raises(BadRequest, match="--size"):
        parse_size(text)


def test_recordings_are_read_or_told(tmp_path: Path) -> None:
    assert read_events(None) == []
    path = tmp_path / "events.jsonl"
    path.write_text(write_recording(typed("hi")))
    assert len(read_events(path)) == 4
    path.write_bytes(b"\xff\xfe")
    for name in ("events.jsonl", "gone.jsonl"):
        with pytest.raises(NotFound, match=name):
            read_events(tmp_path / name)


def test_a_scale_out_of_range_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standalone_start, "settings_path", lambda: tmp_path / "editor.json")
    with pytest.raises(BadRequest, match="--scale"):
        start(StartOptions(tmp_path, scale=9.0))
    assert not (tmp_path / "editor.json").exists()


def _step_until(window: StandaloneWindow, done: Callable[[], bool]) -> None:
    ends = time.monotonic() + WAIT_S
    while not done() and time.monotonic() < ends:
        assert window.step()
        time.sleep(0.002)
    assert done()


@pytest.mark.slow
def test_a_sentence_is_applied_taken_back_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEONWORKS_ANIMATOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr(standalone_start, "settings_path", lambda: tmp_path / "editor.json")
    pygame.display.quit()
    project = tmp_path / "game"
    project.mkdir()
    still = encode_png(knight_right().rgba)
    (project / "knight.png").write_bytes(still)
    place, sprite = open_place(project / "knight.png")
    panels: list[RunningPanel] = []

    def panel(host: StandaloneHost) -> RunningPanel:
        panels.append(make_panel(host, SettingsStore(tmp_path / "editor.json")))
        panels[-1].app.open()
        return panels[-1]

    manifest = project / "animations.json"
    settings = load_settings(None, {"state_dir": str(tmp_path / "home")})
    with running_daemon(settings, scripted=False):
        window = StandaloneWindow(
            lambda size: StandaloneHost(place, size, sprite=sprite), panel, WindowOptions()
        )
        app = panels[0].app
        assert isinstance(app, AnimatorApp)
        # The first start shows an example, so there is something to apply without typing.
        _step_until(window, lambda: bool(app.desk.clips()))
        app.desk.apply()
        _step_until(window, lambda: "knight" in window.host.clips())
        (clip,) = window.host.clips()["knight"]
        assert all(path.is_file() for path in clip.frames)
        told: list[ApplyOutcome] = []
        app.files.undo(told.append)
        _step_until(window, lambda: len(told) == 1)
        assert told[0].done and window.host.clips() == {}
        assert not manifest.exists() and not clip.frames[0].exists()
        app.files.redo(told.append)
        _step_until(window, lambda: len(told) == 2)
        assert window.host.clips() == {"knight": (clip,)}
        panels[-1].stop()
        start(StartOptions(sprite or project, screenshot=tmp_path / "shot.png", after=0.3))
    (knight,) = json.loads((project / "scene.json").read_text())["entities"]
    assert knight["current"] == clip.animation
    (entry,) = json.loads(manifest.read_text())["animations"]
    assert entry["animator"]["entity"] == "knight"
    assert pygame.image.load(tmp_path / "shot.png").get_size() == (1280, 720)
    assert (project / "knight.png").read_bytes() == still
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("neonworks-")] == []
