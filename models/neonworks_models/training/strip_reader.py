"""Trains the strip reader: ``python -m neonworks_models.training.strip_reader --help``.

Samples of the sprite net (``data.net_composer``) in, one safetensors file out (``sprites.strip_reader``). It
begins as the still reader, which knows bodies, and learns what moving ones look like: a quarter of an hour on
one processor core is enough.
"""

import argparse
import json
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from neonworks_protocol.errors import Unavailable
from neonworks_protocol.vocabulary import Direction
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from neonworks_models.data.net_composer import Kind, make_samples
from neonworks_models.sprites.figure import SIDE
from neonworks_models.sprites.rig import Joint
from neonworks_models.sprites.sides import opposite
from neonworks_models.sprites.strip_frame import FLOOR, PLANES, SPAN
from neonworks_models.training.strip_samples import VIEWS, StripSamples, strip_samples

__all__ = ["main", "train"]

_FIELDS = ("planes", "views", "joints", "weights", "depths")
_BATCH = 96
_RATE = 8e-4
_JOINTS = len(Joint)
_DEPTHS = 3
_CONVOLUTIONS = ((PLANES, 24, 2), (24, 40, 2), (40, 56, 1), (56, 64, 2))
"""(channels in, channels out, stride), all 3×3: the still reader's, with more planes."""
_HIDDEN = 224
_POINTS = 2 * _JOINTS * 2
_OUTPUTS = _POINTS + 2 * _DEPTHS
"""For each view: x and y of all joints as posed, then at rest, then how each arm lies."""
_STILL_READER = Path(__file__).parents[1] / "weights" / "still_reader.safetensors"
_SWAP = np.array([list(Joint).index(opposite(joint)) for joint in Joint])
_SIDEWAYS = VIEWS.index(VIEWS[-1])
"""The view that is not shown in a mirror: left figures are turned before they are read."""


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
    layers += [nn.Flatten(), nn.Linear(cells, _HIDDEN), nn.ReLU()]
    layers += [nn.Linear(_HIDDEN, len(VIEWS) * _OUTPUTS)]
    return nn.Sequential(*layers).to(memory_format=torch.channels_last)


def train(
    samples: StripSamples, held: StripSamples, out: Path, *, minutes: float, start: Path, seed: int = 0
) -> None:
    """Train for ``minutes`` of wall time; ``out`` is written at every eighth of it; ``start``: the still
    reader's weights, or such as this has written."""
    torch = _torch()
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    random = np.random.default_rng(seed)
    net = _network(torch)
    _started(torch, net, start)
    optimiser = torch.optim.AdamW(net.parameters(), lr=_RATE, weight_decay=0.03)
    started, steps = time.monotonic(), 0
    for part in range(1, 9):
        done = 0.0
        net.train()
        while done < part / 8:
            for batch in _batches(random, samples, 25):
                done = min(1.0, (time.monotonic() - started) / (60 * minutes))
                for group in optimiser.param_groups:
                    group["lr"] = _RATE * (0.5 + 0.5 * float(np.cos(np.pi * done)))
                loss = _loss(torch, net, batch)
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
            steps += 25
        report = _report(torch, net, held)
        print(f"{steps} batches: {json.dumps(report)}", flush=True)
        _export(net, out, report)


def _started(torch: Any, net: Any, path: Path) -> None:
    """What both nets have in common; the rest counts little yet. Posed joints and those at rest begin as the
    still's, turned into figure heights from the ground point."""
    tensors = {name: torch.from_numpy(array.astype(np.float32)) for name, array in load_file(path).items()}
    layers = list(net)
    if tensors["conv0.weight"].shape[1] == PLANES:
        _go_on(torch, layers, tensors)
        return
    with torch.no_grad():
        for index in range(len(_CONVOLUTIONS)):
            stored = tensors[f"conv{index}.weight"]
            layers[2 * index].weight.mul_(0.2)
            layers[2 * index].weight[:, : stored.shape[1]] = stored
            layers[2 * index].bias.copy_(tensors[f"conv{index}.bias"])
        stored = tensors["hidden.weight"]
        layers[-3].weight[: len(stored)] = stored
        layers[-3].bias[: len(stored)] = tensors["hidden.bias"]
        weight, bias = _placed_outputs(tensors["output.weight"], tensors["output.bias"])
        layers[-1].weight.mul_(0.2)
        for view in range(len(VIEWS)):
            rows = slice(view * _OUTPUTS, view * _OUTPUTS + _POINTS)
            layers[-1].weight[rows, : weight.shape[-1]] = torch.from_numpy(weight[view])
            layers[-1].bias[rows] = torch.from_numpy(bias[view])


def _go_on(torch: Any, layers: list[Any], tensors: dict[str, Any]) -> None:
    """Weights of this net's own form, to be trained on."""
    with torch.no_grad():
        for index in range(len(_CONVOLUTIONS)):
            layers[2 * index].weight.copy_(tensors[f"conv{index}.weight"])
            layers[2 * index].bias.copy_(tensors[f"conv{index}.bias"])
        for name, layer in (("hidden", layers[-3]), ("output", layers[-1])):
            layer.weight.copy_(tensors[f"{name}.weight"])
            layer.bias.copy_(tensors[f"{name}.bias"])


def _placed_outputs(weight: Any, bias: Any) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The still reader's joints of each view, twice, as shares of the window: (views, points, hidden)."""
    points = _JOINTS * 2
    shift = np.tile([-0.5 * SPAN, -FLOOR * SPAN], _JOINTS).astype(np.float32)
    weights, biases = [], []
    for view in VIEWS:
        at = list(Direction).index(view) * points
        weights.append(np.tile(SPAN * weight[at : at + points].numpy(), (2, 1)))
        biases.append(np.tile(SPAN * bias[at : at + points].numpy() + shift, 2))
    return np.stack(weights), np.stack(biases)


def _batches(random: np.random.Generator, samples: StripSamples, limit: int) -> Iterator[StripSamples]:
    for _ in range(limit):
        rows = random.integers(len(samples.views), size=_BATCH)
        yield _mirrored(random, StripSamples(*(getattr(samples, field)[rows] for field in _FIELDS)))


def _mirrored(random: np.random.Generator, batch: StripSamples) -> StripSamples:
    """Half of the views from the front and the back seen in a mirror."""
    turned = (random.random(len(batch.views)) < 0.5) & (batch.views != _SIDEWAYS)
    planes, joints, weights, depths = (
        getattr(batch, name).copy() for name in ("planes", "joints", "weights", "depths")
    )
    planes[turned] = planes[turned][..., ::-1]
    joints[turned] = joints[turned][:, :, _SWAP] * np.array([-1, 1], np.float32)
    weights[turned] = weights[turned][:, _SWAP]
    depths[turned] = depths[turned][:, ::-1]
    return StripSamples(planes, batch.views, joints, weights, depths)


def _planes(torch: Any, planes: NDArray[np.uint8]) -> Any:
    shown = torch.from_numpy(planes).float() / 255
    shown[:, 2:4] -= 128 / 255
    return shown


def _recoloured(torch: Any, planes: Any) -> Any:
    """Per sample: luma gain and offset within the figure, chroma turned and stretched."""
    n = planes.shape[0]
    gain, offset = torch.empty(n, 1, 1).uniform_(0.7, 1.3), torch.empty(n, 1, 1).uniform_(-0.15, 0.15)
    angle, size = torch.randn(n, 1, 1) * 0.8, torch.empty(n, 1, 1).uniform_(0.4, 1.3)
    red, blue = planes[:, 2], planes[:, 3]
    chroma = (red * angle.cos() - blue * angle.sin()) * size, (red * angle.sin() + blue * angle.cos()) * size
    luma = [planes[:, at + 1] * gain + offset * planes[:, at] for at in (0, 4, 6)]
    stacked = [planes[:, 0], luma[0], *chroma, planes[:, 4], luma[1], planes[:, 6], luma[2]]
    return torch.stack(stacked, dim=1).contiguous(memory_format=torch.channels_last)


def _answers(torch: Any, net: Any, planes: Any, views: NDArray[np.int64]) -> tuple[Any, Any]:
    """Joints (n, 2, 16, 2) and depth logits (n, 2, 3) in the samples' own views."""
    outputs = net(planes).reshape(-1, len(VIEWS), _OUTPUTS)
    own = outputs[torch.arange(len(views)), torch.from_numpy(views)]
    return own[:, :_POINTS].reshape(-1, 2, _JOINTS, 2), own[:, _POINTS:].reshape(-1, 2, _DEPTHS)


def _loss(torch: Any, net: Any, batch: StripSamples) -> Any:
    functional = torch.nn.functional
    joints, depths = _answers(torch, net, _recoloured(torch, _planes(torch, batch.planes)), batch.views)
    truth, weights = torch.from_numpy(batch.joints), torch.from_numpy(batch.weights)[..., None]

    def missed(read: Any, true: Any) -> Any:
        return (functional.smooth_l1_loss(read, true, beta=0.02, reduction="none") * weights).sum()

    off = missed(joints[:, 0], truth[:, 0]) + missed(joints[:, 1], truth[:, 1])
    # What moves another figure is the difference of both.
    off = off + 2 * missed(joints[:, 0] - joints[:, 1], truth[:, 0] - truth[:, 1])
    order = functional.cross_entropy(depths.reshape(-1, _DEPTHS), torch.from_numpy(batch.depths).reshape(-1))
    return 20 * off / weights.sum() / 8 + 0.1 * order


def _report(torch: Any, net: Any, samples: StripSamples) -> dict[str, float]:
    """Mean joint distances in figure heights, as posed and as moved from rest; share of right depths."""
    net.eval()
    with torch.no_grad():
        parts = [
            _answers(torch, net, _planes(torch, samples.planes[i : i + 512]), samples.views[i : i + 512])
            for i in range(0, len(samples.views), 512)
        ]
    joints = torch.cat([part[0] for part in parts]).numpy()
    depths = torch.cat([part[1] for part in parts]).numpy().argmax(-1)
    moved = (joints[:, 0] - joints[:, 1]) - (samples.joints[:, 0] - samples.joints[:, 1])
    still = samples.joints[:, 0] - samples.joints[:, 1]
    return {
        "posed": float(np.linalg.norm(joints[:, 0] - samples.joints[:, 0], axis=-1).mean()),
        "moved": float(np.linalg.norm(moved, axis=-1).mean()),
        "moved_if_none": float(np.linalg.norm(still, axis=-1).mean()),
        "depths": float((depths == samples.depths).mean()),
    }


def _export(net: Any, out: Path, report: dict[str, float]) -> None:
    tensors: dict[str, NDArray[np.float16]] = {}
    layers = list(net)
    for index in range(len(_CONVOLUTIONS)):
        tensors[f"conv{index}.weight"] = _half(layers[2 * index].weight.detach().numpy())
        tensors[f"conv{index}.bias"] = _half(layers[2 * index].bias.detach().numpy())
    for name, layer in (("hidden", layers[-3]), ("output", layers[-1])):
        tensors[f"{name}.weight"] = _half(layer.weight.detach().numpy())
        tensors[f"{name}.bias"] = _half(layer.bias.detach().numpy())
    about = {"format": "strip-reader/1", "strides": json.dumps([stride for *_, stride in _CONVOLUTIONS])}
    save_file(tensors, out, metadata=about | {name: f"{value:.4f}" for name, value in report.items()})


def _half(array: NDArray[np.float32]) -> NDArray[np.float16]:
    return np.ascontiguousarray(array, dtype=np.float16)


def _made(root: Path, work: Path, kind: Kind, count: int, *, holdout: bool) -> StripSamples:
    """The samples of ``count`` figures, read from ``work`` where they were made before."""
    path = work / f"strip_{'withheld_' if holdout else ''}{kind}_{count}.npz"
    if not path.is_file():
        drawn = make_samples(root, kind, count, 77, holdout=holdout)
        made = strip_samples(drawn, root, np.random.default_rng(count))
        np.savez(path, **{field: getattr(made, field) for field in _FIELDS})
        print(f"made {path.name}: {len(made.views)} frames", flush=True)
    with np.load(path) as stored:
        return StripSamples(*(stored[field] for field in _FIELDS))


def _joined(parts: list[StripSamples]) -> StripSamples:
    return StripSamples(*(np.concatenate([getattr(part, field) for part in parts]) for field in _FIELDS))


def main(arguments: list[str] | None = None) -> None:
    """Make the samples that are missing, train, write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sprites", type=Path, required=True, help="folder with lpc-revised and lpc-classic")
    parser.add_argument("--work", type=Path, required=True, help="folder for the samples")
    parser.add_argument("--out", type=Path, required=True, help="weights file to write")
    parser.add_argument("--figures", default="160,160,520", help="plain, reshaped and drawn figures")
    parser.add_argument("--start", type=Path, default=_STILL_READER, help="weights to begin from")
    parser.add_argument("--minutes", type=float, default=20.0)
    options = parser.parse_args(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    counts = dict(zip(Kind, (int(part) for part in options.figures.split(",")), strict=True))
    train_parts = [_made(options.sprites, options.work, kind, n, holdout=False) for kind, n in counts.items()]
    held_parts = [
        _made(options.sprites, options.work, kind, max(2, n // 16), holdout=True)
        for kind, n in counts.items()
    ]
    train(
        _joined(train_parts), _joined(held_parts), options.out, minutes=options.minutes, start=options.start
    )


if __name__ == "__main__":
    main()
