import numpy as np
import pytest
from neonworks_models.sprites.sprite import Sprite


def test_hidden_colours_are_cleared_so_that_equal_pictures_are_equal() -> None:
    first, second = np.zeros((4, 5, 4), np.uint8), np.zeros((4, 5, 4), np.uint8)
    first[0, 0] = (9, 9, 9, 0)
    assert Sprite.from_rgba(first).sha256 == Sprite.from_rgba(second).sha256
    second[0, 0] = (0, 0, 0, 1)
    assert Sprite.from_rgba(first).sha256 != Sprite.from_rgba(second).sha256


def test_size_is_part_of_the_identity() -> None:
    flat = np.zeros((2, 6, 4), np.uint8)
    assert Sprite.from_rgba(flat).sha256 != Sprite.from_rgba(flat.reshape(3, 4, 4)).sha256


def test_a_sprite_cannot_be_changed_through_its_source_or_itself() -> None:
    source = np.full((3, 3, 4), 200, np.uint8)
    sprite = Sprite.from_rgba(source)
    source[:] = 0
    assert sprite.opaque.all()
    with pytest.raises(ValueError, match="read-only"):
        sprite.rgba[0, 0] = 1


def test_mirror_and_threshold() -> None:
    rgba = np.zeros((2, 3, 4), np.uint8)
    rgba[0, 0] = (5, 5, 5, 128)
    rgba[1, 0] = (5, 5, 5, 127)
    mirrored = Sprite.from_rgba(rgba).mirrored()
    assert (mirrored.width, mirrored.height) == (3, 2)
    assert mirrored.opaque.tolist() == [[False, False, True], [False, False, False]]
