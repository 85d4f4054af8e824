import numpy as np
import pytest
from neonworks_models.data.brush import Brush, random_colour, shaded, skin_colour

RED = (200, 0, 0)


def box(rgba: np.ndarray) -> tuple[int, int, int, int]:
    ys, xs = np.nonzero(rgba[..., 3])
    return int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1


def flat(brush: Brush, outline: tuple[int, int, int] | None = None) -> np.ndarray:
    """The first of the brush's pictures without shading: a generator that always says 0.9."""

    class Always:
        def random(self) -> float:
            return 0.9

    return brush.picture(Always(), outline)  # type: ignore[arg-type]


@pytest.mark.parametrize("mirrored", [False, True])
def test_shapes_lie_where_at_says(mirrored: bool) -> None:
    brush = Brush(40, mirrored=mirrored)
    brush.shape(((0.1, 0.0), (0.6, 0.0), (0.6, 1.0), (0.1, 1.0)), RED)
    x0, y0, x1, y1 = box(flat(brush))
    near, far = sorted((brush.at((0.1, 1.0)), brush.at((0.6, 0.0))))
    assert (x0, x1) == pytest.approx((near[0], far[0]), abs=1)
    assert (y0, y1) == pytest.approx((min(near[1], far[1]), max(near[1], far[1])), abs=1)


def test_dots_are_whole_pixels_and_limbs_never_vanish() -> None:
    brush = Brush(14)
    brush.limb(((0, 0.0), (0, 1.0)), 0.001, RED)
    thin = flat(brush)
    assert thin[..., 3].any(axis=1).sum() >= 13
    brush.dot((0.5, 0.5), 2, (0, 0, 9))
    assert (flat(brush)[..., 2] == 9).sum() == 4


def test_outline_surrounds_and_alpha_is_binary() -> None:
    brush = Brush(20)
    brush.blob((0, 0.5), (0.3, 0.3), RED)
    bare, lined = flat(brush), flat(brush, (1, 1, 1))
    assert set(np.unique(lined[..., 3])) == {0, 255}
    assert (lined[..., 3] > 0).sum() > (bare[..., 3] > 0).sum()
    assert np.array_equal(bare[bare[..., 3] > 0], lined[bare[..., 3] > 0])


def test_colours_stay_in_range() -> None:
    random = np.random.default_rng(0)
    for _ in range(200):
        for colour in (random_colour(random), skin_colour(random), shaded(random_colour(random), 1.5)):
            assert all(0 <= channel <= 255 for channel in colour)
