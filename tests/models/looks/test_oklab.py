import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.looks.oklab import from_lab, to_lab

BYTE = st.integers(0, 255)


@given(st.tuples(BYTE, BYTE, BYTE))
def test_every_colour_comes_back(colour: tuple[int, int, int]) -> None:
    assert tuple(from_lab(to_lab(np.array([colour])))[0]) == colour


def test_white_and_the_known_red() -> None:
    lab = to_lab(np.array([[255, 255, 255], [255, 0, 0]]))
    assert np.allclose(lab[0], [1, 0, 0], atol=1e-3)
    # Of the author's own table.
    assert np.allclose(lab[1], [0.628, 0.225, 0.126], atol=1e-3)


def test_what_no_screen_shows_keeps_its_hue() -> None:
    wild = np.array([[0.7, 0.3, 0.3]])
    shown = to_lab(from_lab(wild))
    assert abs(np.arctan2(shown[0, 2], shown[0, 1]) - np.pi / 4) < 0.08
