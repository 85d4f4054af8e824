import hashlib
from pathlib import Path

import numpy as np
import pytest
from neonworks_models.sprites.nets import ConvNet
from neonworks_protocol.errors import Unavailable
from safetensors.numpy import save_file


def tensors() -> dict[str, np.ndarray]:
    random = np.random.default_rng(1)
    shapes = {
        "conv0.weight": (3, 2, 3, 3), "conv0.bias": (3,), "conv1.weight": (4, 3, 3, 3), "conv1.bias": (4,),
        "hidden.weight": (5, 4 * 4 * 4), "hidden.bias": (5,), "output.weight": (2, 5), "output.bias": (2,),
    }  # fmt: skip
    return {name: random.normal(0, 0.5, shape).astype(np.float16) for name, shape in shapes.items()}


def saved(path: Path, about: dict[str, str]) -> Path:
    save_file(tensors(), path, metadata=about)
    return path


def loaded(path: Path, wanted_format: str = "test/1") -> ConvNet:
    return ConvNet.load(path, wanted_format, hashlib.sha256(path.read_bytes()).hexdigest())


def slow_convolution(cells: np.ndarray, weight: np.ndarray, bias: np.ndarray, stride: int) -> np.ndarray:
    side = cells.shape[1]
    padded = np.pad(cells, ((0, 0), (1, 1), (1, 1)))
    out = -(-side // stride)
    result = np.zeros((weight.shape[0], out, out))
    for o, y, x in np.ndindex(result.shape):
        part = padded[:, y * stride : y * stride + 3, x * stride : x * stride + 3]
        result[o, y, x] = max(0.0, float((part * weight[o]).sum() + bias[o]))
    return result


def test_agrees_with_a_convolution_written_out(tmp_path: Path) -> None:
    net = loaded(saved(tmp_path / "w.safetensors", {"format": "test/1", "strides": "[2, 1]"}))
    picture = np.random.default_rng(2).normal(size=(3, 2, 8, 8)).astype(np.float32)
    stored = {name: value.astype(float) for name, value in tensors().items()}
    for one, answer in zip(picture, net(picture), strict=True):
        cells = slow_convolution(one, stored["conv0.weight"], stored["conv0.bias"], 2)
        cells = slow_convolution(cells, stored["conv1.weight"], stored["conv1.bias"], 1)
        hidden = np.maximum(stored["hidden.weight"] @ cells.ravel() + stored["hidden.bias"], 0)
        assert answer == pytest.approx(stored["output.weight"] @ hidden + stored["output.bias"], abs=1e-3)


def test_missing_damaged_and_foreign_weights_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot read none"):
        ConvNet.load(tmp_path / "none.safetensors", "test/1", "0" * 64)
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(b"\xff" * 64)
    with pytest.raises(Unavailable, match="in no format"):
        loaded(damaged)
    good = saved(tmp_path / "w.safetensors", {"format": "test/1", "strides": "[2, 1]"})
    with pytest.raises(Unavailable, match="are not test/2"):
        loaded(good, "test/2")
    with pytest.raises(Unavailable, match=r"checksum differs\); reinstall"):
        ConvNet.load(good, "test/1", "0" * 64)
