import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_models.sprites.figure import CHANNELS, SIDE, FigureFrame
from neonworks_models.sprites.rig import Box
from neonworks_models.sprites.silhouette import figure_box


def sprite() -> np.ndarray:
    random = np.random.default_rng(2)
    rgba = np.zeros((40, 30, 4), np.uint8)
    rgba[6:37, 8:21] = random.integers(0, 256, (31, 13, 4), np.uint8)
    rgba[6:37, 8:21, 3] = 255
    rgba[20:24, 3:8] = (90, 10, 10, 255)
    return rgba


def picture(rgba: np.ndarray) -> np.ndarray:
    return FigureFrame(figure_box(rgba[..., 3] > 127)).picture(rgba)


def test_picture_stands_on_the_foot_line_in_the_middle() -> None:
    cells = picture(sprite())
    assert cells.shape == (CHANNELS, SIDE, SIDE)
    opacity = cells[0]
    assert opacity[-1].max() == pytest.approx(1, abs=1e-5)
    assert opacity[0].max() == pytest.approx(1, abs=1e-5)
    half = 18 / 31 * SIDE / 2
    assert opacity[:, int(SIDE / 2 - half) - 1].max() == 0
    assert opacity[:, int(SIDE / 2 - half) + 1].max() > 0.5
    assert opacity.sum() == pytest.approx(423 * (SIDE / 31) ** 2, rel=1e-4)


@settings(max_examples=30)
@given(st.integers(1, 5), st.integers(0, 20), st.integers(0, 20))
def test_enlarged_and_padded_copies_look_exactly_alike(factor: int, left: int, top: int) -> None:
    large = np.pad(sprite(), ((top, 4), (left, 7), (0, 0))).repeat(factor, 0).repeat(factor, 1)
    assert picture(large) == pytest.approx(picture(sprite()), abs=1e-5)


def test_mirrored_copy_is_the_mirrored_picture() -> None:
    assert picture(sprite()[:, ::-1]) == pytest.approx(picture(sprite())[..., ::-1], abs=1e-5)


@given(st.floats(-1, 2), st.floats(-1, 2))
def test_maps_are_inverse(x: float, y: float) -> None:
    frame = FigureFrame(Box(5, 9, 25, 61))
    assert frame.from_canvas(frame.to_canvas((x, y))) == pytest.approx((x, y), abs=1e-9)
    assert frame.to_canvas((0.5, 1.0)) == (15.0, 61.0)


def test_wide_figures_fit_by_their_width() -> None:
    wide = np.zeros((20, 50, 4), np.uint8)
    wide[10:20, 5:45] = 255
    cells = picture(wide)[0]
    assert cells[: SIDE * 3 // 4 - 1].max() == 0
    assert cells[-1].min() == pytest.approx(1, abs=1e-5)
