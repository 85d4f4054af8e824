"""Boxes have smooth corners, true edges, and are drawn once."""

import pygame
from neonworks_editor.ui.shapes import Shapes, SurfaceStore, clipped

from tests.fakes.ui_bench import rgb


def _canvas() -> pygame.Surface:
    surface = pygame.Surface((60, 40))
    surface.fill((10, 10, 10))
    return surface


def test_a_box_fills_its_rect_and_rounds_its_corners() -> None:
    surface, rect = _canvas(), pygame.Rect(5, 5, 50, 30)
    Shapes().box(surface, rect, 8, (200, 0, 0))
    assert rgb(surface, rect.topleft) == (10, 10, 10)
    assert rgb(surface, (30, 5)) == rgb(surface, (5, 20)) == (200, 0, 0)
    assert rgb(surface, (4, 20)) == rgb(surface, (55, 20)) == (10, 10, 10)
    corner = [surface.get_at((x, 5))[0] for x in range(5, 14)]
    assert corner == sorted(corner) and len(set(corner)) > 3, "smooth"


def test_corners_are_alike() -> None:
    surface, rect = _canvas(), pygame.Rect(5, 5, 50, 30)
    Shapes().box(surface, rect, 9, (200, 0, 0), (0, 200, 0), 2)
    turned = pygame.transform.rotate(surface, 180)
    assert pygame.image.tobytes(turned, "RGB") == pygame.image.tobytes(surface, "RGB")


def test_borders_lie_inside() -> None:
    surface, rect = _canvas(), pygame.Rect(5, 5, 50, 30)
    Shapes().box(surface, rect, 6, (200, 0, 0), (0, 200, 0), 2)
    assert [rgb(surface, (30, y)) for y in (4, 5, 6, 7)] == [
        (10, 10, 10), (0, 200, 0), (0, 200, 0), (200, 0, 0),
    ]  # fmt: skip
    hollow = _canvas()
    Shapes().box(hollow, rect, 6, None, (0, 200, 0), 2)
    assert rgb(hollow, (30, 20)) == (10, 10, 10)


def test_nothing_breaks_on_tiny_boxes() -> None:
    surface = _canvas()
    for size in ((0, 0), (1, 1), (2, 9), (9, 1)):
        Shapes().box(surface, pygame.Rect((3, 3), size), 8, (1, 1, 1), (2, 2, 2), 1)


def test_shadow_veil_checker_disc() -> None:
    surface, shapes = _canvas(), Shapes()
    surface.fill((100, 100, 100))
    shapes.shadow(surface, pygame.Rect(20, 15, 20, 10), 8)
    assert surface.get_at((30, 28))[0] < 100
    shapes.veil(surface, pygame.Rect(0, 0, 10, 10))
    assert surface.get_at((2, 2))[0] < 80
    shapes.checker(surface, pygame.Rect(0, 0, 8, 8), 4, (1, 1, 1), (2, 2, 2))
    assert [surface.get_at((x, 0))[0] for x in (0, 4)] == [2, 1]
    shapes.disc(surface, (50, 10), 4, (200, 0, 0))
    assert rgb(surface, (50, 10)) == (200, 0, 0)


def test_the_store_is_bounded_and_keeps_what_is_used() -> None:
    store = SurfaceStore(2)
    first = store.get("a", lambda: pygame.Surface((1, 1)))
    store.get("b", lambda: pygame.Surface((1, 1)))
    assert store.get("a", lambda: pygame.Surface((1, 1))) is first
    store.get("c", lambda: pygame.Surface((1, 1)))
    assert len(store) == 2
    assert store.get("a", lambda: pygame.Surface((1, 1))) is first


def test_clips_nest_and_end() -> None:
    surface = _canvas()
    with (
        clipped(surface, pygame.Rect(0, 0, 10, 10)) as outer,
        clipped(surface, pygame.Rect(5, 5, 50, 50)) as inner,
    ):
        assert outer and inner and surface.get_clip() == pygame.Rect(5, 5, 5, 5)
    with clipped(surface, pygame.Rect(100, 0, 5, 5)) as seen:
        assert not seen
    assert surface.get_clip() == surface.get_rect()
