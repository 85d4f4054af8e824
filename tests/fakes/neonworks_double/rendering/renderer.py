"""Draws sprites from a cache of its own, scaled to what the sprite says; world (0, 0) is mid-window."""

from typing import Any

import pygame

from tests.fakes.neonworks_double.core.ecs import GridPosition, Sprite, Transform, World
from tests.fakes.neonworks_double.rendering.assets import AssetManager

__all__ = ["Camera", "Renderer"]


class Camera:
    def __init__(self, width: int, height: int, tile_size: int) -> None:
        self.x, self.y = 0.0, 0.0
        self._middle = (width / 2, height / 2)
        self._tile = tile_size

    def world_to_screen(self, x: float, y: float) -> tuple[int, int]:
        return int(x - self.x + self._middle[0]), int(y - self.y + self._middle[1])

    def grid_to_screen(self, x: int, y: int) -> tuple[int, int]:
        return self.world_to_screen(x * self._tile, y * self._tile)


class Renderer:
    def __init__(self, width: int, height: int, tile_size: int = 32) -> None:
        pygame.init()
        self.screen = pygame.display.set_mode((width, height))
        self.tile_size = tile_size
        self.camera = Camera(width, height, tile_size)
        self.asset_manager = AssetManager()
        self._sprite_cache: dict[str, pygame.Surface] = {}

    def clear(self) -> None:
        self.screen.fill((0, 0, 0))

    def present(self) -> None:
        pygame.display.flip()

    def render_world(self, world: World) -> None:
        entities = world.get_entities_with_component(Sprite)
        entities.sort(key=lambda entity: getattr(entity.get_component(GridPosition), "layer", 0))
        for entity in entities:
            sprite = entity.get_component(Sprite)
            cell, position = entity.get_component(GridPosition), entity.get_component(Transform)
            if sprite.visible and cell:
                corner = self.camera.grid_to_screen(cell.grid_x, cell.grid_y)
                self.screen.blit(self._scaled(sprite, (self.tile_size, self.tile_size)), corner)
            elif sprite.visible and position:
                picture = self._scaled(sprite, (sprite.width, sprite.height))
                middle = self.camera.world_to_screen(position.x, position.y)
                self.screen.blit(picture, picture.get_rect(center=middle))

    def _scaled(self, sprite: Any, size: tuple[int, int]) -> pygame.Surface:
        if sprite.texture not in self._sprite_cache:
            self._sprite_cache[sprite.texture] = self.asset_manager.load_sprite(sprite.texture)
        picture = self._sprite_cache[sprite.texture]
        if (picture.get_width(), picture.get_height()) != size:
            return pygame.transform.scale(picture, size)
        return picture
