import numpy as np
from neonworks_models.looks.neatness import Inks, grounded, without_specks
from neonworks_models.sprites.palette import outline_colour
from neonworks_models.sprites.sprite import Sprite

from tests.fakes.stills import example

SLIME = example("slime").sprite


def test_a_gap_in_the_outline_is_closed() -> None:
    inks = Inks(SLIME.rgba, outline_colour(SLIME.rgba))
    assert np.array_equal(inks.mended(SLIME.rgba), SLIME.rgba)
    torn = SLIME.rgba.copy()
    row = int(np.flatnonzero(SLIME.opaque.any(axis=1))[0])
    torn[row] = 0
    bare = torn[row + 1][torn[row + 1, :, 3] > 0]
    closed = inks.mended(torn)[row + 1][torn[row + 1, :, 3] > 0]
    assert not np.array_equal(bare, closed)
    assert {tuple(pixel) for pixel in closed[:, :3]} == {outline_colour(SLIME.rgba)}


def test_a_sprite_without_an_outline_gets_none() -> None:
    rgba = np.zeros((8, 8, 4), np.uint8)
    rgba[2:6, 2:6] = (200, 100, 100, 255)
    assert np.array_equal(Inks(rgba, None).mended(rgba), rgba)


def test_loose_pixels_go_unless_the_sprite_has_some() -> None:
    speck = SLIME.rgba.copy()
    speck[0, 0] = (1, 2, 3, 255)
    assert np.array_equal(without_specks(speck, SLIME), SLIME.rgba)
    assert np.array_equal(without_specks(speck, Sprite.from_rgba(speck)), speck)


def test_feet_come_back_to_the_ground() -> None:
    foot = int(np.flatnonzero(SLIME.opaque.any(axis=1))[-1]) + 1
    for sunk in (-2, 3):
        moved = np.roll(SLIME.rgba, -sunk, axis=0)
        moved = grounded(moved, foot)
        assert np.flatnonzero((moved[..., 3] > 0).any(axis=1))[-1] + 1 == foot
    empty = np.zeros((4, 4, 4), np.uint8)
    assert np.array_equal(grounded(empty, 3), empty)
