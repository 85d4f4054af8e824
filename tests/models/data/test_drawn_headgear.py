import numpy as np
import pytest
from neonworks_models.data.brush import Brush
from neonworks_models.data.drawn_headgear import COVERING, Headgear, Skull, box, paint_headgear
from neonworks_protocol.vocabulary import Direction

CLOTH = (10, 60, 200)
SKULL = Skull(0.1, 0.25, 0.5)


def painted(gear: Headgear, drawn: Direction, seed: int) -> np.ndarray:
    brush = Brush(64)
    paint_headgear(brush, np.random.default_rng(seed), SKULL, gear, CLOTH, drawn)
    return brush.flat()[..., 3] > 0


def test_measures_of_a_skull() -> None:
    assert SKULL.down(0.5) == pytest.approx(0.75)
    assert SKULL.aside(-1) == pytest.approx(-0.15)
    assert box(0.0, 1.0, 3.0, 2.0) == ((-1.0, 3.0), (1.0, 3.0), (1.0, 2.0), (-1.0, 2.0))


@pytest.mark.parametrize("gear", list(Headgear))
def test_everything_that_is_worn_shows(gear: Headgear) -> None:
    shown = sum(int(painted(gear, Direction.RIGHT, seed).sum()) for seed in range(6))
    worn = gear is Headgear.MASK or gear not in (*COVERING, Headgear.NONE)
    assert (shown > 0) == worn


def test_a_visor_points_ahead() -> None:
    """Only in a profile does a cap reach farther to one side."""
    for seed in range(8):
        for drawn in (Direction.RIGHT, Direction.DOWN, Direction.UP):
            columns = np.nonzero(painted(Headgear.CAP, drawn, seed).any(axis=0))[0] - (96 + 0.1 * 64)
            ahead, behind = columns.max() + 1, -columns.min()
            assert (ahead > behind + 4) == (drawn is Direction.RIGHT)
