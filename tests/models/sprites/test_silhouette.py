import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.sprites.rig import AlphaKind, Box
from neonworks_models.sprites.silhouette import alpha_kind, core_x, figure_box, main_figure, symmetry
from neonworks_protocol.errors import BadSprite


def block(height: int, width: int, *boxes: tuple[int, int, int, int]) -> np.ndarray:
    mask = np.zeros((height, width), bool)
    for y0, y1, x0, x1 in boxes:
        mask[y0:y1, x0:x1] = True
    return mask


def test_specks_are_no_part_of_the_figure_but_large_parts_are() -> None:
    mask = block(40, 40, (5, 35, 10, 20), (2, 3, 30, 31), (10, 14, 25, 30))
    figure = main_figure(mask)
    assert not figure[2, 30]
    assert figure[12, 27]
    assert figure_box(figure) == Box(10, 5, 30, 35)


def test_nothing_opaque_is_no_sprite() -> None:
    with pytest.raises(BadSprite, match="no opaque pixel"):
        main_figure(np.zeros((16, 16), bool))


def test_core_is_deaf_to_an_arm_held_out() -> None:
    body = block(40, 60, (0, 40, 20, 30))
    assert core_x(body, figure_box(body)) == 25
    armed = body | block(40, 60, (14, 18, 30, 55))
    assert core_x(armed, figure_box(armed)) == 25


def test_symmetry_of_mirrored_and_lopsided_figures() -> None:
    body = block(20, 20, (2, 18, 5, 15))
    assert symmetry(body, figure_box(body), 10.0) == 1
    assert symmetry(body, figure_box(body), 5.0) == pytest.approx(0.0)
    assert 0.4 < symmetry(body, figure_box(body), 8.0) < 0.8


@given(st.integers(0, 30), st.integers(0, 30), st.integers(1, 4))
def test_measures_do_not_know_the_canvas(left: int, top: int, factor: int) -> None:
    figure = block(24, 20, (2, 22, 6, 13), (8, 11, 13, 18))
    box, axis = figure_box(figure), core_x(figure, figure_box(figure))
    moved = np.pad(figure, ((top, 3), (left, 5))).repeat(factor, 0).repeat(factor, 1)
    moved_box = figure_box(moved)
    assert core_x(moved, moved_box) == pytest.approx((axis + left) * factor)
    assert (moved_box.width, moved_box.height) == (box.width * factor, box.height * factor)
    assert symmetry(moved, moved_box, (axis + left) * factor) == pytest.approx(
        symmetry(figure, box, axis), abs=0.06
    )


def test_alpha_kinds() -> None:
    rgba = np.zeros((4, 4, 4), np.uint8)
    rgba[1, 1, 3] = 255
    assert alpha_kind(rgba) is AlphaKind.BINARY
    rgba[2, 2, 3] = 128
    assert alpha_kind(rgba) is AlphaKind.SOFT
