from collections.abc import Callable

import numpy as np
import pytest
from neonworks_models.data.drawn_others import draw_blob, draw_flyer, draw_prop, draw_quadruped
from neonworks_models.data.drawn_still import DrawnStill
from neonworks_models.sprites.silhouette import figure_box, main_figure
from neonworks_protocol.vocabulary import Direction


def test_flyers_from_the_front_are_symmetric_and_wide() -> None:
    random = np.random.default_rng(2)
    front = [s for s in (draw_flyer(random, 50) for _ in range(60)) if s.facing is Direction.DOWN]
    boxes = [figure_box(main_figure(s.rgba[..., 3] > 127)) for s in front]
    assert np.median([box.width / box.height for box in boxes]) > 1.2


def test_beasts_from_the_side_are_longer_than_from_the_front() -> None:
    random = np.random.default_rng(3)
    ratios: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(80):
        still = draw_quadruped(random, 50)
        box = figure_box(main_figure(still.rgba[..., 3] > 127))
        ratios[still.facing in (Direction.LEFT, Direction.RIGHT)].append(box.width / box.height)
    assert np.median(ratios[True]) > 1.5 * np.median(ratios[False])


@pytest.mark.parametrize("draw", [draw_blob, draw_prop])
def test_slimes_and_things_are_one_piece(draw: Callable[[np.random.Generator, int], DrawnStill]) -> None:
    random = np.random.default_rng(4)
    for _ in range(40):
        opaque = draw(random, 40).rgba[..., 3] > 127
        figure = main_figure(opaque)
        assert figure.sum() > 0.97 * opaque.sum()
