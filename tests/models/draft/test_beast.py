"""Finding legs, head and tail of four-legged stills."""

import numpy as np
import pytest
from neonworks_models.data.drawn import draw
from neonworks_models.draft.beast import cut_beast
from neonworks_models.draft.raster import pack_pixels
from neonworks_models.examples.creatures import slime, wolf
from neonworks_models.sprites.rig import Box
from neonworks_models.sprites.silhouette import figure_box, main_figure
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.vocabulary import Archetype, Direction


def _box(sprite: Sprite) -> Box:
    return figure_box(main_figure(sprite.opaque))


def test_a_wolf_has_two_legs_at_each_end_and_its_pieces_are_the_still() -> None:
    still = wolf()
    beast = cut_beast(still, _box(still))
    assert beast is not None
    assert [(leg.near, leg.front) for leg in beast.legs] == [
        (False, False),
        (True, False),
        (False, True),
        (True, True),
    ]
    whole = np.maximum(beast.body, beast.head)
    for leg in beast.legs:
        whole = np.maximum(whole, leg.art)
        assert 9 <= leg.length <= 14
        assert leg.foot > _box(still).y1 - 3
    assert np.array_equal(whole, pack_pixels(still.rgba))
    hind, front = beast.hips
    assert 6 <= hind <= 16 and 24 <= front <= 33


def test_the_head_is_ahead_and_the_tail_behind() -> None:
    still = wolf()
    beast = cut_beast(still, _box(still))
    assert beast is not None
    ys, xs = np.nonzero(beast.head)
    assert xs.min() > 22 and ys.min() == 2 and xs.max() == 42
    assert 4 < beast.tail < beast.hips[0]
    assert ((beast.neck == 0) | (beast.neck == beast.head)).all() and beast.neck.any()


@pytest.mark.parametrize("seed", range(12))
def test_legs_are_found_in_drawn_animals(seed: int) -> None:
    random = np.random.default_rng(seed)
    still = draw(random, Archetype.QUADRUPED)
    while still.facing not in (Direction.LEFT, Direction.RIGHT) or still.rgba.shape[0] < 18:
        still = draw(random, Archetype.QUADRUPED)
    sprite = Sprite.from_rgba(still.rgba if still.facing is Direction.RIGHT else still.rgba[:, ::-1])
    beast = cut_beast(sprite, _box(sprite))
    assert beast is not None
    assert len(beast.legs) == 4
    assert all(leg.length > 0 for leg in beast.legs)


def test_one_leg_of_a_pair_is_doubled_in_the_dark() -> None:
    rgba = np.zeros((20, 30, 4), np.uint8)
    rgba[6:13, 2:28] = (160, 120, 80, 255)
    rgba[2:8, 22:29] = (80, 60, 40, 255)
    for x in (5, 22):
        rgba[13:20, x : x + 3] = (160, 120, 80, 255)
    sprite = Sprite.from_rgba(rgba)
    beast = cut_beast(sprite, _box(sprite))
    assert beast is not None
    far, near = beast.legs[0], beast.legs[1]
    assert np.array_equal(far.art != 0, near.art != 0)
    assert not np.array_equal(far.art, near.art)


def test_what_has_no_legs_is_none() -> None:
    still = slime()
    assert cut_beast(still, _box(still)) is None
