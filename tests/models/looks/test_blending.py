import numpy as np
from neonworks_models.looks.blending import journey
from neonworks_models.looks.colour_map import codes_in
from neonworks_models.looks.oklab import to_lab
from neonworks_models.looks.ramps import ramps_of
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.vocabulary import Archetype, Direction

from tests.fakes.stills import known_analysis


def _disc(*shades: tuple[int, int, int]) -> Sprite:
    """Rings of shades, the first outside."""
    y, x = np.mgrid[0:24, 0:24]
    rings = ((1 - np.hypot(y - 12, x - 12) / 12).clip(0, 0.999) * len(shades)).astype(int)
    rgba = np.zeros((24, 24, 4), np.uint8)
    rgba[..., :3] = np.array(shades)[rings]
    rgba[..., 3] = 255 * (np.hypot(y - 12, x - 12) < 12)
    return Sprite.from_rgba(rgba)


RED = _disc((120, 20, 20), (170, 40, 40), (220, 70, 60))
GREEN = _disc((20, 90, 20), (40, 150, 40), (80, 200, 80))


def _journey(one: Sprite, other: Sprite):  # type: ignore[no-untyped-def]
    ramps = [ramps_of(s, known_analysis(s, Direction.DOWN, Archetype.BLOB)) for s in (one, other)]
    lies = np.where(other.opaque, np.arange(24 * 24).reshape(24, 24), -1)
    return journey(one.rgba, ramps[0], other.rgba, ramps[1], lies)


def test_shades_go_to_shades_and_arrive() -> None:
    drawn = _journey(RED, GREEN).at(1.0).drawn(RED.rgba)
    assert set(codes_in(drawn[RED.opaque])) == set(codes_in(GREEN.rgba[GREEN.opaque]))
    assert np.array_equal(drawn, GREEN.rgba)


def test_the_start_is_the_sprite_itself() -> None:
    assert np.array_equal(_journey(RED, GREEN).at(0.0).drawn(RED.rgba), RED.rgba)


def test_halfway_is_no_mud_and_has_no_more_colours() -> None:
    drawn = _journey(RED, GREEN).at(0.5).drawn(RED.rgba)
    lab = to_lab(drawn[RED.opaque, :3])
    assert np.hypot(lab[:, 1], lab[:, 2]).min() > 0.06
    assert len(np.unique(codes_in(drawn[RED.opaque]))) <= 3
