"""The editor in a window that works, in this process, against the double and the engine."""

import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest
from neonworks_editor.hosts.neonworks_storage import SAVE_NAME
from neonworks_editor.hosts.neonworks_window import EditorWindow, Script, main
from neonworks_editor.panel.recording import RecordedEvent
from neonworks_protocol.errors import BadRequest, Unavailable

from tests.fakes.neonworks_editors import (
    DOUBLE,
    ENGINE,
    PROJECT,
    StandIn,
    make_stand_in,
    prepare_engine,
)


@pytest.fixture(params=[pytest.param(DOUBLE, id="double"), pytest.param(ENGINE, id="engine")])
def package(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore" if request.param == ENGINE else "error")
        prepare_engine(request.param, tmp_path, monkeypatch)
        yield request.param
    pygame.event.clear()


def opened(package: str) -> tuple[EditorWindow, StandIn]:
    made: list[StandIn] = []
    return EditorWindow(PROJECT, package=package, make_app=make_stand_in(made)), made[0]


def run_for(window: EditorWindow, frames: int, monkeypatch: pytest.MonkeyPatch) -> list[pygame.Surface]:
    """The real main loop; after so many frames somebody closes the window. The last picture shown."""
    shown: list[pygame.Surface] = []
    renderer: Any = window.application.renderer
    present = renderer.present

    def count() -> None:
        present()
        shown.append(renderer.screen.copy())
        if len(shown) == frames:
            pygame.event.post(pygame.event.Event(pygame.QUIT))
        assert len(shown) < frames + 60, "the window does not close"

    monkeypatch.setattr(renderer, "present", count)
    window.run()
    return shown


def test_it_shows_the_map_opens_the_panel_and_closes(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    window, app = opened(package)
    shown = run_for(window, 5, monkeypatch)
    assert tuple(shown[4].get_at((1000, 400)))[:3] == (70, 20, 90)
    assert len({tuple(shown[4].get_at((x, y))) for x in range(0, 1280, 7) for y in range(0, 720, 7)}) > 8
    assert app.ticks
    assert app.stopped
    assert not window.attached.attached


def test_an_empty_map_gets_samples_which_are_not_saved_by_themselves(package: str) -> None:
    window, _ = opened(package)
    world = window.application.engine.world
    assert len(world.get_entities()) == 3
    assert "Ctrl+S" in window.toasts.lines[0]
    assert not list(Path("projects/Demo/saves").iterdir())
    window.attached.detach()


def test_ctrl_s_saves_and_the_next_window_has_the_map(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    window, _ = opened(package)
    world = window.application.engine.world
    kept, *others = world.get_entities()
    for entity in others:
        world.remove_entity(entity.id)
    event = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_s, mod=pygame.KMOD_LCTRL, unicode="")
    assert window.shell.handle_event(event)
    assert f"{SAVE_NAME}.json" in window.toasts.lines[-1]
    window.attached.detach()
    again, _ = opened(package)
    assert [entity.id for entity in again.application.engine.world.get_entities()] == [kept.id]
    again.attached.detach()


def test_a_change_is_noted_until_it_is_saved(package: str) -> None:
    window, _ = opened(package)
    window.attached.adapter.scene_changed()
    assert window.storage.unsaved
    window.storage.save()
    assert not window.storage.unsaved
    window.attached.detach()


def test_a_project_that_the_engine_refuses_is_one_line(package: str) -> None:
    (Path("projects") / PROJECT / "project.json").write_text("{}")
    with pytest.raises(BadRequest, match=r"project\.json"):
        opened(package)


def test_an_engine_that_lacks_a_package_says_which() -> None:
    with pytest.raises(Unavailable, match="pip install no_such_engine"):
        EditorWindow(PROJECT, package="no_such_engine")


def test_a_script_plays_input_writes_a_picture_and_closes(package: str, tmp_path: Path) -> None:
    made: list[StandIn] = []
    typed = [RecordedEvent(t=0.0, event="TEXTINPUT", text="hello")]
    picture = tmp_path / "pictures" / "window.png"
    script = Script(typed, picture, 0.2)
    EditorWindow(PROJECT, package=package, make_app=make_stand_in(made), script=script).run()
    assert made[0].text == "hello"
    assert pygame.image.load(str(picture)).get_size() == (1280, 720)


def test_the_command_line_says_what_is_wrong(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.chdir(tmp_path)
    assert main(["--events", "missing.jsonl", "Demo"]) == 2
    assert "missing.jsonl" in capsys.readouterr().err
