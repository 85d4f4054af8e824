"""Trains the still reader: ``python -m neonworks_models.training.still_reader --help``.

Shards of samples (``data.reader_samples``) in, one safetensors file out. Batch norms are folded into the
convolutions on export, so that running the net takes numpy only (``sprites.reader``).
"""

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from neonworks_protocol.errors import Unavailable
from neonworks_protocol.vocabulary import Archetype, Direction
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from neonworks_models.data.reader_samples import Samples, make_samples
from neonworks_models.sprites.figure import CHANNELS, SIDE
from neonworks_models.sprites.rig import Joint
from neonworks_models.sprites.sides import opposite

__all__ = ["load_shard", "main", "save_shard", "train"]

_BATCH = 256
_ROUND = 50
"""Batches drawn from one shard before the next one's turn."""
_RATE = 2e-3
_FIELDS = ("pictures", "facings", "archetypes", "joints", "weights")
_JOINTS = len(Joint)
_CONVOLUTIONS = ((CHANNELS, 24, 2), (24, 40, 2), (40, 56, 1), (56, 64, 2))
"""(channels in, channels out, stride), all 3×3."""
_HIDDEN = 160
_SWAP = np.array([list(Joint).index(opposite(joint)) for joint in Joint])
_TURN = np.array([list(Direction).index(direction.mirrored) for direction in Direction])


def save_shard(samples: Samples, path: Path) -> None:
    """Write samples to an uncompressed .npz."""
    np.savez(path, **{field: getattr(samples, field) for field in _FIELDS})


def load_shard(path: Path) -> Samples:
    """Read what ``save_shard`` wrote."""
    with np.load(path) as stored:
        return Samples(*(stored[field] for field in _FIELDS))


def train(
    shards: Sequence[Samples],
    validation: Samples,
    out: Path,
    *,
    minutes: float,
    seed: int = 0,
    start: Path | None = None,
) -> None:
    """Train for ``minutes`` of wall time; ``out`` is written at every quarter of it.

    ``start`` continues from written weights, at a quarter of the rate; their norms are folded and stay so.
    """
    torch = _torch()
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    random = np.random.default_rng(seed)
    net, rate = _network(torch), _RATE
    if start is not None:
        _restore(torch, net, start)
        rate /= 4
    _practise(net, folded=start is not None)
    optimiser = torch.optim.AdamW(net.parameters(), lr=_RATE, weight_decay=0.02)
    started, steps = time.monotonic(), 0
    for quarter in range(1, 5):
        done = 0.0
        while done < quarter / 4:
            for batch in _batches(random, shards[steps % len(shards)], _BATCH, limit=_ROUND):
                done = min(1.0, (time.monotonic() - started) / (60 * minutes))
                for group in optimiser.param_groups:
                    group["lr"] = rate * (0.5 + 0.5 * float(np.cos(np.pi * done)))
                loss = _loss(torch, net, batch)
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
            steps += 1
        report = _report(torch, net, validation)
        print(f"{steps * _ROUND} batches: {json.dumps(report)}", flush=True)
        _export(net, out, report)
        _practise(net, folded=start is not None)


def _torch() -> Any:
    try:
        return import_module("torch")
    except ImportError:
        raise Unavailable("Training needs PyTorch: pip install torch==2.13.0 and run again.") from None


def _network(torch: Any) -> Any:
    nn, layers = torch.nn, []
    for inside, outside, stride in _CONVOLUTIONS:
        layers += [nn.Conv2d(inside, outside, 3, stride, 1, bias=False), nn.BatchNorm2d(outside), nn.ReLU()]
    cells = (SIDE // 8) ** 2 * _CONVOLUTIONS[-1][1]
    outputs = len(Direction) * _JOINTS * 2 + len(Direction) + len(Archetype)
    layers += [nn.Flatten(), nn.Linear(cells, _HIDDEN), nn.ReLU(), nn.Linear(_HIDDEN, outputs)]
    return nn.Sequential(*layers).to(memory_format=torch.channels_last)


def _restore(torch: Any, net: Any, path: Path) -> None:
    """Written weights into the net; each norm becomes the identity with the folded bias."""
    tensors = {name: torch.from_numpy(array.astype(np.float32)) for name, array in load_file(path).items()}
    layers = list(net)
    with torch.no_grad():
        for index in range(len(_CONVOLUTIONS)):
            norm = layers[3 * index + 1]
            layers[3 * index].weight.copy_(tensors[f"conv{index}.weight"])
            norm.bias.copy_(tensors[f"conv{index}.bias"])
            norm.running_mean.zero_()
            norm.running_var.fill_(1 - norm.eps)
        for name, layer in (("hidden", layers[-3]), ("output", layers[-1])):
            layer.weight.copy_(tensors[f"{name}.weight"])
            layer.bias.copy_(tensors[f"{name}.bias"])


def _practise(net: Any, *, folded: bool) -> None:
    net.train()
    for index in range(len(_CONVOLUTIONS)):
        list(net)[3 * index + 1].train(not folded)


def _batches(random: np.random.Generator, samples: Samples, size: int, *, limit: int) -> Iterator[Samples]:
    """Random batches, half of them mirrored, all with their brightness and hue shifted."""
    for _ in range(limit):
        rows = random.integers(len(samples.facings), size=size)
        batch = Samples(*(getattr(samples, field)[rows] for field in _FIELDS))
        yield _mirrored(batch) if random.random() < 0.5 else batch


def _mirrored(batch: Samples) -> Samples:
    joints = batch.joints[:, _SWAP].copy()
    joints[..., 0] = 1 - joints[..., 0]
    facings = np.where(batch.facings >= 0, _TURN[batch.facings], -1)
    pictures = np.ascontiguousarray(batch.pictures[..., ::-1])
    return Samples(pictures, facings, batch.archetypes, joints, batch.weights[:, _SWAP])


def _planes(torch: Any, pictures: NDArray[np.uint8]) -> Any:
    planes = torch.from_numpy(pictures).float() / 255
    planes[:, 2:] -= 128 / 255
    return planes


def _shifted(torch: Any, planes: Any) -> Any:
    """Per sample: luma gain and offset within the figure, chroma turned and stretched."""
    n = planes.shape[0]
    gain = torch.empty(n, 1, 1).uniform_(0.75, 1.25)
    offset = torch.empty(n, 1, 1).uniform_(-0.1, 0.1)
    angle = torch.randn(n, 1, 1) * 0.6
    size = torch.empty(n, 1, 1).uniform_(0.5, 1.3)
    red, blue = planes[:, 2], planes[:, 3]
    turned = (red * angle.cos() - blue * angle.sin()) * size, (red * angle.sin() + blue * angle.cos()) * size
    luma = planes[:, 1] * gain + offset * planes[:, 0]
    planes = torch.stack([planes[:, 0], luma, *turned], dim=1)
    return planes.contiguous(memory_format=torch.channels_last)


def _split(outputs: Any) -> tuple[Any, Any, Any]:
    """Joints (n, 4, 16, 2), facing logits (n, 4), body plan logits (n, 5)."""
    joints = len(Direction) * _JOINTS * 2
    faces = joints + len(Direction)
    return (
        outputs[:, :joints].reshape(-1, len(Direction), _JOINTS, 2),
        outputs[:, joints:faces],
        outputs[:, faces:],
    )


def _loss(torch: Any, net: Any, batch: Samples) -> Any:
    functional = torch.nn.functional
    joints, faces, plans = _split(net(_shifted(torch, _planes(torch, batch.pictures))))
    facings = torch.from_numpy(batch.facings)
    chosen = joints[torch.arange(len(facings)), facings.clamp(min=0)]
    weights = torch.from_numpy(batch.weights)[..., None]
    off = functional.smooth_l1_loss(chosen, torch.from_numpy(batch.joints), beta=0.02, reduction="none")
    placed = (off * weights).sum() / weights.sum().clamp(min=1) / 2
    looks = functional.cross_entropy(faces, facings, ignore_index=-1, label_smoothing=0.02)
    kinds = functional.cross_entropy(plans, torch.from_numpy(batch.archetypes), label_smoothing=0.02)
    return 20 * placed + looks + 0.3 * kinds


def _report(torch: Any, net: Any, samples: Samples) -> dict[str, float]:
    """Mean joint distance in units of the figure's square, shares of right facings and body plans."""
    net.eval()
    with torch.no_grad():
        joints, faces, plans = _split(
            torch.cat([net(part) for part in _planes(torch, samples.pictures).split(512)])
        )
    known = samples.facings >= 0
    chosen = joints.numpy()[np.arange(len(known)), np.maximum(samples.facings, 0)]
    distance = np.linalg.norm(chosen - samples.joints, axis=-1)
    sure = samples.weights >= 1
    return {
        "joint_error": float(distance[sure].mean()),
        "facing": float((faces.numpy().argmax(1) == samples.facings)[known].mean()),
        "archetype": float((plans.numpy().argmax(1) == samples.archetypes).mean()),
    }


def _export(net: Any, out: Path, report: dict[str, float]) -> None:
    tensors: dict[str, NDArray[np.float16]] = {}
    layers = list(net)
    for index in range(len(_CONVOLUTIONS)):
        weight, bias = _folded(layers[3 * index], layers[3 * index + 1])
        tensors[f"conv{index}.weight"], tensors[f"conv{index}.bias"] = weight, bias
    for name, layer in (("hidden", layers[-3]), ("output", layers[-1])):
        tensors[f"{name}.weight"] = _half(layer.weight.detach().numpy())
        tensors[f"{name}.bias"] = _half(layer.bias.detach().numpy())
    strides = json.dumps([stride for *_, stride in _CONVOLUTIONS])
    save_file(tensors, out, metadata={"format": "still-reader/1", "strides": strides, **_as_text(report)})


def _folded(convolution: Any, norm: Any) -> tuple[NDArray[np.float16], NDArray[np.float16]]:
    scale = (norm.weight / (norm.running_var + norm.eps).sqrt()).detach().numpy()
    weight = convolution.weight.detach().numpy() * scale[:, None, None, None]
    bias = norm.bias.detach().numpy() - norm.running_mean.numpy() * scale
    return _half(weight), _half(bias)


def _half(array: NDArray[np.float32]) -> NDArray[np.float16]:
    """In C order: safetensors stores memory as it lies, and channels-last weights lie otherwise."""
    return np.ascontiguousarray(array, dtype=np.float16)


def _as_text(report: dict[str, float]) -> dict[str, str]:
    return {name: f"{value:.4f}" for name, value in report.items()}


def main(arguments: list[str] | None = None) -> None:
    """Make the shards that are missing, train, write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sprites", type=Path, required=True, help="folder with lpc-revised and lpc-classic")
    parser.add_argument("--work", type=Path, required=True, help="folder for the sample shards")
    parser.add_argument("--out", type=Path, required=True, help="weights file to write")
    parser.add_argument("--shards", type=int, default=3)
    parser.add_argument("--samples", type=int, default=50_000, help="samples in a shard")
    parser.add_argument("--minutes", type=float, default=12.0)
    parser.add_argument("--start", type=Path, help="weights to continue from")
    options = parser.parse_args(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    shards = []
    for seed in range(options.shards + 1):
        path = options.work / f"shard_{seed}.npz"
        if not path.is_file():
            measuring = seed == 0
            count = 3000 if measuring else options.samples
            save_shard(
                make_samples(
                    options.sprites, count, seed, characters=max(20, count // 160), holdout=measuring
                ),
                path,
            )
        shards.append(load_shard(path))
    train(shards[1:], shards[0], options.out, minutes=options.minutes, start=options.start)


if __name__ == "__main__":
    main()
