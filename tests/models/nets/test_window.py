import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.nets.window import TALLEST, Window
from neonworks_models.sprites.sprite import RGBA


def picture(rows: int, columns: int, seed: int = 0) -> RGBA:
    return np.random.default_rng(seed).integers(0, 256, (rows, columns, 4)).astype(np.uint8)


@given(
    st.integers(8, 300),
    st.integers(8, 300),
    st.floats(0.1, 1.0),
    st.floats(0.2, 1.0),
    st.floats(0.1, 0.9),
)
def test_every_canvas_lies_inside_and_comes_back(
    rows: int, columns: int, tall: float, low: float, across: float
) -> None:
    foot, core = max(1, round(rows * low)), columns * across
    window = Window.around((rows, columns), max(1.0, foot * tall), foot, core)
    assert window.height % 8 == window.width % 8 == 0
    still = picture(rows, columns)
    laid = window.native(still)
    assert laid.shape == (window.height * window.block, window.width * window.block, 4)
    assert np.array_equal(window.back(laid, (rows, columns)), still)
    assert (window.foot - 0) * window.block == window.top + foot
    assert window.core * window.block == window.left + math.floor(core + 0.5)


def test_a_frame_of_the_artists_sets_is_seen_as_in_training() -> None:
    window = Window.around((64, 64), 50.0, 62, 32.0)
    assert (window.block, window.height, window.width, window.top, window.left) == (1, 64, 64, 0, 0)
    assert (window.foot, window.core) == (62, 32)


@pytest.mark.parametrize(
    ("figure", "block"), [(16.0, 1), (float(TALLEST), 1), (TALLEST + 1.0, 2), (240.0, 4)]
)
def test_tall_figures_are_seen_in_blocks(figure: float, block: int) -> None:
    window = Window.around((256, 256), figure, 250, 128.0)
    assert window.block == block
    assert figure / window.block <= TALLEST


def test_blocks_move_whole() -> None:
    window = Window.around((130, 130), 120.0, 128, 64.0)
    laid = window.native(picture(130, 130))
    none = np.zeros((window.height, window.width), np.int64)
    assert np.array_equal(window.moved(laid, none, none), laid)
    moved = window.moved(laid, none + 1, none - 2)
    assert np.array_equal(moved[:-2, 4:], laid[2:, :-4])
    assert not moved[-2:].any()
    assert not moved[:, :4].any()


def test_a_block_is_read_at_its_middle() -> None:
    window = Window.around((130, 130), 120.0, 128, 64.0)
    indices = np.arange(window.height * 2)[:, None] * np.ones((1, window.width * 2), np.int64)
    assert window.blocks(indices.astype(np.uint8))[:3, 0].tolist() == [1, 3, 5]
