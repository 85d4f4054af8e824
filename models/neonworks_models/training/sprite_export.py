"""Writes a trained sprite net as ONNX and checks it against PyTorch.

The graph takes one window at a time: what ``nets.pixel_choice`` makes of it, planes as (1, PLANES, H, W) with
H and W multiples of 8, and answers the logits of every pixel, (1, H, W, CHOICES + COLOURS).

How its weights are stored: ``stored_weights``.
"""

import argparse
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from neonworks_protocol.errors import Unavailable

from neonworks_models.nets.indexed import COLOURS
from neonworks_models.nets.pixel_choice import KEY_FEATURES, PHASE_FEATURES, PLANES, POSE_FEATURES
from neonworks_models.nets.sprite_session import FORMAT, INPUTS, OUTPUT
from neonworks_models.nets.sprite_unet import SpriteUNet
from neonworks_models.sprites.rig import Joint
from neonworks_models.training.sprite_recipe import Network
from neonworks_models.training.stored_weights import Storage, rounded, stored

__all__ = ["TOLERANCE", "export", "main"]

TOLERANCE = 2e-3
"""Largest difference of a logit between PyTorch and onnxruntime, both fp32."""
_SIDES = ((64, 64), (64, 96), (48, 56))
"""Windows that are compared."""


def export(checkpoint: Path, out: Path, storage: Storage = Storage.HALF) -> float:
    """Write the averaged weights of ``checkpoint`` to ``out``; the largest difference found in the check.

    Raises ``Unavailable`` where a package is missing or the graph does not answer as PyTorch does.
    """
    torch, onnx, runtime = (_package(name) for name in ("torch", "onnx", "onnxruntime"))
    net, state = _net(torch, checkpoint, storage)
    rows, columns = (torch.export.Dim(name, min=2, max=64) for name in ("rows", "columns"))
    shapes = {"planes": {2: 8 * rows, 3: 8 * columns}}
    given = _window(torch, *_SIDES[0], seed=0)
    program = torch.onnx.export(
        _whole(torch, net),
        tuple(given.values()),
        input_names=list(INPUTS),
        output_names=[OUTPUT],
        dynamic_shapes=tuple(shapes.get(name) for name in INPUTS),
        dynamo=True,
        opset_version=18,
        verbose=False,
    )
    model = stored(onnx, program.model_proto, storage)
    for key, value in (("format", FORMAT), ("step", str(state["step"])), ("network", state["network"])):
        model.metadata_props.add(key=key, value=value)
    onnx.save(model, out)
    return _checked(torch, runtime, net, out)


def _whole(torch: Any, net: Any) -> Any:
    """The net asked for every pixel of one window, its inputs in order."""

    class Whole(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.net = net

        def forward(
            self,
            planes: Any,
            keys: Any,
            allowed: Any,
            action: Any,
            view: Any,
            hand: Any,
            phase: Any,
            pose: Any,
            joints: Any,
            size: Any,
        ) -> Any:
            given = (planes, keys, allowed, action, view, hand, phase, pose, joints, size)
            return self.net.every_pixel(dict(zip(INPUTS, given, strict=True)))

    return Whole().eval()


def _net(torch: Any, checkpoint: Path, storage: Storage) -> tuple[Any, dict[str, Any]]:
    state = torch.load(checkpoint, weights_only=True)
    sizes = msgspec.convert(json.loads(state["network"]), Network)
    net = SpriteUNet(sizes.widths, condition=sizes.condition, features=sizes.features, depth=sizes.depth)
    net.load_state_dict(rounded(torch, state["averaged"], storage))
    return net.eval(), state


def _window(torch: Any, height: int, width: int, *, seed: int) -> dict[str, Any]:
    """One window of random numbers of the right kinds."""
    random = np.random.default_rng(seed)
    real = {
        "planes": (1, PLANES, height, width),
        "keys": (1, COLOURS, KEY_FEATURES),
        "phase": (1, PHASE_FEATURES),
        "pose": (1, POSE_FEATURES),
        "joints": (1, 2 * len(Joint)),
        "size": (1, 1),
    }
    given = {
        name: torch.from_numpy(random.normal(0, 0.5, shape).astype(np.float32))
        for name, shape in real.items()
    }
    given["allowed"] = torch.from_numpy(np.arange(COLOURS)[None] < random.integers(2, COLOURS))
    for name in ("action", "view", "hand"):
        given[name] = torch.from_numpy(random.integers(0, 4, 1))
    return {name: given[name] for name in INPUTS}


def _checked(torch: Any, runtime: Any, net: Any, out: Path) -> float:
    session = runtime.InferenceSession(str(out), providers=["CPUExecutionProvider"])
    worst = 0.0
    for seed, sides in enumerate(_SIDES):
        given = _window(torch, *sides, seed=seed)
        with torch.no_grad():
            wanted = net.every_pixel(given).numpy()
        (answer,) = session.run([OUTPUT], {name: value.numpy() for name, value in given.items()})
        worst = max(worst, float(np.abs(answer - wanted).max()))
    if worst > TOLERANCE:
        raise Unavailable(f"{out} answers otherwise than PyTorch, by {worst:.4f}; it is of no use.")
    return worst


def _package(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise Unavailable(
            f"Export needs {name}: pip install 'neonworks-animator[train]' and run again."
        ) from None


def main(arguments: list[str] | None = None) -> None:
    """Export one checkpoint."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("checkpoint", type=Path, help="best.pt or newest.pt of a training")
    parser.add_argument("out", type=Path, help="ONNX file to write")
    parser.add_argument(
        "--storage",
        type=Storage,
        choices=list(Storage),
        default=Storage.BYTE,
        help="bytes a weight takes: byte (one, the default) or half (two)",
    )
    options = parser.parse_args(arguments)
    worst = export(options.checkpoint, options.out, options.storage)
    print(f"{options.out}: largest difference from PyTorch {worst:.2g}")


if __name__ == "__main__":
    main()
