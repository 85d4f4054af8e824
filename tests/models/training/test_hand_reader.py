import hashlib
import importlib.util
from pathlib import Path

import numpy as np
import pytest
from neonworks_models.data.hand_samples import HandSamples
from neonworks_models.sprites.hand_reader import FORMAT
from neonworks_models.sprites.nets import ConvNet
from neonworks_models.training import hand_reader
from neonworks_protocol.errors import Unavailable


def samples(n: int) -> HandSamples:
    """Pictures whose artist is told by which third of them is opaque."""
    random = np.random.default_rng(0)
    artists = random.integers(0, 3, n)
    pictures = np.zeros((n, 4, 48, 48), np.uint8)
    pictures[:, 2:] = 128
    for picture, artist in zip(pictures, artists, strict=True):
        picture[:2, 16 * artist : 16 * artist + 16] = 255
    return HandSamples(pictures, artists)


@pytest.mark.skipif(importlib.util.find_spec("torch") is not None, reason="PyTorch is installed")
def test_without_pytorch_one_line_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="pip install torch"):
        hand_reader.train(samples(4), samples(4), tmp_path / "w.safetensors", steps=1)


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")
def test_trained_weights_are_read_by_the_numpy_net(tmp_path: Path) -> None:
    out = tmp_path / "w.safetensors"
    shown = samples(60)
    hand_reader.train(shown, samples(12), out, steps=80)
    net = ConvNet.load(out, FORMAT, hashlib.sha256(out.read_bytes()).hexdigest())
    planes = (shown.pictures / 255).astype(np.float32)
    planes[:, 2:] -= 128 / 255
    assert (net(planes).argmax(axis=1) == shown.artists).mean() > 0.9
