"""Recordings: what is written is read, wrong lines are named, events come when they are due."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_daemon.settings import Settings
from neonworks_editor.panel.recording import (
    Player,
    RecordedEvent,
    Recorder,
    clicked,
    pressed,
    read_recording,
    typed,
    write_recording,
)
from neonworks_protocol.errors import BadRequest
from PIL import Image, ImageChops, ImageStat

from tests.fakes.daemons import running_daemon
from tests.fakes.paper_daemon import example_png


@pytest.fixture(autouse=True)
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()
    yield
    pygame.display.quit()


def _played(events: list[RecordedEvent], until_s: float) -> list[pygame.event.Event]:
    posted: list[pygame.event.Event] = []
    Player(events, locate=lambda _: pygame.Rect(100, 50, 40, 20), post=posted.append).advance(until_s)
    return posted


def test_a_session_comes_back_as_it_was() -> None:
    events = [
        *typed("Hé 1", start=0.0),
        *pressed("return", "ctrl", at=1.0),
        *clicked("apply", at=2.0, part=(0.25, 0.75)),
        RecordedEvent(t=3.0, event="MOUSEWHEEL", y=-2),
        RecordedEvent(t=3.5, event="DROPFILE", file="hero.png"),
    ]
    assert read_recording(write_recording(events)) == events


@given(st.lists(st.floats(0, 100), max_size=20), st.text(max_size=30))
def test_written_text_survives(times: list[float], text: str) -> None:
    events = [RecordedEvent(t=t, event="TEXTINPUT", text=text) for t in sorted(times)]
    assert read_recording(write_recording(events)) == events


def test_events_come_when_they_are_due() -> None:
    posted: list[pygame.event.Event] = []
    player = Player(typed("abc", every=0.1), locate=lambda _: pygame.Rect(0, 0, 1, 1), post=posted.append)
    assert player.advance(0.05) == 2
    assert not player.finished
    assert player.advance(0.35) == 4
    assert player.finished
    assert [e.text for e in posted if e.type == pygame.TEXTINPUT] == ["a", "b", "c"]
    assert [e.key for e in posted if e.type == pygame.KEYDOWN] == [pygame.K_a, pygame.K_b, pygame.K_c]


def test_named_places_are_looked_up() -> None:
    down = _played(clicked("apply", part=(0.5, 1.0)), 0.0)[1]
    assert (down.type, down.pos, down.button) == (pygame.MOUSEBUTTONDOWN, (120, 69), 1)


def test_modifiers_reach_the_event() -> None:
    down, up = _played(pressed("z", "ctrl", "shift"), 0.0)
    assert down.mod & pygame.KMOD_CTRL and down.mod & pygame.KMOD_SHIFT and not down.mod & pygame.KMOD_ALT
    assert up.type == pygame.KEYUP


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "line 2"),
        ('{"t": 1, "event": "NOPE"}', "unknown event"),
        ('{"t": 0.1, "event": "QUIT"}', "before the line above"),
        ('{"t": 1, "event": "KEYDOWN", "mod": ["hyper"]}', "unknown modifier"),
        ('{"t": 1, "event": "MOUSEMOTION"}', "needs pos or at"),
        ('{"t": -1, "event": "QUIT"}', "line 2"),
    ],
)
def test_wrong_lines_are_named(line: str, reason: str) -> None:
    with pytest.raises(BadRequest, match=reason):
        read_recording('{"t": 0.5, "event": "QUIT"}\n' + line)


def test_an_unknown_key_is_named() -> None:
    with pytest.raises(BadRequest, match="'nosuchkey'"):
        _played([RecordedEvent(t=0, event="KEYDOWN", key="nosuchkey")], 0.0)


def test_a_recorder_keeps_input_and_only_that() -> None:
    recorder = Recorder()
    recorder.take(pygame.event.Event(pygame.USEREVENT, {}), 0.0)
    for event in _played([*pressed("a", "ctrl"), *clicked("x"), *typed("é")], 1.0):
        recorder.take(event, 0.5)
    again = _played(read_recording(write_recording(recorder.events)), 1.0)
    first = _played([*pressed("a", "ctrl"), *clicked("x"), *typed("é")], 1.0)
    assert [e.type for e in again] == [e.type for e in first]
    assert [e.dict.get("pos") for e in again] == [e.dict.get("pos") for e in first]
    assert again[0].mod == first[0].mod


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs Xvfb")
def test_a_real_window_shows_what_the_dummy_driver_shows(tmp_path: Path) -> None:
    """The same recording in both, with a real daemon; it ends on the first frame, paused."""
    folder, home = tmp_path / "project", tmp_path / "home"
    folder.mkdir()
    (folder / "hero.png").write_bytes(example_png("knight_right"))
    recording = tmp_path / "run.jsonl"
    recording.write_text(write_recording(_RUN_AND_PAUSE))
    with running_daemon(Settings(state_dir=str(home)), scripted=False), _screen() as screen:
        dummy = _window(folder, recording, tmp_path / "dummy.png", home, {"SDL_VIDEODRIVER": "dummy"})
        real = _window(folder, recording, tmp_path / "real.png", home, {"DISPLAY": screen})
    assert dummy.size == real.size == (1280, 720)
    tiles = [(x, y, x + 64, y + 60) for y in range(0, 720, 60) for x in range(0, 1280, 64)]
    pairs = [(tile, ImageChops.difference(dummy.crop(tile), real.crop(tile))) for tile in tiles]
    assert [tile for tile, difference in pairs if _mean(difference) > 4] == []
    assert _mean(ImageChops.difference(real.crop((330, 90, 950, 560)), real.crop((331, 90, 951, 560)))) > 1


_RUN_AND_PAUSE = [
    *typed("run angry", start=1.0),
    RecordedEvent(t=5.0, event="MOUSEMOTION", pos=(640, 20)),
    *pressed("escape", at=5.1),
    *clicked("scrubber", at=5.5, part=(0.01, 0.5)),
    *pressed("escape", at=6.0),
    RecordedEvent(t=6.1, event="MOUSEMOTION", pos=(640, 20)),
]


_DRIVERS = ("DISPLAY", "SDL_VIDEODRIVER")


def _window(folder: Path, recording: Path, picture: Path, home: Path, env: dict[str, str]) -> Image.Image:
    """The editor's window after the recording, by a process of its own."""
    config = home / "config" / "neonworks-animator"
    config.mkdir(parents=True, exist_ok=True)
    (config / "editor.json").write_text('{"fill": true, "seen_first_run": true}')
    variables = {
        name: value for name, value in os.environ.items() if name not in ("DISPLAY", "SDL_VIDEODRIVER")
    }
    variables |= {"NEONWORKS_ANIMATOR_HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), **env}
    command = [sys.executable, "-m", "neonworks_editor", str(folder), "--events", str(recording)]
    command += ["--screenshot", str(picture), "--after", "8"]
    subprocess.run(command, env=variables, check=True, timeout=60)
    return Image.open(picture).convert("RGB")


@contextlib.contextmanager
def _screen() -> Iterator[str]:
    """An X server of its own; gives its DISPLAY."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x720x24"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as told:
        display = told.readline().strip()
    try:
        yield f":{display}"
    finally:
        server.terminate()
        server.wait()


def _mean(picture: Image.Image) -> float:
    """Mean of all channels, 0..255."""
    return sum(ImageStat.Stat(picture).mean) / 3
