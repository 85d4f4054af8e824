import numpy as np
import pytest
from neonworks_models.looks.ramps import Material, ramps_of
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.vocabulary import Archetype, Direction

from tests.fakes.stills import example, known_analysis


def _ramps_of(name: str):  # type: ignore[no-untyped-def]
    still = example(name)
    return still.sprite, ramps_of(
        still.sprite, known_analysis(still.sprite, still.facing, still.archetype, still.joints)
    )


@pytest.mark.parametrize("name", ["knight_down", "mage_right", "villager_down", "slime", "egg_hero", "bat"])
def test_every_pixel_belongs_to_the_ramp_of_its_colour(name: str) -> None:
    sprite, found = _ramps_of(name)
    assert ((found.labels >= 0) == sprite.opaque).all()
    assert sum(ramp.pixels for ramp in found.ramps) == sprite.opaque.sum()
    for place, ramp in enumerate(found.ramps):
        own = sprite.rgba[found.labels == place, :3].astype(int)
        assert {r << 16 | g << 8 | b for r, g, b in own} == set(ramp.colours)


def test_a_slime_is_one_material_with_ink_around_it() -> None:
    _, found = _ramps_of("slime")
    assert found.ramps[0].material is Material.CLOTH
    assert found.ramps[0].pixels > 250
    assert found.ramps[1].material is Material.INK


def test_skin_is_where_the_face_is() -> None:
    sprite, found = _ramps_of("knight_down")
    (skin,) = [place for place, ramp in enumerate(found.ramps) if ramp.material is Material.SKIN]
    rows = np.nonzero(found.labels == skin)[0]
    top = np.nonzero(sprite.opaque)[0].min()
    assert top + 8 < np.median(rows) < top + 24
    assert found.ramps[skin].pixels < found.ramps[0].pixels


def test_only_bipeds_have_skin() -> None:
    for name in ("slime", "egg_hero", "bat"):
        assert all(ramp.material is not Material.SKIN for ramp in _ramps_of(name)[1].ramps)


def test_a_picture_of_thousands_of_colours_is_read_in_coarser_ones() -> None:
    y, x = np.mgrid[0:64, 0:64]
    rgba = np.stack([4 * x, 4 * y, 2 * (x + y), np.full_like(x, 255)], axis=-1).astype(np.uint8)
    sprite = Sprite.from_rgba(rgba)
    found = ramps_of(sprite, known_analysis(sprite, Direction.DOWN, Archetype.PROP))
    assert (found.labels >= 0).all()
    assert sum(len(ramp.colours) for ramp in found.ramps) <= 256
