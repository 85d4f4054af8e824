from pathlib import Path

import pygame
import pytest
from neonworks_editor.hosts.standalone_actor import Actor
from neonworks_editor.hosts.standalone_scene import Scene


def _actor(name: str, side: int = 16, colour: tuple[int, int, int] = (255, 0, 0)) -> Actor:
    still = pygame.Surface((side, side), pygame.SRCALPHA)
    still.fill((*colour, 255), (4, 0, side - 8, side))
    return Actor(name, name, Path(f"{name}.png"), still, 0, 0)


def _scene(size: tuple[int, int] = (800, 600)) -> Scene:
    scene = Scene(size)
    scene.add(_actor("far"), (0.5, 0.1))
    scene.add(_actor("near", colour=(0, 0, 255)), (0.5, 0.2))
    return scene


def test_actors_keep_their_share_of_the_ground() -> None:
    scene = _scene()
    before = scene.places()
    scene.resize((1280, 720), covered=500)
    for name, place in scene.places().items():
        assert place == pytest.approx(before[name])
    for actor in scene.actors:
        assert actor.x < (1280 - 500) / scene.zoom


@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (1920, 1080), (200, 3000), (50, 50)])
def test_everybody_is_inside_the_open_part(size: tuple[int, int]) -> None:
    scene = _scene(size)
    scene.add(_actor("left", 40), (0.0, 0.0))
    scene.add(_actor("right", 40), (1.0, 1.0))
    for actor in scene.actors:
        area = scene.area_of(actor)
        if size[0] >= 200:
            assert -scene.zoom <= area.x and area.x + area.width <= size[0] + scene.zoom
        assert area.y + area.height <= size[1]


def test_pixels_are_a_whole_number_of_times_larger() -> None:
    scene = _scene()
    target = pygame.Surface((800, 600))
    scene.render(target)
    assert scene.zoom > 1
    area = scene.area_of(scene.actors[1])
    block = target.subsurface((area.x + 8 * scene.zoom, area.y + 8 * scene.zoom, scene.zoom, scene.zoom))
    assert {tuple(block.get_at((x, y))) for x in range(scene.zoom) for y in range(scene.zoom)} == {
        (0, 0, 255, 255)
    }


def test_who_stands_in_front_is_picked_and_drawn_last() -> None:
    scene = _scene()
    far, near = (pygame.Rect(scene.area_of(actor)) for actor in scene.actors)
    both = far.clip(near).center
    picked = scene.actor_at(both)
    assert picked is not None and picked.id == "near"
    target = pygame.Surface((800, 600))
    scene.render(target)
    assert target.get_at(both) == pygame.Color(0, 0, 255)
    assert scene.actor_at((0, 0)) is None


def test_an_opaque_pixel_is_picked_through_the_empty_edge_of_another() -> None:
    scene = Scene((800, 600))
    scene.add(_actor("back"), (0.5, 0.1))
    scene.add(_actor("front"), (0.5, 0.1))
    front = scene.actors[1]
    front.x += 6
    area = scene.area_of(front)
    point = (area.x + 1 * scene.zoom, area.y + 8 * scene.zoom)
    picked = scene.actor_at(point)
    assert picked is not None and picked.id == "back"


def test_the_picked_actor_is_marked() -> None:
    scene, plain, marked = _scene(), pygame.Surface((800, 600)), pygame.Surface((800, 600))
    scene.render(plain)
    scene.selected = "far"
    scene.render(marked)
    assert pygame.image.tobytes(plain, "RGB") != pygame.image.tobytes(marked, "RGB")


def test_time_passes_for_everybody() -> None:
    scene = _scene()
    scene.advance(0.5)
    assert scene.find("far") is scene.actors[0]
    assert scene.find(None) is None
    assert scene.background().get_width() >= 800 // scene.zoom
