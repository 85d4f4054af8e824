"""Saves: sprites with all they say, animations by their class's name only."""

import json
from typing import Any

from tests.fakes.neonworks_double.core.ecs import Entity, GridPosition, Sprite, Transform, World
from tests.fakes.neonworks_double.core.project import Project

__all__ = ["SaveGameManager"]

_KNOWN = {kind.__name__: kind for kind in (GridPosition, Sprite, Transform)}


class SaveGameManager:
    def __init__(self, project: Project) -> None:
        self._folder = project.saves_dir

    def save_game(self, save_name: str, world: World) -> bool:
        entities = [_written(entity) for entity in world.get_entities()]
        (self._folder / f"{save_name}.json").write_text(json.dumps({"world": {"entities": entities}}))
        return True

    def load_game(self, save_name: str) -> World | None:
        world = World()
        for data in json.loads((self._folder / f"{save_name}.json").read_text())["world"]["entities"]:
            entity = Entity(data["id"])
            entity.tags.update(data["tags"])
            for component in data["components"]:
                kind = _KNOWN.get(component.pop("_type"))
                if kind is not None:
                    entity.add_component(kind(**component))
            world.add_entity(entity)
        return world

    def list_saves(self) -> list[str]:
        return sorted(path.stem for path in self._folder.glob("*.json"))


def _written(entity: Entity) -> dict[str, Any]:
    components = [
        {"_type": kind.__name__, **(vars(component) if kind.__name__ in _KNOWN else {})}
        for kind, component in entity._components.items()
    ]
    return {"id": entity.id, "tags": sorted(entity.tags), "components": components}
