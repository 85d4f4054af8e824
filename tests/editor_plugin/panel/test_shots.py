"""Pictures are enlarged whole, cut to the view where they are large, and lined up by the still."""

import pygame
import pytest
from neonworks_editor.panel.camera import Camera
from neonworks_editor.panel.pictures import PictureStore
from neonworks_editor.panel.shots import Shot, Tint, draw_shot


def _dot(size: tuple[int, int], at: tuple[int, int]) -> pygame.Surface:
    picture = pygame.Surface(size, pygame.SRCALPHA)
    picture.set_at(at, (255, 0, 0, 255))
    return picture


def _red(surface: pygame.Surface) -> pygame.Rect:
    rects: list[pygame.Rect] = pygame.mask.from_threshold(
        surface, (255, 0, 0), (1, 1, 1)
    ).get_bounding_rects()  # type: ignore[assignment]
    return rects[0]


@pytest.mark.parametrize("zoom", [1.0, 4.0, 32.0])
def test_a_pixel_becomes_a_square_of_the_zoom(zoom: float) -> None:
    surface, view = pygame.Surface((200, 100)), pygame.Rect(0, 0, 200, 100)
    camera = Camera(zoom=zoom, fitted=False)
    shot = Shot("a", _dot((8, 8), (4, 4)))
    draw_shot(surface, view, shot, camera=camera, canvas=(8, 8), still_offset=(0, 0), store=PictureStore())
    square = _red(surface).clip(view)
    left, top = camera.to_view((4, 4), (8, 8), view.size)
    assert square.topleft == (left, top)
    assert square.width == min(zoom, 200 - left)


def test_pictures_of_other_canvases_line_up_by_the_still() -> None:
    places = []
    for size, at, offset in (((8, 8), (3, 3), (0, 0)), ((16, 12), (5, 4), (2, 1))):
        surface = pygame.Surface((120, 120))
        shot = Shot(str(size), _dot(size, at), offset)
        draw_shot(
            surface,
            surface.get_rect(),
            shot,
            camera=Camera(zoom=4.0, fitted=False),
            canvas=(8, 8),
            still_offset=(0, 0),
            store=PictureStore(),
        )
        places.append(_red(surface).topleft)
    assert places[0] == places[1]


def test_a_huge_zoom_makes_no_huge_picture() -> None:
    store = PictureStore()
    surface = pygame.Surface((100, 100))
    shot = Shot("large", pygame.Surface((512, 512), pygame.SRCALPHA))
    camera = Camera(zoom=32.0, fitted=False)
    draw_shot(
        surface, surface.get_rect(), shot, camera=camera, canvas=(512, 512), still_offset=(0, 0), store=store
    )
    assert store.size_bytes < 4 * 300 * 300


def test_onion_skins_are_tinted_and_pale() -> None:
    colours = set()
    for tint in Tint:
        surface = pygame.Surface((40, 40))
        picture = pygame.Surface((4, 4), pygame.SRCALPHA)
        picture.fill((200, 200, 200, 255))
        camera = Camera(zoom=4.0, fitted=False)
        shot = Shot("s", picture)
        draw_shot(
            surface,
            surface.get_rect(),
            shot,
            camera=camera,
            canvas=(4, 4),
            still_offset=(0, 0),
            store=PictureStore(),
            tint=tint,
        )
        colours.add(tuple(surface.get_at((20, 20)))[:3])
    assert len(colours) == 3
