"""Recordings: what is written is read, wrong lines are named, events come when they are due."""

from collections.abc import Iterator

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st
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
