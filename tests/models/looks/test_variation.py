import numpy as np
import pytest
from neonworks_models.contract.specks import count_specks
from neonworks_models.looks.variation import Change, Wish, vary
from neonworks_models.nets.vae_session import VaeSession
from neonworks_models.sprites.rig import SpriteAnalysis
from neonworks_models.sprites.sprite import RGBA, Sprite
from neonworks_protocol.errors import BadRequest, JobCancelled

from tests.fakes.stills import example, known_analysis

NAMES = ("knight_down", "mage_right", "villager_down", "slime", "egg_hero", "bat")


def _still(name: str) -> tuple[Sprite, SpriteAnalysis]:
    still = example(name)
    return still.sprite, known_analysis(still.sprite, still.facing, still.archetype, still.joints)


def _looks(vae: VaeSession, name: str, wish: Wish) -> list[RGBA]:
    return [look.sprite.rgba for look in vary(vae, *_still(name), wish)]


@pytest.mark.parametrize("name", NAMES)
def test_variations_differ_from_the_sprite_and_from_each_other(vae: VaeSession, name: str) -> None:
    sprite, analysis = _still(name)
    looks = list(vary(vae, sprite, analysis, Wish(3, seed=1)))
    pictures = [sprite.rgba, *(look.sprite.rgba for look in looks)]
    assert len({picture.tobytes() for picture in pictures}) == 4
    for look in looks:
        opaque = look.sprite.opaque
        assert look.sprite.rgba.shape == sprite.rgba.shape
        assert np.flatnonzero(opaque.any(axis=1))[-1] + 1 == analysis.foot_line
        assert 0.75 < opaque.sum() / sprite.opaque.sum() < 1.3
        assert count_specks(opaque) <= count_specks(sprite.opaque)
        assert set(np.unique(look.sprite.rgba[..., 3])) <= {0, 255}
        assert len(np.unique(look.sprite.rgba[opaque], axis=0)) <= len(analysis.palette)


def test_the_build_changes_in_some(vae: VaeSession) -> None:
    sprite, _ = _still("knight_down")
    looks = _looks(vae, "knight_down", Wish(4, change=Change(colours=False)))
    changed = [(look[..., 3] != sprite.rgba[..., 3]).sum() for look in looks]
    assert max(changed) > 20
    colours = {tuple(pixel) for pixel in sprite.rgba[sprite.opaque]}
    assert all({tuple(pixel) for pixel in look[look[..., 3] > 0]} <= colours for look in looks)


def test_colours_alone_keep_every_pixel_in_its_place(vae: VaeSession) -> None:
    sprite, analysis = _still("mage_down")
    (look,) = vary(vae, sprite, analysis, Wish(1, change=Change(build=False)))
    assert np.array_equal(look.sprite.opaque, sprite.opaque)
    assert not np.array_equal(look.sprite.rgba, sprite.rgba)
    assert look.joints == analysis.joints


def test_no_strength_is_the_sprite_itself(vae: VaeSession) -> None:
    sprite, _ = _still("egg_hero")
    assert all(np.array_equal(look, sprite.rgba) for look in _looks(vae, "egg_hero", Wish(2, strength=0.0)))


def test_a_seed_is_a_set_of_looks(vae: VaeSession) -> None:
    few, many = (_looks(vae, "slime", Wish(count, seed=7)) for count in (2, 4))
    assert [look.tobytes() for look in few] == [look.tobytes() for look in many[:2]]
    assert few[0].tobytes() != _looks(vae, "slime", Wish(1, seed=8))[0].tobytes()


def test_joints_stay_on_the_body(vae: VaeSession) -> None:
    sprite, analysis = _still("knight_down")
    for look in vary(vae, sprite, analysis, Wish(3, strength=1.0)):
        assert look.joints is not None and analysis.joints is not None
        for joint, (x, y) in look.joints.items():
            own_x, own_y = analysis.joints[joint]
            assert np.hypot(x - own_x, y - own_y) < 12


def test_a_wish_out_of_range_and_unknown_words_are_refused(vae: VaeSession) -> None:
    sprite, analysis = _still("slime")
    for wish in (Wish(0), Wish(17), Wish(1, strength=1.1)):
        with pytest.raises(BadRequest):
            next(vary(vae, sprite, analysis, wish))
    with pytest.raises(BadRequest, match="red cloak"):
        Change.said("red cloak")
    assert [Change.said(word).word for word in ("", "Colors", "shape", "both")] == [
        "both",
        "colours",
        "build",
        "both",
    ]


def test_a_cancel_ends_it(vae: VaeSession) -> None:
    left = iter((None, None))

    def checkpoint() -> None:
        if next(left, True):
            raise JobCancelled("enough")

    with pytest.raises(JobCancelled):
        list(vary(vae, *_still("slime"), Wish(2), checkpoint))
