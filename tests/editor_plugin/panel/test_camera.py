"""The point under the pointer stays when zooming, and the canvas never leaves the view."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.panel.camera import ZOOMS, Camera

_SIZE = st.tuples(st.integers(1, 2048), st.integers(1, 2048))
_POINT = st.tuples(st.floats(-500, 500), st.floats(-500, 500))


@given(_SIZE, _SIZE)
def test_a_fitted_canvas_shows_whole(canvas: tuple[int, int], view: tuple[int, int]) -> None:
    camera = Camera().fit(canvas, view)
    assert camera.zoom in ZOOMS
    if camera.zoom > ZOOMS[0]:
        assert canvas[0] * camera.zoom <= view[0]
        assert canvas[1] * camera.zoom <= view[1]


def test_fit_takes_the_largest_whole_zoom() -> None:
    assert Camera().fit((64, 64), (640, 480)).zoom == 6.0
    assert Camera().fit((64, 64), (640, 480)).origin((64, 64), (640, 480)) == (128, 48)


@given(_POINT, st.integers(-3, 3), _SIZE)
def test_the_point_under_the_pointer_stays(
    about: tuple[float, float], steps: int, view: tuple[int, int]
) -> None:
    canvas = (64, 48)
    before = Camera(zoom=4.0, pan=(10.0, -20.0), fitted=False)
    after = before.zoomed(steps, about)
    at = (view[0] / 2 + about[0], view[1] / 2 + about[1])
    old, new = before.to_canvas(at, canvas, view), after.to_canvas(at, canvas, view)
    tolerance = 1.0 / min(before.zoom, after.zoom)
    assert new == pytest.approx(old, abs=tolerance)


@given(_POINT, _SIZE, _SIZE)
def test_a_panned_canvas_never_leaves_the_view(
    by: tuple[float, float], canvas: tuple[int, int], view: tuple[int, int]
) -> None:
    view = (view[0] + 40, view[1] + 40)
    camera = Camera().fit(canvas, view)
    for _ in range(5):
        camera = camera.panned(by, canvas, view)
    x, y = camera.origin(canvas, view)
    assert x < view[0] and x + canvas[0] * camera.zoom > 0
    assert y < view[1] and y + canvas[1] * camera.zoom > 0


@given(_POINT, _SIZE, _SIZE, st.sampled_from(ZOOMS))
def test_there_and_back(
    point: tuple[float, float], canvas: tuple[int, int], view: tuple[int, int], zoom: float
) -> None:
    camera = Camera(zoom=zoom, pan=(3.0, 4.0), fitted=False)
    shown = camera.to_view(point, canvas, view)
    assert camera.to_canvas(shown, canvas, view) == pytest.approx(point, abs=1e-6)


def test_zoom_stops_at_the_ends() -> None:
    assert Camera(zoom=ZOOMS[-1]).zoomed(5).zoom == ZOOMS[-1]
    assert Camera(zoom=ZOOMS[0]).zoomed(-5).zoom == ZOOMS[0]
    assert not Camera(zoom=ZOOMS[0]).zoomed(-5).fitted
