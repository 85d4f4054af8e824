"""Where entities are drawn."""

import pygame
import pytest
from neonworks_editor.hosts.neonworks_contract import Engine
from neonworks_editor.hosts.neonworks_scene import Drawn, drawn_at, drawn_entities

from tests.fakes.neonworks_editors import Editor


def drawn(editor: Editor) -> list[Drawn]:
    return drawn_entities(Engine.of(editor.world), editor.renderer, editor.world)


@pytest.mark.parametrize("camera", [(0, 0), (37, -21)])
@pytest.mark.parametrize("size", [32, 47, 64])
def test_the_area_is_where_the_pixels_are(editor: Editor, camera: tuple[int, int], size: int) -> None:
    editor.renderer.camera.x, editor.renderer.camera.y = camera
    editor.entity(x=20, y=10, size=size)
    picture = editor.map_picture()
    found = pygame.mask.from_threshold(picture, (255, 0, 0), (1, 1, 1, 255))
    box: pygame.Rect = found.get_bounding_rects()[0]  # type: ignore[assignment]
    (only,) = drawn(editor)
    area = pygame.Rect(*only.area)
    assert area.size == (size, size)
    assert area.contains(box)
    assert abs(area.centerx - box.centerx) <= 1
    assert abs(area.centery - box.centery) <= 1


def test_what_is_not_drawn_is_not_listed(editor: Editor) -> None:
    ecs = editor.part("core.ecs")
    editor.world.create_entity().add_component(ecs.Sprite("characters/hero.png"))
    editor.sprite(editor.entity()).visible = False
    editor.sprite(editor.entity()).texture = ""
    editor.world.create_entity().add_component(ecs.Transform(1, 1))
    assert drawn(editor) == []


def test_layers_decide_who_is_in_front(editor: Editor) -> None:
    ecs = editor.part("core.ecs")
    for layer in (3, 1, 2):
        entity = editor.world.create_entity()
        entity.add_component(ecs.GridPosition(0, 0, layer))
        entity.add_component(ecs.Sprite("characters/hero.png"))
    found = drawn(editor)
    assert [one.entity.get_component(ecs.GridPosition).layer for one in found] == [1, 2, 3]
    assert drawn_at(found, (645, 365)) is found[-1]
    assert drawn_at(found, (639, 365)) is None
    assert drawn_at(found, (640 + 32, 365)) is None
