import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.nets.latent_window import FOOT_ROW, SIDE, Fit, whole_scale

from tests.fakes.stills import example


@given(st.floats(1, 512), st.floats(1, 300))
def test_every_figure_fits_by_a_whole_factor(height: float, aside: float) -> None:
    scale = whole_scale(height, aside)
    assert height * scale <= 60 + 1e-6 and aside * scale <= 31 + 1e-6
    factor = scale if scale >= 1 else 1 / scale
    assert factor == pytest.approx(round(factor))


@pytest.mark.parametrize("name", ["knight_down", "villager_right", "slime", "bat"])
def test_a_figure_stands_in_the_window_and_comes_back(name: str) -> None:
    rgba = example(name).sprite.rgba
    rows, columns = np.nonzero(rgba[..., 3])
    fit = Fit.of(rgba[..., 3] > 127, rows.max() + 1, (columns.min() + columns.max() + 1) / 2)
    window = fit.window(rgba)
    assert window.shape == (SIDE, SIDE, 4)
    assert np.nonzero(window[..., 3])[0].max() == FOOT_ROW - 1
    assert (window[..., 3] > 0).sum() == (rgba[..., 3] > 127).sum() * fit.scale**2
    back = fit.native((window[..., 3] > 0).astype(np.float32), rgba.shape[:2])
    assert ((back > 0.5) == (rgba[..., 3] > 127)).mean() > 0.99


def test_a_large_sprite_is_shown_by_every_third_pixel() -> None:
    rgba = np.zeros((256, 256, 4), np.uint8)
    rgba[80:250, 90:170] = (10, 200, 30, 255)
    fit = Fit.of(rgba[..., 3] > 127, 250, 130.0)
    assert fit.scale == pytest.approx(1 / 3)
    assert {tuple(pixel) for pixel in fit.window(rgba).reshape(-1, 4)} == {(0, 0, 0, 0), (10, 200, 30, 255)}


def test_nothing_has_no_figure() -> None:
    with pytest.raises(ValueError, match="opaque"):
        Fit.of(np.zeros((4, 4), np.bool_), 4, 2.0)
