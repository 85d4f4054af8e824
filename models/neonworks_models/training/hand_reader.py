"""Trains the hand reader: ``python -m neonworks_models.training.hand_reader --help``.

Samples (``data.hand_samples``) in, one safetensors file out, laid out as the still reader's weights.
"""

import argparse
import json
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from neonworks_protocol.errors import Unavailable
from numpy.typing import NDArray
from safetensors.numpy import save_file

from neonworks_models.data.hand_samples import HandSamples, make_hand_samples
from neonworks_models.sprites.figure import CHANNELS, SIDE
from neonworks_models.sprites.hand_reader import FORMAT, Artist

__all__ = ["main", "train"]

_BATCH = 128
_RATE = 2e-3
_CONVOLUTIONS = ((CHANNELS, 16, 2), (16, 24, 2), (24, 32, 2))
"""(channels in, channels out, stride), all 3×3."""
_HIDDEN = 48
_PATCH = 18
"""Largest side, in cells, of the patch that is wiped out of a picture: no single garment may decide."""


def train(samples: HandSamples, validation: HandSamples, out: Path, *, steps: int, seed: int = 0) -> None:
    """Train for ``steps`` batches; ``out`` is written at every quarter.

    Raises ``Unavailable`` without PyTorch.
    """
    torch = _torch()
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    random = np.random.default_rng(seed)
    net = _network(torch)
    optimiser = torch.optim.AdamW(net.parameters(), lr=_RATE, weight_decay=0.05)
    started = time.monotonic()
    for step in range(1, steps + 1):
        for group in optimiser.param_groups:
            group["lr"] = _RATE * (0.5 + 0.5 * float(np.cos(np.pi * step / steps)))
        rows = random.integers(len(samples.artists), size=_BATCH)
        outputs = net(_varied(torch, random, samples.pictures[rows]))
        wanted = torch.from_numpy(samples.artists[rows])
        loss = torch.nn.functional.cross_entropy(outputs, wanted, label_smoothing=0.02)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % max(1, steps // 4) == 0:
            report = _report(torch, net, validation)
            print(f"{step} batches, {time.monotonic() - started:.0f} s: {json.dumps(report)}", flush=True)
            _export(net, out, report)
            net.train()


def _torch() -> Any:
    try:
        return import_module("torch")
    except ImportError:
        raise Unavailable("Training needs PyTorch: pip install torch==2.13.0 and run again.") from None


def _network(torch: Any) -> Any:
    nn, layers = torch.nn, []
    for inside, outside, stride in _CONVOLUTIONS:
        layers += [nn.Conv2d(inside, outside, 3, stride, 1), nn.ReLU()]
    cells = (SIDE // 8) ** 2 * _CONVOLUTIONS[-1][1]
    layers += [nn.Flatten(), nn.Dropout(0.3), nn.Linear(cells, _HIDDEN), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(_HIDDEN, len(Artist)))


def _planes(torch: Any, pictures: NDArray[np.uint8]) -> Any:
    planes = torch.from_numpy(pictures).float() / 255
    planes[:, 2:] -= 128 / 255
    return planes


def _varied(torch: Any, random: np.random.Generator, pictures: NDArray[np.uint8]) -> Any:
    """Other colours and brightness, a patch wiped out of half of them, shifts of a cell."""
    planes = _planes(torch, pictures)
    n = len(planes)
    gain, size = torch.empty(n, 1, 1).uniform_(0.7, 1.3), torch.empty(n, 1, 1).uniform_(0.2, 1.4)
    angle = torch.randn(n, 1, 1) * 1.2
    red, blue = planes[:, 2], planes[:, 3]
    turned = (red * angle.cos() - blue * angle.sin()) * size, (red * angle.sin() + blue * angle.cos()) * size
    planes = torch.stack([planes[:, 0], planes[:, 1] * gain, *turned], dim=1)
    for index in np.flatnonzero(random.random(n) < 0.5):
        high, wide = random.integers(4, _PATCH + 1, 2)
        y, x = random.integers(0, SIDE - 4, 2)
        planes[index, :, y : y + high, x : x + wide] = 0
    return torch.roll(planes, (int(random.integers(-1, 2)), int(random.integers(-1, 2))), dims=(2, 3))


def _report(torch: Any, net: Any, samples: HandSamples) -> dict[str, float]:
    """Share of right answers of each artist's characters."""
    net.eval()
    with torch.no_grad():
        answers = net(_planes(torch, samples.pictures)).numpy().argmax(1)
    return {
        artist.name.lower(): round(float((answers == artist)[samples.artists == artist].mean()), 4)
        for artist in Artist
        if (samples.artists == artist).any()
    }


def _export(net: Any, out: Path, report: dict[str, float]) -> None:
    tensors: dict[str, NDArray[np.float16]] = {}
    layers = [layer for layer in net if hasattr(layer, "weight")]
    names = [f"conv{index}" for index in range(len(_CONVOLUTIONS))] + ["hidden", "output"]
    for name, layer in zip(names, layers, strict=True):
        tensors[f"{name}.weight"] = np.ascontiguousarray(layer.weight.detach().numpy(), np.float16)
        tensors[f"{name}.bias"] = np.ascontiguousarray(layer.bias.detach().numpy(), np.float16)
    strides = json.dumps([stride for *_, stride in _CONVOLUTIONS])
    figures = {name: f"{share:.4f}" for name, share in report.items()}
    save_file(tensors, out, metadata={"format": FORMAT, "strides": strides, **figures})


def main(arguments: list[str] | None = None) -> None:
    """Make the samples, train, write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sprites", type=Path, required=True, help="folder with lpc-revised and lpc-classic")
    parser.add_argument("--out", type=Path, required=True, help="weights file to write")
    parser.add_argument("--samples", type=int, default=16_000)
    parser.add_argument("--characters", type=int, default=1_000, help="layered characters to compose")
    parser.add_argument("--steps", type=int, default=2_400, help="batches of 128")
    options = parser.parse_args(arguments)
    few, measured = max(20, options.characters // 8), max(60, options.samples // 8)
    validation = make_hand_samples(options.sprites, measured, 1, characters=few, holdout=True)
    samples = make_hand_samples(options.sprites, options.samples, 2, characters=options.characters)
    train(samples, validation, options.out, steps=options.steps)


if __name__ == "__main__":
    main()
