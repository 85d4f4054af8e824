"""Darker shades that are colours of the sprite."""

import numpy as np
from neonworks_models.draft.raster import pack_pixels, unpack_pixels
from neonworks_models.draft.shades import Shades

_RAMP = np.array([[[40, 20, 10, 255], [120, 60, 30, 255], [200, 100, 50, 255]]], np.uint8)


def test_a_colour_becomes_the_nearest_darker_one_of_the_sprite() -> None:
    picture = pack_pixels(_RAMP)
    darker = unpack_pixels(Shades(picture).darker(picture, 0.6))
    assert darker.tolist() == [[[40, 20, 10, 255], [40, 20, 10, 255], [120, 60, 30, 255]]]


def test_clear_pixels_stay_clear_even_where_the_sprite_has_none() -> None:
    art = pack_pixels(_RAMP).copy()
    art[0, 1] = 0
    assert Shades(pack_pixels(_RAMP)).darker(art, 0.5)[0, 1] == 0
