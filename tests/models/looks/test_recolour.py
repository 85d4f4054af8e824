import numpy as np
import pytest
from neonworks_models.looks.oklab import to_lab
from neonworks_models.looks.ramps import Material, ramps_of
from neonworks_models.looks.recolour import Shift, random_colours
from numpy.random import default_rng

from tests.fakes.stills import example, known_analysis

STILL = example("knight_down")
ANALYSIS = known_analysis(STILL.sprite, STILL.facing, STILL.archetype, STILL.joints)
RAMPS = ramps_of(STILL.sprite, ANALYSIS)


@pytest.mark.parametrize("seed", range(5))
def test_cloth_changes_its_hue_and_keeps_its_shading(seed: int) -> None:
    rgba = STILL.sprite.rgba
    drawn = random_colours(rgba, RAMPS, default_rng(seed), 0.6).drawn(rgba)
    mask = RAMPS.labels == 0
    before, after = to_lab(rgba[mask, :3]), to_lab(drawn[mask, :3])
    turn = np.arctan2(*after.mean(axis=0)[:0:-1]) - np.arctan2(*before.mean(axis=0)[:0:-1])
    assert abs((turn + np.pi) % (2 * np.pi) - np.pi) > 0.15
    assert np.corrcoef(before[:, 0], after[:, 0])[0, 1] > 0.9


@pytest.mark.parametrize("seed", range(5))
def test_ink_and_details_stay_and_skin_stays_skin(seed: int) -> None:
    rgba = STILL.sprite.rgba
    drawn = random_colours(rgba, RAMPS, default_rng(seed), 1.0).drawn(rgba)
    assert np.array_equal(drawn[..., 3], rgba[..., 3])
    for place, ramp in enumerate(RAMPS.ramps):
        mask = RAMPS.labels == place
        if ramp.material in (Material.INK, Material.DETAIL):
            assert np.array_equal(drawn[mask], rgba[mask])
        elif ramp.material is Material.SKIN:
            moved = to_lab(drawn[mask, :3]) - to_lab(rgba[mask, :3])
            assert np.abs(moved[:, 1:]).max() < 0.05


def test_no_strength_changes_nothing() -> None:
    rgba = STILL.sprite.rgba
    assert np.array_equal(random_colours(rgba, RAMPS, default_rng(1), 0.0).drawn(rgba), rgba)


def test_black_and_white_stay_what_they_are_in_every_ramp() -> None:
    lab = np.array([[0.0, 0, 0], [1.0, 0, 0]])
    assert np.allclose(Shift(turn=90, light=0.1, tint=(0.05, 0)).apply(lab), lab)
