import numpy as np
import pytest
from neonworks_models.data.brush import Brush
from neonworks_models.data.drawn_body import Skeleton
from neonworks_models.data.drawn_face import Face
from neonworks_models.data.drawn_figurehead import Figurehead, Hair
from neonworks_models.data.drawn_headgear import Headgear
from neonworks_models.sprites.rig import Joint
from neonworks_protocol.vocabulary import Direction

SKIN, HAIR, CLOTH = (240, 200, 170), (90, 50, 10), (10, 60, 200)
BONES: Skeleton = {Joint.NECK: (0.0, 0.5), Joint.HEAD_TOP: (0.0, 1.0)}
HEIGHT = 60


def head(hair: Hair, gear: Headgear = Headgear.NONE) -> Figurehead:
    face = Face(low=0.65, half=0.7, tall=0.25, skin=SKIN, beard=HAIR)
    return Figurehead(0.25, 0.5, hair, gear, face, HAIR, CLOTH, full=1.1, reach=0.8, trail=0.2)


def painted(figurehead: Figurehead, drawn: Direction, seed: int) -> np.ndarray:
    brush, random = Brush(HEIGHT), np.random.default_rng(seed)
    figurehead.paint_behind(brush, BONES, drawn)
    figurehead.paint(brush, random, BONES, drawn)
    return brush.flat()


def columns(picture: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    """Columns of the pixels above the chin in this colour, from the axis, in pixels."""
    above = picture[: round(1.5 * HEIGHT) + 1]
    alike = (above[..., :3] == colour).all(-1) & (above[..., 3] > 0)
    found: np.ndarray = np.argwhere(alike)[:, 1] - above.shape[1] / 2
    return found


@pytest.mark.parametrize("hair", [hair for hair in Hair if hair is not Hair.BALD])
def test_the_face_tells_the_facing(hair: Hair) -> None:
    front, side, back = (
        np.concatenate([columns(painted(head(hair), drawn, seed), SKIN) for seed in range(12)])
        for drawn in (Direction.DOWN, Direction.RIGHT, Direction.UP)
    )
    assert abs(front.mean()) < 2
    assert side.mean() > 3
    assert len(back) < 0.35 * len(front)


@pytest.mark.parametrize("gear", [Headgear.HOOD, Headgear.HELMET, Headgear.MASK])
def test_what_covers_the_head_hides_hair(gear: Headgear) -> None:
    for seed in range(6):
        picture = painted(head(Hair.LONG, gear), Direction.UP, seed)
        assert not len(columns(picture, HAIR))
        assert len(columns(picture, CLOTH)) > 300


def test_long_hair_falls_behind_a_profile() -> None:
    picture = painted(head(Hair.LONG), Direction.RIGHT, 1)
    below = picture[round(1.55 * HEIGHT) :]
    ys, xs = np.nonzero((below[..., :3] == HAIR).all(-1))
    assert len(ys) > 20
    assert (xs - picture.shape[1] / 2).mean() < -3
