import hashlib
import importlib.util
from pathlib import Path

import numpy as np
import pytest
from neonworks_models.data.reader_samples import Samples
from neonworks_models.training import still_reader
from neonworks_protocol.errors import Unavailable


def samples(n: int) -> Samples:
    random = np.random.default_rng(0)
    return Samples(
        random.integers(0, 256, (n, 4, 48, 48), np.uint8),
        random.integers(-1, 4, n),
        random.integers(0, 5, n),
        random.random((n, 16, 2), np.float32),
        np.ones((n, 16), np.float32),
    )


def test_shards_are_read_back(tmp_path: Path) -> None:
    whole = samples(7)
    still_reader.save_shard(whole, tmp_path / "a.npz")
    again = still_reader.load_shard(tmp_path / "a.npz")
    for name in ("pictures", "facings", "archetypes", "joints", "weights"):
        assert np.array_equal(getattr(whole, name), getattr(again, name))


@pytest.mark.skipif(importlib.util.find_spec("torch") is not None, reason="PyTorch is installed")
def test_without_pytorch_one_line_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="pip install torch"):
        still_reader.train([samples(4)], samples(4), tmp_path / "w.safetensors", minutes=0.001)


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")
def test_trained_weights_are_read_by_the_numpy_net(tmp_path: Path) -> None:
    from neonworks_models.sprites.nets import ConvNet
    from neonworks_models.sprites.reader import FORMAT

    out = tmp_path / "w.safetensors"
    still_reader.train([samples(64)], samples(16), out, minutes=0.02)
    answer = ConvNet.load(out, FORMAT, hashlib.sha256(out.read_bytes()).hexdigest())(
        np.zeros((2, 4, 48, 48), np.float32)
    )
    assert answer.shape == (2, 4 * 32 + 4 + 5)
    assert np.isfinite(answer).all()
