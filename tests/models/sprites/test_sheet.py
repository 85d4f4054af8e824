"""Grids that are found, said, or not there."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neonworks_models.sprites.sheet import Grid, cut_rows, find_grid
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.errors import AnimatorError, BadRequest, BadSprite
from neonworks_protocol.vocabulary import Action, Direction

from tests.fakes.strips import played_strip, sheet_of


@pytest.mark.parametrize("count", [2, 3, 6, 8, 13])
def test_a_strip_of_one_row(count: int) -> None:
    frames = played_strip(count=count)[2]
    assert find_grid(sheet_of([frames])) == Grid(64, 64, count, 1)


def test_several_rows_of_different_lengths() -> None:
    rows = [
        played_strip(view, action, count)[2]
        for view, action, count in (
            (Direction.UP, Action.WALK, 8),
            (Direction.RIGHT, Action.RUN, 6),
            (Direction.DOWN, Action.IDLE, 3),
        )
    ]
    sheet = sheet_of(rows)
    grid = find_grid(sheet)
    assert grid == Grid(64, 64, 8, 3)
    cut = cut_rows(sheet, grid)
    assert [len(row) for row in cut] == [8, 6, 3]
    assert np.array_equal(cut[1][5], rows[1][5])


def test_frames_that_are_not_square() -> None:
    frames = [frame[:, 12:52] for frame in played_strip(count=6)[2]]
    assert find_grid(sheet_of([frames])) == Grid(40, 64, 6, 1)


def test_a_size_or_a_number_of_columns_that_is_said_wins() -> None:
    sheet = sheet_of([played_strip(count=6)[2]])
    assert find_grid(sheet, size=(128, 64)) == Grid(128, 64, 3, 1)
    assert find_grid(sheet, columns=3).columns == 3


@pytest.mark.parametrize("size", [(60, 64), (4, 4), (64, 1024)])
def test_sizes_that_cannot_be(size: tuple[int, int]) -> None:
    with pytest.raises(BadRequest):
        find_grid(sheet_of([played_strip(count=4)[2]]), size=size)


def test_an_empty_sheet_and_one_without_a_grid() -> None:
    with pytest.raises(BadSprite, match="opaque"):
        find_grid(np.zeros((64, 128, 4), np.uint8))
    with pytest.raises(BadSprite, match="how large one frame is"):
        find_grid(np.full((13, 17, 4), 255, np.uint8))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 300), st.integers(1, 300), st.integers(0, 2**32 - 1))
def test_any_picture_gives_a_grid_that_divides_it_or_one_clear_error(
    width: int, height: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    sheet: RGBA = np.zeros((height, width, 4), np.uint8)
    sheet[random.random((height, width)) < random.random()] = 255
    try:
        grid = find_grid(sheet)
    except AnimatorError as error:
        assert "\n" not in error.message
        return
    assert (grid.width * grid.columns, grid.height * grid.rows) == (width, height)
    assert all(frame.shape[:2] == (grid.height, grid.width) for row in cut_rows(sheet, grid) for frame in row)
