"""Four-legged poses: the still at rest, feet that stay, legs that step."""

import numpy as np
from neonworks_models.draft.beast import Beast, cut_beast
from neonworks_models.draft.beast_draw import BeastPose, LegPose, draw_beast
from neonworks_models.draft.raster import pack_pixels
from neonworks_models.examples.creatures import wolf
from neonworks_models.sprites.silhouette import figure_box, main_figure

_STILL = wolf()


def _beast() -> Beast:
    beast = cut_beast(_STILL, figure_box(main_figure(_STILL.opaque)))
    assert beast is not None
    return beast


def test_at_rest_it_is_the_still() -> None:
    drawn = draw_beast(_beast(), BeastPose(), _STILL.rgba.shape[:2], (0, 0))
    assert np.array_equal(drawn, pack_pixels(_STILL.rgba))


def test_a_body_that_sinks_leaves_its_feet_where_they_are() -> None:
    low = draw_beast(_beast(), BeastPose(rise=-0.1), (40, 60), (8, 8))
    still = draw_beast(_beast(), BeastPose(), (40, 60), (8, 8))
    bottom = int(np.flatnonzero(still.any(axis=1))[-1])
    assert np.array_equal(low[bottom - 1 : bottom + 1] != 0, still[bottom - 1 : bottom + 1] != 0)
    assert np.flatnonzero(low.any(axis=1))[0] == np.flatnonzero(still.any(axis=1))[0] + 3


def test_a_leg_steps_forward_and_is_lifted() -> None:
    beast = _beast()
    stepping = BeastPose(legs=(LegPose(step=0.5, lift=0.3), LegPose(), LegPose(), LegPose()))
    moved = draw_beast(beast, stepping, (40, 70), (8, 8))
    near = next(leg for leg in beast.legs if leg.near and leg.front)
    foot = np.flatnonzero(near.art[near.foot - 1])
    row = near.foot - 1 - round(0.3 * near.length) + 8
    place = foot + 8 + round(0.5 * near.length)
    assert np.array_equal(moved[row, place], near.art[near.foot - 1, foot])


def test_nothing_sinks_below_the_ground() -> None:
    drawn = draw_beast(_beast(), BeastPose(rise=-1.0, head=-1.0, tail=-1.0), (60, 70), (8, 8))
    assert np.flatnonzero(drawn.any(axis=1))[-1] <= figure_box(main_figure(_STILL.opaque)).y1 - 1 + 8


def test_halfway_between_two_poses() -> None:
    high = BeastPose(rise=0.2, legs=(LegPose(step=1.0), LegPose(), LegPose(), LegPose()))
    middle = BeastPose().toward(high, 0.5)
    assert (middle.rise, middle.legs[0].step) == (0.1, 0.5)
