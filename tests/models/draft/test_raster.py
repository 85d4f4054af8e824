"""Drawing pieces: Scale2x, copying with borders, turning about a bone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from neonworks_models.draft.raster import (
    BoneMove,
    Packed,
    Piece,
    pack_pixels,
    scale2x,
    stamp_moved,
    stamp_turned,
    unpack_pixels,
)
from neonworks_models.sprites.sprite import RGBA
from numpy.typing import NDArray

_shapes = st.tuples(st.integers(1, 12), st.integers(1, 12))
_rgba = _shapes.flatmap(lambda shape: arrays(np.uint8, (*shape, 4)))
_art = _shapes.flatmap(lambda shape: arrays(np.uint32, shape, elements=st.integers(0, 3)))

ARROW = np.array(
    [
        [0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 1, 2, 2, 1, 0, 0],
        [0, 0, 1, 2, 2, 1, 0, 0],
        [0, 0, 1, 2, 2, 1, 0, 0],
        [0, 0, 1, 2, 2, 1, 3, 0],
        [0, 0, 1, 2, 2, 1, 3, 0],
        [0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0],
    ],
    dtype=np.uint32,
)


def cut(art: Packed) -> Piece:
    piece = Piece.cut(art, art != 0)
    assert piece is not None
    return piece


def bone(x0: float, y0: float, x1: float, y1: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.array([x0, y0]), np.array([x1, y1])


@given(rgba=_rgba)
def test_packing_loses_nothing(rgba: RGBA) -> None:
    packed = pack_pixels(rgba)
    assert packed.shape == rgba.shape[:2]
    assert np.array_equal(unpack_pixels(packed), rgba)


def test_packing_takes_a_picture_that_is_not_contiguous() -> None:
    rgba = np.arange(6 * 5 * 4, dtype=np.uint8).reshape(6, 5, 4)
    view = rgba[::-1, 1::2]
    assert np.array_equal(unpack_pixels(pack_pixels(view)), view)


def test_clear_pixels_pack_to_zero() -> None:
    assert pack_pixels(np.zeros((2, 3, 4), np.uint8)).max() == 0
    assert pack_pixels(np.full((1, 1, 4), (0, 0, 0, 255), np.uint8))[0, 0] != 0


@given(art=_art)
def test_scale2x_doubles_without_new_colours(art: Packed) -> None:
    large = scale2x(art)
    assert large.shape == (2 * art.shape[0], 2 * art.shape[1])
    assert large.dtype == art.dtype
    assert set(np.unique(large)) <= set(np.unique(art))


@given(art=_art)
def test_scale2x_keeps_every_pixel_whose_neighbours_do_not_agree_around_it(art: Packed) -> None:
    """A pixel with equal neighbours across (above and below, or beside) has no corner to round."""
    large = scale2x(art)
    padded = np.pad(art, 1, mode="edge")
    flat = (padded[:-2, 1:-1] == padded[2:, 1:-1]) | (padded[1:-1, :-2] == padded[1:-1, 2:])
    for dy in (0, 1):
        for dx in (0, 1):
            assert np.array_equal(large[dy::2, dx::2][flat], art[flat])


@given(art=_art)
def test_scale2x_treats_all_sides_alike(art: Packed) -> None:
    assert np.array_equal(scale2x(art[:, ::-1]), scale2x(art)[:, ::-1])
    assert np.array_equal(scale2x(art[::-1]), scale2x(art)[::-1])
    assert np.array_equal(scale2x(art.T.copy()), scale2x(art).T)


def test_scale2x_rounds_a_step() -> None:
    step = np.array([[1, 0, 0], [1, 1, 0], [1, 1, 1]], dtype=np.uint32)
    plain = np.repeat(np.repeat(step, 2, axis=0), 2, axis=1)
    assert (scale2x(step) != plain).sum() > 0


def test_a_piece_holds_exactly_what_was_kept() -> None:
    keep = ARROW == 1
    piece = Piece.cut(ARROW, keep)
    assert piece is not None
    canvas = np.zeros_like(ARROW)
    stamp_moved(canvas, piece, 0, 0)
    assert np.array_equal(canvas, np.where(keep, ARROW, 0))


def test_nothing_kept_is_no_piece() -> None:
    assert Piece.cut(ARROW, np.zeros(ARROW.shape, bool)) is None
    assert Piece.cut(ARROW, ARROW == 0) is None, "clear pixels are nothing"


@given(art=_art, dx=st.integers(-15, 15), dy=st.integers(-15, 15))
def test_moving_is_a_shift_that_the_border_clips(art: Packed, dx: int, dy: int) -> None:
    piece = Piece.cut(art, art != 0)
    if piece is None:
        return
    canvas = np.full(art.shape, 9, dtype=np.uint32)
    stamp_moved(canvas, piece, dx, dy)
    height, width = art.shape
    for y in range(height):
        for x in range(width):
            inside = 0 <= y - dy < height and 0 <= x - dx < width
            source = art[y - dy, x - dx] if inside else 0
            assert canvas[y, x] == (source or 9)


def test_a_bone_that_stays_redraws_its_piece() -> None:
    start, end = bone(4, 6, 4, 1)
    canvas = np.zeros_like(ARROW)
    stamp_turned(canvas, cut(ARROW), BoneMove(start, end, start, end))
    assert np.array_equal(canvas, ARROW)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_quarter_turns_keep_every_flat_pixel(angle: int) -> None:
    """Turned about the middle of the picture, as ``np.rot90`` has it; only rounded corners may differ."""
    start, end = bone(4, 4, 4, 1)
    direction = {90: (3, 0), 180: (0, 3), 270: (-3, 0)}[angle]
    canvas = np.zeros_like(ARROW)
    move = BoneMove(start, end, start, start + np.array(direction, dtype=np.float64))
    stamp_turned(canvas, cut(ARROW), move)
    expected = np.rot90(ARROW, -angle // 90)
    assert (canvas != expected).sum() <= 4
    assert np.array_equal(canvas == 2, expected == 2)


def test_a_longer_bone_stretches_its_piece() -> None:
    column = np.zeros((20, 9), np.uint32)
    column[6:10, 3:6] = 5
    start, end = bone(4.5, 6, 4.5, 10)
    canvas = np.zeros_like(column)
    stamp_turned(canvas, cut(column), BoneMove(start, end, start, np.array([4.5, 14.0])))
    ys, xs = np.nonzero(canvas)
    assert (ys.min(), ys.max() + 1) == (6, 14)
    assert (xs.min(), xs.max() + 1) == (3, 6)


def test_what_lies_beyond_a_bone_is_not_stretched() -> None:
    """A hand below the wrist keeps its size when the forearm grows."""
    column = np.zeros((24, 9), np.uint32)
    column[4:8, 3:6], column[8:11, 3:6] = 5, 6
    start, end = bone(4.5, 4, 4.5, 8)
    canvas = np.zeros_like(column)
    stamp_turned(canvas, cut(column), BoneMove(start, end, start, np.array([4.5, 12.0])))
    assert np.flatnonzero((canvas == 6).any(axis=1)).tolist() == [12, 13, 14]


@given(
    art=_art,
    x=st.floats(-20, 30),
    y=st.floats(-20, 30),
    ex=st.floats(-20, 30),
    ey=st.floats(-20, 30),
)
def test_any_turn_paints_own_colours_inside_the_canvas(
    art: Packed, x: float, y: float, ex: float, ey: float
) -> None:
    piece = Piece.cut(art, art != 0)
    if piece is None:
        return
    canvas = np.zeros((14, 10), np.uint32)
    start, end = bone(2, 2, 2, 8)
    stamp_turned(canvas, piece, BoneMove(start, end, *bone(x, y, ex, ey)))
    assert set(np.unique(canvas)) <= set(np.unique(art)) | {0}


def test_a_bone_without_length_in_the_still_keeps_its_piece() -> None:
    """Joints placed by hand, or kept within a tiny figure, can coincide."""
    start, end = bone(4, 3, 4, 3)
    canvas = np.zeros((20, 20), np.uint32)
    stamp_turned(canvas, cut(ARROW), BoneMove(start, end, np.array([10.0, 8.0]), np.array([10.0, 9.0])))
    assert (canvas != 0).sum() >= (ARROW != 0).sum()


def test_a_bone_that_vanishes_keeps_what_lies_beyond_it() -> None:
    start, end = bone(4, 6, 4, 4)
    canvas = np.zeros_like(ARROW)
    stamp_turned(canvas, cut(ARROW), BoneMove(start, end, start, start))
    assert 0 < (canvas != 0).sum() < (ARROW != 0).sum()


def test_a_piece_far_outside_is_dropped() -> None:
    canvas = np.zeros_like(ARROW)
    start, end = bone(4, 6, 4, 1)
    away = np.array([500.0, 500.0])
    stamp_turned(canvas, cut(ARROW), BoneMove(start, end, start + away, end + away))
    stamp_moved(canvas, cut(ARROW), 500, -500)
    assert not canvas.any()
