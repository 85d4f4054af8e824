import numpy as np
from neonworks_models.sprites.palette import outline_colour, palette_of


def figure(border: tuple[int, int, int]) -> np.ndarray:
    rgba = np.zeros((20, 20, 4), np.uint8)
    rgba[4:16, 4:16] = (*border, 255)
    rgba[5:15, 5:15] = (200, 60, 60, 255)
    return rgba


def test_palette_is_ordered_by_use_and_leaves_faint_pixels_out() -> None:
    rgba = figure((10, 10, 14))
    rgba[7, 7:10] = (0, 0, 255, 255)
    rgba[0, 0] = (1, 2, 3, 127)
    assert palette_of(rgba) == ((200, 60, 60), (10, 10, 14), (0, 0, 255))


def test_ties_are_ordered_by_value() -> None:
    rgba = np.zeros((2, 2, 4), np.uint8)
    rgba[0], rgba[1] = (9, 0, 0, 255), (3, 5, 0, 255)
    assert palette_of(rgba) == ((3, 5, 0), (9, 0, 0))


def test_dark_border_is_an_outline() -> None:
    assert outline_colour(figure((10, 10, 14))) == (10, 10, 14)
    tinted = figure((30, 12, 20))
    tinted[4, 4:12] = (38, 20, 26, 255)
    assert outline_colour(tinted) == (30, 12, 20)


def test_bright_or_mixed_borders_are_none() -> None:
    assert outline_colour(figure((240, 240, 240))) is None
    mixed = figure((10, 10, 14))
    mixed[4:16:2] = np.where(mixed[4:16:2, :, 3:] > 0, np.array((220, 200, 60, 255), np.uint8), 0)
    mixed[4:16, 4] = mixed[4:16, 15] = (90, 200, 60, 255)
    assert outline_colour(mixed) is None
    assert outline_colour(np.zeros((8, 8, 4), np.uint8)) is None
