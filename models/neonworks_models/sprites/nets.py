"""A small convolutional net in numpy: for pictures of 48×48 cells this takes about a millisecond.

The weights are half precision in a safetensors file that names its format; batch norms are already folded
into the convolutions.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from neonworks_protocol.errors import BadRequest, Unavailable
from numpy.typing import NDArray

from neonworks_models.catalog.weights import load_tensors
from neonworks_models.sprites.linear import product

__all__ = ["ConvNet"]

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class ConvNet:
    """3×3 convolutions with ReLU, one hidden layer with ReLU, one linear output."""

    convolutions: tuple[tuple[Array, Array, int], ...]
    """(weight (9·in, out), bias (out,), stride) each."""
    hidden: tuple[Array, Array]
    output: tuple[Array, Array]

    @classmethod
    def load(cls, path: Path, wanted_format: str, sha256: str) -> "ConvNet":
        """Read the weights with this checksum; raises Unavailable where they are missing or others."""
        try:
            stored = load_tensors(path, sha256)
        except BadRequest as error:
            raise Unavailable(
                f"The weights {path.name} cannot be used ({error.message}); reinstall the package."
            ) from None
        about = stored.metadata
        if about.get("format") != wanted_format:
            raise Unavailable(f"The weights {path.name} are not {wanted_format}; reinstall the package.")
        tensors = {name: array.astype(np.float32) for name, array in stored.arrays.items()}
        convolutions = tuple(
            (_as_matrix(tensors[f"conv{i}.weight"]), tensors[f"conv{i}.bias"], int(stride))
            for i, stride in enumerate(json.loads(about["strides"]))
        )
        return cls(
            convolutions,
            (tensors["hidden.weight"].T.copy(), tensors["hidden.bias"]),
            (tensors["output.weight"].T.copy(), tensors["output.bias"]),
        )

    def __call__(self, pictures: Array) -> Array:
        """Outputs of shape (n, outputs) for pictures of shape (n, channels, side, side)."""
        cells = np.ascontiguousarray(pictures.transpose(0, 2, 3, 1))
        for weight, bias, stride in self.convolutions:
            patches = _patches(cells, stride)
            flat = product(patches.reshape(-1, patches.shape[-1]), weight) + bias
            cells = np.maximum(flat, 0).reshape(*patches.shape[:-1], -1)
        flat = cells.transpose(0, 3, 1, 2).reshape(len(cells), -1)
        hidden = np.maximum(product(flat, self.hidden[0]) + self.hidden[1], 0)
        return product(hidden, self.output[0]) + self.output[1]


def _as_matrix(weight: Array) -> Array:
    """(out, in, 3, 3) to (9·in, out), in the order in which ``_patches`` lays out a neighbourhood."""
    return np.ascontiguousarray(weight.transpose(2, 3, 1, 0).reshape(-1, weight.shape[0]))


def _patches(cells: Array, stride: int) -> Array:
    """The 3×3 neighbourhood of every ``stride``-th cell, zero outside: (n, side', side', 9·channels)."""
    count, side, _, channels = cells.shape
    padded = np.zeros((count, side + 2, side + 2, channels), np.float32)
    padded[:, 1:-1, 1:-1] = cells
    out = (side + 1) // stride if stride > 1 else side
    span = out * stride
    parts = [
        padded[:, dy : dy + span : stride, dx : dx + span : stride] for dy in range(3) for dx in range(3)
    ]
    return np.concatenate([part[:, :out, :out] for part in parts], axis=-1)
