import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.nets.indexed import COLOURS, StillPalette, codes_of, nearest_colours
from neonworks_models.sprites.sprite import RGBA


def picture(seed: int, colours: int, side: int = 12) -> RGBA:
    random = np.random.default_rng(seed)
    rgba = np.zeros((side, side, 4), np.uint8)
    table = random.permutation(1 << 12)[:colours]
    chosen = table[random.integers(0, colours, (side, side))]
    rgba[..., 0], rgba[..., 1], rgba[..., 2] = chosen >> 8 << 4, (chosen >> 4 & 15) << 4, (chosen & 15) << 4
    rgba[..., 3] = np.where(random.random((side, side)) < 0.7, 255, 0)
    rgba[rgba[..., 3] == 0] = 0
    rgba[0, 0] = (255, 1, 2, 255)
    return rgba


@given(st.integers(0, 2**32), st.integers(1, 40))
def test_a_still_of_few_colours_is_read_and_drawn_exactly(seed: int, colours: int) -> None:
    still = picture(seed, colours)
    palette = StillPalette.of(still)
    assert np.array_equal(palette.draw(palette.read(still)), still)


def test_frequent_colours_come_first_and_clear_is_zero() -> None:
    still = np.zeros((2, 3, 4), np.uint8)
    still[0] = (9, 8, 7, 255)
    still[1, 0] = (1, 2, 3, 255)
    palette = StillPalette.of(still)
    assert palette.count == 2
    assert palette.read(still).tolist() == [[1, 1, 1], [2, 0, 0]]


def test_many_colours_are_read_as_their_nearest_and_restored_where_copied() -> None:
    still = picture(3, 400, side=40)
    palette = StillPalette.of(still)
    indices = palette.read(still)
    assert palette.count == COLOURS - 1
    assert indices.max() == COLOURS - 1
    assert not np.array_equal(palette.draw(indices), still)
    assert np.array_equal(palette.restore(indices, [still]), still)


def test_restored_pixels_come_from_the_first_picture_that_shows_the_same() -> None:
    still, other = picture(3, 400, side=40), picture(3, 400, side=40)[::-1]
    palette = StillPalette.of(still)
    indices = palette.read(other)
    restored = palette.restore(indices, [still, other])
    same = palette.read(still) == indices
    assert np.array_equal(restored[same], still[same] * (indices[same] > 0)[:, None])
    assert np.array_equal(restored[~same], other[~same] * (indices[~same] > 0)[:, None])


def test_an_empty_still_has_no_palette() -> None:
    with pytest.raises(ValueError, match="opaque"):
        StillPalette.of(np.zeros((3, 3, 4), np.uint8))


def test_nearest_by_sum_of_differences_and_first_of_equals() -> None:
    among = np.array([[0, 0, 0], [10, 10, 10], [10, 10, 10]])
    assert nearest_colours(np.array([[1, 2, 0], [9, 9, 9]]), among).tolist() == [0, 1]


def test_half_transparent_pixels_count_from_alpha_128() -> None:
    rgba = np.array([[[1, 2, 3, 127], [1, 2, 3, 128]]], np.uint8)
    assert codes_of(rgba).tolist() == [[-1, 0x010203]]
