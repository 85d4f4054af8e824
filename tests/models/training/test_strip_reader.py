"""Training of the strip reader: a few steps, then the numpy net reads what was written."""

import hashlib
import importlib.util
from pathlib import Path

import numpy as np
import pytest
from neonworks_models.data.net_composer import Kind, make_samples
from neonworks_models.sprites.nets import ConvNet
from neonworks_models.sprites.strip_reader import FORMAT, StripReader
from neonworks_models.training import strip_reader
from neonworks_models.training.strip_samples import StripSamples, strip_samples
from neonworks_protocol.errors import Unavailable
from neonworks_protocol.vocabulary import Direction

from tests.fakes.strips import played_strip

_STILL = Path(strip_reader.__file__).parents[1] / "weights" / "still_reader.safetensors"
_TORCH = importlib.util.find_spec("torch") is not None


def _samples(folder: Path) -> StripSamples:
    return strip_samples(
        make_samples(folder, Kind.DRAWN, 2, 3, holdout=True), folder, np.random.default_rng(1)
    )


@pytest.mark.skipif(_TORCH, reason="PyTorch is installed")
def test_without_pytorch_one_line_says_what_to_install(tmp_path: Path) -> None:
    samples = _samples(tmp_path)
    with pytest.raises(Unavailable, match="pip install torch"):
        strip_reader.train(samples, samples, tmp_path / "w.safetensors", minutes=0.001, start=_STILL)


@pytest.mark.skipif(not _TORCH, reason="PyTorch is not installed")
def test_trained_weights_are_read_by_the_numpy_net(tmp_path: Path) -> None:
    samples, out = _samples(tmp_path), tmp_path / "w.safetensors"
    strip_reader.train(samples, samples, out, minutes=0.001, start=_STILL)
    strip_reader.train(samples, samples, out, minutes=0.001, start=out)
    reader = StripReader(ConvNet.load(out, FORMAT, hashlib.sha256(out.read_bytes()).hexdigest()))
    reading = reader.read(played_strip(Direction.DOWN)[2], Direction.DOWN, cyclic=True)
    assert len(reading.joints) == 8
