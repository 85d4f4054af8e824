"""Patches that find themselves again."""

import numpy as np
from neonworks_models.sprites.sprite import RGBA
from neonworks_models.sprites.strip_track import followed, patch_shifts

_RANDOM = np.random.default_rng(5)
_HEAD = _RANDOM.integers(0, 256, (12, 14, 3), np.uint8)
_TRUNK = _RANDOM.integers(0, 256, (14, 10, 3), np.uint8)


def _frame(dx: int = 0, dy: int = 0) -> RGBA:
    rgba = np.zeros((64, 64, 4), np.uint8)
    rgba[14 + dy : 26 + dy, 25 + dx : 39 + dx] = np.dstack([_HEAD, np.full((12, 14), 255, np.uint8)])
    rgba[26 + dy : 40 + dy, 27 + dx : 37 + dx] = np.dstack([_TRUNK, np.full((14, 10), 255, np.uint8)])
    rgba[40:60, 28:36] = (90, 60, 40, 255)
    return rgba


_MOVES = [(0, 0), (0, 1), (1, 1), (-2, 3), (0, 0), (0, -4)]
_FRAMES = [_frame(*move) for move in _MOVES]
_TOP, _NECK, _HIP = np.array([32.0, 14.0]), np.array([32.0, 26.0]), np.array([32.0, 40.0])


def test_whole_pixel_shifts_are_found() -> None:
    shifts = patch_shifts(_FRAMES, _TOP, _NECK, 7.0, 46.0)
    assert shifts is not None
    assert shifts.tolist() == [[float(x), float(y)] for x, y in _MOVES]


def test_a_head_that_is_gone_is_not_found() -> None:
    frames = [*_FRAMES]
    frames[3] = frames[3].copy()
    frames[3][:40] = 0
    assert patch_shifts(frames, _TOP, _NECK, 7.0, 46.0) is None


def test_points_outside_the_picture_find_nothing() -> None:
    assert patch_shifts(_FRAMES, np.array([300.0, 10.0]), np.array([300.0, 30.0]), 7.0, 46.0) is None
    assert patch_shifts(_FRAMES, _NECK, _NECK, 7.0, 46.0) is None


def test_a_reading_that_trembles_becomes_what_the_pixels_did() -> None:
    tremble = _RANDOM.normal(0, 0.6, (3, len(_MOVES), 2))
    read = [point + _MOVES + noise for point, noise in zip((_TOP, _NECK, _HIP), tremble, strict=True)]
    for sideways in (True, False):
        moved = followed(_FRAMES, read, (_TOP, _NECK, _HIP), 46.0, sideways=sideways)
        for point, found in zip((_TOP, _NECK, _HIP), moved, strict=True):
            assert np.array_equal(found - point, np.array(_MOVES) - np.round(np.median(_MOVES, axis=0)))


def test_where_nothing_is_found_the_reading_stays() -> None:
    read = [np.tile(point, (6, 1)) for point in (_TOP, _NECK, _HIP)]
    empty = [np.zeros((64, 64, 4), np.uint8)] * 6
    moved = followed(empty, read, (_TOP, _NECK, _HIP), 46.0, sideways=False)
    assert all(np.array_equal(a, b) for a, b in zip(moved, read, strict=True))
