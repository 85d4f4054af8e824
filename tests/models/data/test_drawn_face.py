import numpy as np
import pytest
from neonworks_models.data.brush import Brush
from neonworks_models.data.drawn_face import Face, paint_face
from neonworks_models.data.drawn_headgear import Headgear, Skull

SKIN = (240, 200, 170)
SKULL = Skull(0.0, 0.25, 0.5)
FACE = Face(low=0.65, half=0.7, tall=0.3, skin=SKIN, beard=(90, 50, 10))


def painted(seed: int, gear: Headgear = Headgear.NONE, *, side: bool = False) -> np.ndarray:
    brush = Brush(64)
    paint_face(brush, np.random.default_rng(seed), SKULL, FACE, gear, side=side)
    return brush.flat()


def skin(picture: np.ndarray) -> np.ndarray:
    alike: np.ndarray = (picture[..., :3] == SKIN).all(-1) & (picture[..., 3] > 0)
    return alike


def dark_left_and_right(picture: np.ndarray) -> tuple[int, int]:
    other = (picture[..., 3] > 0) & ~skin(picture)
    middle = picture.shape[1] // 2
    return int(other[:, :middle].sum()), int(other[:, middle:].sum())


def test_most_fronts_have_two_eyes_and_most_profiles_look_right() -> None:
    both = [min(dark_left_and_right(painted(seed))) > 0 for seed in range(60)]
    assert np.mean(both) > 0.85
    ahead = [np.argwhere(skin(painted(seed, side=True)))[:, 1].mean() > 64 * 1.5 for seed in range(60)]
    assert np.mean(ahead) > 0.95


@pytest.mark.parametrize("side", [False, True])
def test_a_mask_leaves_a_slit_and_a_helmet_no_skin(side: bool) -> None:
    for seed in range(20):
        rows = np.nonzero(skin(painted(seed, Headgear.MASK, side=side)).any(axis=1))[0]
        assert rows.size <= 0.3 * 32 + 2
        assert not skin(painted(seed, Headgear.HELMET, side=side)).any()
