import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.data.drawn_actor import FOOT_ROW, WINDOW
from neonworks_models.data.proportions import Landmarks, Proportions, head_shift
from neonworks_models.nets.indexed import Indices

MARKS = Landmarks(foot=60, hip=44, neck=30, top=12, core=30.0)


def figure() -> Indices:
    """Head of random pixels, plain trunk, two legs."""
    frame = np.zeros((WINDOW, WINDOW), np.uint8)
    frame[12:30, 22:38] = np.random.default_rng(0).integers(1, 9, (18, 16))
    frame[30:44, 25:35] = 10
    frame[44:60, 25:28] = 11
    frame[44:60, 32:35] = 12
    return frame


def rows(frame: Indices) -> tuple[int, int]:
    found = np.flatnonzero(frame.any(axis=1))
    return int(found[0]), int(found[-1]) + 1


def test_unchanged_proportions_only_set_the_figure_on_its_place() -> None:
    moved = Proportions(1, 1, 1, 1, 1).apply(figure(), MARKS, (0, 0), (0, 0))
    assert np.array_equal(moved[2 : FOOT_ROW + 2, 2:], figure()[:FOOT_ROW, : WINDOW - 2])


def test_each_zone_takes_its_own_scale() -> None:
    small = Proportions(0.5, 0.5, 1, 1, 1).apply(figure(), MARKS, (0, 0), (0, 0))
    assert rows(small) == (FOOT_ROW - 8 - 7 - 18, FOOT_ROW)
    assert (small == 10).any(axis=1).sum() == 7
    assert (small == 11).any(axis=1).sum() == 8
    wide = Proportions(1, 1, 1, 0.5, 1).apply(figure(), MARKS, (0, 0), (0, 0))
    assert (wide == 10).any(axis=0).sum() == 5
    assert np.flatnonzero(wide[:30].any(axis=0)).size == 16


def test_a_bobbing_head_keeps_its_pixels() -> None:
    change = Proportions(0.7, 0.7, 1.3, 0.9, 1.3)
    still, frame = figure(), figure()
    frame[10:28] = still[12:30]
    frame[28:30] = still[30]
    before = change.apply(still, MARKS, (0, 0), (0, 0))
    after = change.apply(frame, MARKS, (0, 0), (0, -2))
    top, moved = rows(before)[0], rows(after)[0]
    assert top - moved == round(2 * 0.7)
    head = 23
    assert np.array_equal(before[top : top + head - 2], after[moved : moved + head - 2])


@given(st.integers(0, 2**32))
def test_random_figures_fit_the_window(seed: int) -> None:
    change = Proportions.random(np.random.default_rng(seed), MARKS)
    top, bottom = rows(change.apply(figure(), MARKS, (0, 0), (0, 0)))
    assert bottom == FOOT_ROW
    assert top > 0


@pytest.mark.parametrize("shift", [(0, 0), (3, -5), (-2, 6)])
def test_a_heads_shift_is_found(shift: tuple[int, int]) -> None:
    still = figure()
    mask = (still > 0) & (np.arange(WINDOW) < 30)[:, None]
    frame = np.roll(still, (shift[1], shift[0]), axis=(0, 1))
    assert head_shift(still, frame, mask, (1, -1)) == shift
