import numpy as np
import pytest
from neonworks_models.looks.companions import companion_window
from neonworks_protocol.vocabulary import Archetype, Direction
from numpy.random import default_rng

from tests.fakes.stills import example, known_analysis

STILL = example("slime").sprite


@pytest.mark.parametrize("archetype", list(Archetype))
@pytest.mark.parametrize("facing", [Direction.LEFT, Direction.UP])
def test_a_figure_of_the_asked_height_stands_in_the_window(archetype: Archetype, facing: Direction) -> None:
    analysis = known_analysis(STILL, facing, archetype)
    for seed in range(4):
        window = companion_window(default_rng(seed), analysis, 50.0)
        rows, columns = np.nonzero(window[..., 3])
        assert window.shape == (64, 64, 4)
        assert rows.max() == 61
        assert 8 < np.ptp(rows) + 1 <= 52
        assert np.ptp(columns) < 64
        assert np.array_equal(window, companion_window(default_rng(seed), analysis, 50.0))
