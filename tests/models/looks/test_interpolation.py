from itertools import pairwise

import numpy as np
import pytest
from neonworks_models.contract.specks import count_specks
from neonworks_models.looks.interpolation import Interpolation
from neonworks_models.nets.vae_session import VaeSession
from neonworks_models.sprites.rig import SpriteAnalysis
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.errors import BadRequest, JobCancelled

from tests.fakes.stills import example, known_analysis

PAIRS = [("knight_down", "mage_down"), ("egg_hero", "slime"), ("villager_down", "knight_down")]


def _still(name: str) -> tuple[Sprite, SpriteAnalysis]:
    still = example(name)
    return still.sprite, known_analysis(still.sprite, still.facing, still.archetype, still.joints)


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_both_ends_are_the_sprites_and_every_step_is_clean(vae: VaeSession, one: str, two: str) -> None:
    ends = [_still(one), _still(two)]
    way = Interpolation(vae, ends[0], ends[1], 6)
    pictures = list(way.pictures())
    assert len(pictures) == 7
    for picture, (sprite, analysis) in zip((pictures[0], pictures[-1]), ends, strict=True):
        top = way.canvas.foot - analysis.foot_line
        left = int(way.canvas.core) - int(np.floor(analysis.core_x))
        place = picture[top : top + sprite.height, left : left + sprite.width]
        assert np.array_equal(place, sprite.rgba)
        assert (picture[..., 3] > 0).sum() == sprite.opaque.sum()
    for picture in pictures[1:-1]:
        opaque = picture[..., 3] > 127
        assert picture.shape == (way.canvas.height, way.canvas.width, 4)
        assert set(np.unique(picture[..., 3])) <= {0, 255}
        assert count_specks(opaque) <= max(count_specks(sprite.opaque) for sprite, _ in ends)
        assert np.flatnonzero(opaque.any(axis=1))[-1] + 1 == way.canvas.foot
        assert len(np.unique(picture[opaque], axis=0)) <= max(len(found.palette) for _, found in ends)


def test_sizes_and_colours_go_step_by_step(vae: VaeSession) -> None:
    pictures = list(Interpolation(vae, _still("villager_down"), _still("knight_down"), 8).pictures())
    heights = [int((picture[..., 3] > 0).any(axis=1).sum()) for picture in pictures]
    assert heights[0] < heights[4] < heights[8]
    assert all(later >= earlier - 2 for earlier, later in pairwise(heights))
    assert len({picture.tobytes() for picture in pictures}) == 9


def test_a_sprite_to_itself_stays_itself(vae: VaeSession) -> None:
    pictures = list(Interpolation(vae, _still("slime"), _still("slime"), 3).pictures())
    assert all(np.array_equal(picture, pictures[0]) for picture in pictures)


def test_one_step_is_both_sprites_and_too_many_are_refused(vae: VaeSession) -> None:
    assert len(list(Interpolation(vae, _still("slime"), _still("bat"), 1).pictures())) == 2
    for steps in (0, 33):
        with pytest.raises(BadRequest, match="from 1 to 32"):
            Interpolation(vae, _still("slime"), _still("bat"), steps)


def test_a_cancel_ends_it(vae: VaeSession) -> None:
    def checkpoint() -> None:
        raise JobCancelled("enough")

    pictures = Interpolation(vae, _still("slime"), _still("bat"), 4).pictures(checkpoint)
    next(pictures)
    with pytest.raises(JobCancelled):
        next(pictures)
