from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from neonworks_models.catalog.cards import CARDS, VAE_DECODER, VAE_ENCODER
from neonworks_models.nets.vae_file import VaeFile
from neonworks_models.nets.vae_session import VaeSession, planes_of
from neonworks_protocol.errors import Unavailable, WorkerFailed

from tests.fakes.nets import graph
from tests.fakes.stills import example

WEIGHTS = Path(str(files("neonworks_models") / "weights"))
ENCODER, DECODER = (WEIGHTS / CARDS[name].file for name in (VAE_ENCODER, VAE_DECODER))
KNIGHT = example("knight_down").sprite.rgba


@pytest.fixture(scope="module")
def session() -> VaeSession:
    return VaeFile().session()


def test_a_sprite_is_recognised_in_what_is_decoded(session: VaeSession) -> None:
    window = np.roll(KNIGHT, 62 - int(np.nonzero(KNIGHT[..., 3])[0].max()) - 1, axis=0)
    latent = session.encode(window)
    assert latent.shape == (1, 12, 8, 8)
    decoded = session.decode(latent)
    solid = window[..., 3] > 127
    drawn = decoded.opacity > 0
    assert (solid & drawn).sum() / (solid | drawn).sum() > 0.9
    assert np.abs(decoded.colour - window[..., :3] / 255)[solid].mean() < 0.13
    assert np.array_equal(session.encode(window), latent)


def test_planes_tell_opacity_and_colours_where_there_are_any() -> None:
    window = np.zeros((1, 64, 64, 4), np.uint8)
    window[0, 3, 5] = (255, 0, 51, 255)
    window[0, 4, 5] = (255, 255, 255, 90)
    planes = planes_of(window)
    assert planes.shape == (1, 4, 64, 64)
    assert planes[0, :, 3, 5] == pytest.approx([1, 0.5, -0.5, -0.3])
    assert not planes[0, :, 4, 5].any()


def test_what_is_no_latent_fails_in_one_line(session: VaeSession) -> None:
    with pytest.raises(WorkerFailed, match="the sprite VAE failed") as caught:
        session.decode(np.zeros((1, 3, 8, 8), np.float32))
    assert "\n" not in caught.value.message


def test_only_the_pinned_files_are_loaded(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="reinstall"):
        VaeSession.load({ENCODER: "0" * 64, DECODER: "0" * 64})
    with pytest.raises(Unavailable, match="reinstall"):
        VaeSession.load({tmp_path / "a.onnx": "0" * 64, tmp_path / "b.onnx": "0" * 64})


def test_another_graph_is_refused() -> None:
    with pytest.raises(Unavailable, match="no sprite-vae/1"):
        VaeSession(graph(), DECODER.read_bytes())
    with pytest.raises(Unavailable, match="no sprite-vae/1"):
        VaeSession(DECODER.read_bytes(), ENCODER.read_bytes())
    with pytest.raises(Unavailable):
        VaeSession(b"no graph", b"at all")
