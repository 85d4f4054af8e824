import numpy as np
import pytest
from neonworks_models.looks.carrying import carried, carried_points, flows_along, slerp
from neonworks_models.nets.latent_window import Fit
from neonworks_models.nets.vae_session import Decoded, VaeSession
from neonworks_models.sprites.rig import Joint
from neonworks_protocol.errors import JobCancelled
from numpy.random import default_rng

from tests.fakes.stills import example, known_analysis

STILL = example("knight_down").sprite
FIT = Fit.of(STILL.opaque, 62, 32.0)


def _decoded(shift: float) -> Decoded:
    """A square of 20 pixels with a spot in it, ``shift`` pixels to the right."""
    y, x = np.mgrid[0:64, 0:64].astype(np.float32)
    inside = 10 - np.maximum(abs(x - 30 - shift), abs(y - 32))
    light = np.exp(-((x - 30 - shift) ** 2 + (y - 32) ** 2) / 30)
    return Decoded(inside.clip(-4, 4), np.repeat(light[..., None], 3, axis=-1))


def test_slerp_begins_and_ends_with_the_latents_and_keeps_their_length() -> None:
    random = default_rng(0)
    one, two = (random.normal(size=(1, 4, 8, 8)).astype(np.float32) for _ in range(2))
    assert np.allclose(slerp(one, two, 0.0), one, atol=1e-5)
    assert np.allclose(slerp(one, two, 1.0), two, atol=1e-5)
    lengths = [float(np.linalg.norm(latent)) for latent in (one, slerp(one, two, 0.5), two)]
    assert lengths[1] == pytest.approx((lengths[0] + lengths[2]) / 2, rel=1e-4)
    assert np.allclose(slerp(one, one, 0.3), one, atol=1e-5)
    assert np.allclose(slerp(0 * one, two, 0.5), two / 2)


def test_flow_finds_what_moves_over_many_steps() -> None:
    path = [np.array([step], np.float32) for step in (0, 1, 2, 3, 4)]
    ways = flows_along(lambda latent: _decoded(float(latent[0])), path, lambda: None)
    assert np.abs(ways.back[0]).max() == np.abs(ways.on[-1]).max() == 0
    assert ways.back[-1][32, 34, 0] == pytest.approx(-4, abs=1.0)
    assert ways.on[0][32, 30, 0] == pytest.approx(4, abs=1.0)
    assert abs(ways.back[-1][32, 34, 1]) < 0.7


def test_without_flow_the_picture_is_the_picture() -> None:
    assert np.array_equal(carried(STILL.rgba, FIT, None, FIT, (64, 64)), STILL.rgba)
    still = np.zeros((64, 64, 2), np.float32)
    assert np.array_equal(carried(STILL.rgba, FIT, still, FIT, (64, 64)), STILL.rgba)


def test_pixels_and_points_go_the_same_way() -> None:
    flow = np.zeros((64, 64, 2), np.float32)
    flow[..., 0] = -3 * FIT.scale
    moved = carried(STILL.rgba, FIT, flow, FIT, (64, 64))
    assert np.array_equal(moved[:, 3:], STILL.rgba[:, :-3])
    points = carried_points({Joint.NECK: (20.0, 30.0)}, FIT, flow)
    assert points is not None
    assert points[Joint.NECK] == pytest.approx((23.0, 30.0), abs=1e-4)
    assert carried_points(None, FIT, flow) is None


def test_every_step_may_be_the_last(vae: VaeSession) -> None:
    still = example("slime")
    analysis = known_analysis(still.sprite, still.facing, still.archetype)
    fit = Fit.of(still.sprite.opaque, analysis.foot_line, analysis.core_x)
    latent = vae.encode(fit.window(still.sprite.rgba))

    def checkpoint() -> None:
        raise JobCancelled("enough")

    with pytest.raises(JobCancelled):
        flows_along(vae.decode, [latent, latent], checkpoint)
