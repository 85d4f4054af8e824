import pygame
import pytest
from neonworks_editor.hosts.standalone_ground import HORIZON, draw_ground


def test_the_same_size_gives_the_same_picture() -> None:
    first, second = (pygame.image.tobytes(draw_ground((120, 80)), "RGB") for _ in range(2))
    assert first == second


def test_there_is_sky_above_and_grass_below() -> None:
    ground = draw_ground((120, 100))
    for x in range(0, 120, 7):
        red, _, blue, _ = ground.get_at((x, 2))
        assert blue > red
        red, green, blue, _ = ground.get_at((x, 98))
        assert green > red and green > blue
    assert 0.3 < HORIZON < 0.6


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (300, 2)])
def test_every_size_can_be_drawn(size: tuple[int, int]) -> None:
    assert draw_ground(size).get_size() == size
