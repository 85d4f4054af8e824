"""Tints take the sprite's striking hue and never one of its colours."""

import colorsys

import pytest
from neonworks_models.effects.layer import Colour
from neonworks_models.effects.tints import Tints, tints_of


def hue(colour: Colour) -> float:
    return colorsys.rgb_to_hsv(*(c / 255 for c in colour))[0]


@pytest.mark.parametrize("vivid", [(220, 40, 40), (40, 200, 60), (50, 60, 230)])
def test_the_hue_is_the_striking_colours(vivid: Colour) -> None:
    tints = tints_of([(120, 118, 116), (20, 20, 20), vivid])
    assert abs(hue(tints.deep) - hue(vivid)) < 0.02


def test_grey_sprites_get_gold() -> None:
    red, green, blue = tints_of([(90, 90, 90), (200, 200, 200)]).deep
    assert red > green > blue


def test_from_white_to_deep_the_tints_get_stronger() -> None:
    tints = tints_of([(220, 40, 40)])
    strength = [max(c) - min(c) for c in (tints.white, tints.bright, tints.mid, tints.deep)]
    assert strength == sorted(strength)
    assert strength[0] < 20


def test_tints_are_new_and_distinct() -> None:
    first = tints_of([(220, 40, 40)])
    palette = [(220, 40, 40), *_all(first)]
    second = _all(tints_of(palette))
    assert len(set(second)) == 5
    assert not set(second) & set(palette)


def _all(tints: Tints) -> list[Colour]:
    return [tints.white, tints.bright, tints.mid, tints.deep, tints.shade]
