"""Entities, components, systems: ids are strings, components go by class, ``clear`` drops the systems."""

import uuid
from dataclasses import dataclass
from typing import Any

__all__ = ["Entity", "GridPosition", "Sprite", "Transform", "World"]


@dataclass
class Transform:
    x: float = 0.0
    y: float = 0.0


@dataclass
class GridPosition:
    grid_x: int = 0
    grid_y: int = 0
    layer: int = 0


@dataclass
class Sprite:
    texture: str = ""
    width: int = 32
    height: int = 32
    color: tuple[int, ...] = (255, 255, 255, 255)
    visible: bool = True


class Entity:
    """No name, and no ``entities`` on the world: what the stock editor trips over."""

    def __init__(self, entity_id: str | None = None) -> None:
        self.id = entity_id or str(uuid.uuid4())
        self.tags: set[str] = set()
        self._components: dict[type, Any] = {}

    def add_component(self, component: Any) -> "Entity":
        self._components[type(component)] = component
        return self

    def remove_component(self, component_type: type) -> "Entity":
        self._components.pop(component_type, None)
        return self

    def get_component(self, component_type: type) -> Any:
        return self._components.get(component_type)

    def add_tag(self, tag: str) -> "Entity":
        self.tags.add(tag)
        return self

    def remove_tag(self, tag: str) -> "Entity":
        self.tags.discard(tag)
        return self


class World:
    def __init__(self) -> None:
        self._entities: dict[str, Entity] = {}
        self._systems: list[Any] = []

    def create_entity(self, entity_id: str | None = None) -> Entity:
        entity = Entity(entity_id)
        self.add_entity(entity)
        return entity

    def add_entity(self, entity: Entity) -> "World":
        self._entities[entity.id] = entity
        for system in self._systems:
            system.on_entity_added(entity)
        return self

    def remove_entity(self, entity_id: str) -> "World":
        entity = self._entities.pop(entity_id, None)
        if entity is not None:
            for system in self._systems:
                system.on_entity_removed(entity)
        return self

    def get_entity(self, entity_id: str) -> Entity | None:
        return self._entities.get(entity_id)

    def get_entities(self) -> list[Entity]:
        return list(self._entities.values())

    def get_entities_with_component(self, component_type: type) -> list[Entity]:
        return [entity for entity in self._entities.values() if entity.get_component(component_type)]

    def add_system(self, system: Any) -> "World":
        self._systems.append(system)
        self._systems.sort(key=lambda known: known.priority)
        return self

    def remove_system(self, system: Any) -> "World":
        if system in self._systems:
            self._systems.remove(system)
        return self

    def update(self, delta_time: float) -> None:
        for system in self._systems:
            if system.enabled:
                system.update(self, delta_time)

    def clear(self) -> None:
        self._entities.clear()
        self._systems.clear()
