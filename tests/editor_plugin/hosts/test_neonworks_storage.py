"""The map in a file of the project, and something on it to begin with."""

import pygame
import pytest
from neonworks_editor.hosts.neonworks_contract import Engine
from neonworks_editor.hosts.neonworks_places import Places
from neonworks_editor.hosts.neonworks_storage import SAVE_NAME, SceneStorage, place_samples

from tests.fakes.neonworks_editors import Editor


@pytest.fixture
def storage(editor: Editor) -> SceneStorage:
    return SceneStorage(editor.application.save_manager, editor.world)


def key(code: int, mod: int) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=code, mod=mod, unicode="")


def test_ctrl_s_saves_and_the_next_start_has_the_map(editor: Editor, storage: SceneStorage) -> None:
    entity = editor.entity(x=50)
    storage.changed()
    assert storage.key(key(pygame.K_s, 0)) == ""
    assert storage.key(key(pygame.K_a, pygame.KMOD_CTRL)) == ""
    assert storage.unsaved
    assert SAVE_NAME in storage.key(key(pygame.K_s, pygame.KMOD_LCTRL))
    assert not storage.unsaved
    editor.world.clear()
    assert storage.load()
    assert [known.id for known in editor.world.get_entities()] == [entity.id]
    assert editor.pixel(50, 0) == (255, 0, 0)


def test_without_a_save_nothing_is_loaded(storage: SceneStorage) -> None:
    assert not storage.load()


def test_a_save_that_fails_is_told(editor: Editor) -> None:
    class Full:
        def save_game(self, save_name: str, world: object) -> bool:
            return False

        def load_game(self, save_name: str) -> None:
            return None

        def list_saves(self) -> list[str]:
            return [SAVE_NAME]

    storage = SceneStorage(Full(), editor.world)
    storage.changed()
    assert "could not be saved" in storage.save()
    assert storage.unsaved
    assert not storage.load()


def test_samples_stand_on_one_line_inside_the_window(editor: Editor) -> None:
    engine = Engine.of(editor.world)
    places = Places(editor.renderer.asset_manager, engine.current_project)
    broken = editor.folder / "assets" / "characters" / "broken.png"
    broken.write_bytes(b"no picture")
    assert place_samples(engine, editor.world, places, places.sprites()) == 3
    entities = editor.world.get_entities()
    feet = {
        entity.get_component(engine.transform).y + editor.sprite(entity).height / 2 for entity in entities
    }
    assert len(feet) == 1
    for entity in entities:
        position = entity.get_component(engine.transform)
        assert editor.pixel(int(position.x), int(position.y)) != (0, 0, 0)
