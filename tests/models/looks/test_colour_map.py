import numpy as np
from neonworks_models.looks.colour_map import ColourMap, codes_in, lab_of

PICTURE = np.array([[[10, 20, 30, 255], [1, 2, 3, 128], [9, 9, 9, 255], [0, 0, 0, 0]]], np.uint8)


def test_known_colours_change_and_everything_else_stays() -> None:
    codes = codes_in(PICTURE[0, :2])
    order = np.argsort(codes)
    new = np.array([[200, 0, 0], [0, 200, 0]], np.uint8)
    drawn = ColourMap(codes[order], new[order]).drawn(PICTURE)
    assert drawn.tolist() == [[[200, 0, 0, 255], [0, 200, 0, 128], [9, 9, 9, 255], [0, 0, 0, 0]]]


def test_a_colour_that_stays_stays_to_the_last_bit() -> None:
    codes = np.arange(0, 1 << 24, 99_991)
    start = lab_of(codes)
    assert np.array_equal(codes_in(ColourMap.towards(codes, start, start.copy()).colours), codes)
