"""The window through which strips are read."""

import numpy as np
import pytest
from neonworks_models.sprites.strip_frame import FLOOR, PLANES, SPAN, StripFrame, strip_planes

_FRAME = StripFrame(core=30.0, foot=60.0, height=40.0)


def test_the_ground_point_is_where_it_should_be() -> None:
    box = _FRAME.window
    assert box.width == box.height == round(SPAN * 40)
    assert (box.x0 + box.x1) / 2 == 30
    assert box.y0 + FLOOR * box.height == pytest.approx(60, abs=0.5)


def test_points_come_back() -> None:
    assert _FRAME.from_canvas((30.0, 60.0)) == (0.0, 0.0)
    assert _FRAME.to_canvas(_FRAME.from_canvas((12.5, 33.0))) == pytest.approx((12.5, 33.0))


def test_what_lies_beyond_the_picture_is_clear() -> None:
    rgba = np.full((64, 40, 4), 255, np.uint8)
    picture = _FRAME.picture(rgba)
    assert picture.shape == (4, 48, 48)
    assert picture[0, 10, 20] == pytest.approx(1.0)
    assert picture[0, 10, -1] == 0.0
    assert not StripFrame(500.0, 500.0, 40.0).picture(rgba).any()


def test_a_cycle_s_ends_are_neighbours() -> None:
    pictures = [np.full((4, 48, 48), value, np.float32) for value in (1, 2, 3)]
    closed, open_ended = strip_planes(pictures, cyclic=True), strip_planes(pictures, cyclic=False)
    assert closed.shape == (3, PLANES, 48, 48)
    assert [float(closed[0, plane, 0, 0]) for plane in (0, 4, 6)] == [1, 3, 2]
    assert [float(open_ended[0, plane, 0, 0]) for plane in (0, 4, 6)] == [1, 1, 2]
    assert [float(open_ended[2, plane, 0, 0]) for plane in (0, 4, 6)] == [3, 2, 3]
