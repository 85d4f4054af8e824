"""The map of a project in a file, and something on it to begin with: the stock editor offers neither."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import pygame

from neonworks_editor.hosts.adapter import SpriteChoice
from neonworks_editor.hosts.neonworks_caches import load_picture
from neonworks_editor.hosts.neonworks_contract import Engine, EntityLike, WorldLike
from neonworks_editor.hosts.neonworks_places import Places

__all__ = ["SAVE_NAME", "LoadedWorld", "SaveManagerLike", "SceneStorage", "place_samples"]

SAVE_NAME = "editor_map"
"""Name of the project's save that the editor window opens and writes."""
_SAMPLES = 4
_SAMPLE_SCALE = 3
_SAMPLE_STEP = 130
_SAMPLE_FIRST = (-500, 60)


class LoadedWorld(WorldLike, Protocol):
    """A world that was read from a save."""

    def get_entities(self) -> Sequence[EntityLike]: ...


class SaveManagerLike(Protocol):
    """``data.serialization.SaveGameManager``; neither method raises, both print."""

    def save_game(self, save_name: str, world: object) -> bool: ...
    def load_game(self, save_name: str) -> LoadedWorld | None: ...
    def list_saves(self) -> Sequence[str]: ...


class SceneStorage:
    """Ctrl+S writes the map into the project's saves with the engine's own code; the next start reads it."""

    def __init__(self, saves: SaveManagerLike, world: WorldLike) -> None:
        self._saves = saves
        self._world = world
        self.unsaved = False

    def changed(self) -> None:
        """The map differs from the save."""
        self.unsaved = True

    def load(self) -> bool:
        """Put the saved entities into the world; whether there were any."""
        if SAVE_NAME not in self._saves.list_saves():
            return False
        loaded = self._saves.load_game(SAVE_NAME)
        entities = loaded.get_entities() if loaded is not None else ()
        for entity in entities:
            self._world.add_entity(entity)
        return bool(entities)

    def save(self) -> str:
        """Write the map; one line for the user."""
        if not self._saves.save_game(SAVE_NAME, self._world):
            return "The map could not be saved: what NeonWorks printed says why."
        self.unsaved = False
        return f"Saved as saves/{SAVE_NAME}.json."

    def key(self, event: pygame.event.Event) -> str:
        """Saves on Ctrl+S; the line for the user, empty for every other event."""
        wanted = pygame.KMOD_CTRL | pygame.KMOD_META
        if event.type == pygame.KEYDOWN and event.key == pygame.K_s and event.mod & wanted:
            return self.save()
        return ""


def place_samples(engine: Engine, world: WorldLike, places: Places, choices: Sequence[SpriteChoice]) -> int:
    """Put the first stills onto an empty map, in a row; how many. They are saved only when the user saves."""
    placed = 0
    for choice in choices:
        picture = load_picture(choice.path)
        if picture is None or placed == _SAMPLES:
            continue
        width, height = (side * _SAMPLE_SCALE for side in picture.get_size())
        entity = world.create_entity()
        entity.add_component(
            engine.transform(_SAMPLE_FIRST[0] + placed * _SAMPLE_STEP, _SAMPLE_FIRST[1] - height / 2)
        )
        entity.add_component(engine.sprite(places.texture(choice.path), width, height))
        placed += 1
    return placed
