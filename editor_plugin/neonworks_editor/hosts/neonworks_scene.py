"""The map: which entities there are, where they are drawn, and which one lies under the mouse.

The engine has no way to pick an entity that works (its own Ctrl+click ends the editor), so this follows what
its renderer does: a sprite in a cell of the grid fills the cell, every other one is centred on its position.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from neonworks_editor.hosts.adapter import Area
from neonworks_editor.hosts.neonworks_contract import (
    Engine,
    EntityLike,
    GridPositionLike,
    RendererLike,
    SpriteLike,
    TransformLike,
    WorldLike,
)
from neonworks_editor.hosts.neonworks_textures import PlacedFrame

__all__ = ["Drawn", "drawn_at", "drawn_entities", "drawn_entity", "screen_area"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """An entity that has a picture, and where it is drawn in the window."""

    entity: EntityLike
    sprite: SpriteLike
    area: Area


def screen_area(
    engine: Engine, renderer: RendererLike, entity: EntityLike, sprite: SpriteLike
) -> Area | None:
    """Where the renderer draws the sprite, in window pixels; None when the entity has no position.

    A frame of ours knows its own place around the sprite's.
    """
    cell: GridPositionLike | None = entity.get_component(engine.grid_position)
    if cell is not None:
        x, y = renderer.camera.grid_to_screen(cell.grid_x, cell.grid_y)
        return Area(int(x), int(y), renderer.tile_size, renderer.tile_size)
    position: TransformLike | None = entity.get_component(engine.transform)
    if position is None:
        return None
    x, y = renderer.camera.world_to_screen(position.x, position.y)
    shown = renderer._sprite_cache.get(sprite.texture)
    if isinstance(shown, PlacedFrame):
        return Area(*shown.get_rect(center=(int(x), int(y))))
    return Area(int(x) - sprite.width // 2, int(y) - sprite.height // 2, sprite.width, sprite.height)


def drawn_entity(engine: Engine, renderer: RendererLike, entity: EntityLike) -> Drawn | None:
    """The entity as it is drawn; None when it is not, for want of a picture or a position."""
    sprite: SpriteLike | None = entity.get_component(engine.sprite)
    if sprite is None or not sprite.visible or not sprite.texture:
        return None
    area = screen_area(engine, renderer, entity, sprite)
    return Drawn(entity, sprite, area) if area is not None else None


def drawn_entities(engine: Engine, renderer: RendererLike, world: WorldLike) -> list[Drawn]:
    """All entities with a picture, in the order in which the renderer draws them: those in front last."""
    found = list(_drawn(engine, renderer, world))
    found.sort(key=lambda drawn: _layer(engine, drawn.entity))
    return found


def _drawn(engine: Engine, renderer: RendererLike, world: WorldLike) -> Iterator[Drawn]:
    for entity in world.get_entities_with_component(engine.sprite):
        drawn = drawn_entity(engine, renderer, entity)
        if drawn is not None:
            yield drawn


def _layer(engine: Engine, entity: EntityLike) -> int:
    cell: GridPositionLike | None = entity.get_component(engine.grid_position)
    return cell.layer if cell is not None else 0


def drawn_at(found: Sequence[Drawn], point: tuple[int, int]) -> Drawn | None:
    """The frontmost of ``found`` under ``point``."""
    for drawn in reversed(found):
        area = drawn.area
        inside_x = area.x <= point[0] < area.x + area.width
        if inside_x and area.y <= point[1] < area.y + area.height:
            return drawn
    return None
