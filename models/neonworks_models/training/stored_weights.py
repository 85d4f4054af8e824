"""Weights as exported graphs store them: in half precision, or as bytes.

onnxruntime widens them once when it loads, so a run costs what it costs in full precision; what shrinks is
the file. Bytes are symmetric with one scale a row (an output channel), so that a row of small weights keeps
its precision. PyTorch is given the same rounded weights before both are compared.
"""

from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Storage", "as_bytes", "rounded", "stored"]

_STORED_WHOLE = 64
"""Numbers of a tensor up to which it stays in full precision: constants of the graph, and biases."""
_HIGHEST = 127
_SAME = 1e-5
"""Largest difference, relative to the largest weight, of bytes that were bytes before."""


class Storage(StrEnum):
    HALF = "half"
    """Two bytes a weight."""
    BYTE = "byte"
    """One byte a weight of a matrix or a kernel, two of anything else."""


def rounded(torch: Any, state: dict[str, Any], storage: Storage = Storage.HALF) -> dict[str, Any]:
    """The weights of ``state`` as ``storage`` keeps them, in full precision again."""
    large = {
        name: value
        for name, value in state.items()
        if value.numel() > _STORED_WHOLE and value.dtype == torch.float32
    }
    return {**state, **{name: _rounded(torch, value, storage) for name, value in large.items()}}


def _rounded(torch: Any, value: Any, storage: Storage) -> Any:
    if storage is Storage.HALF or value.ndim < 2:
        return value.half().float()
    numbers, scales = as_bytes(value.detach().numpy(), 0)
    return torch.from_numpy(numbers.astype(np.float32) * scales)


def as_bytes(values: NDArray[Any], axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """``values`` as numbers within -127..127 and the scale of each slice along ``axis``, whose shape
    broadcasts with them."""
    others = tuple(each for each in range(values.ndim) if each != axis)
    largest = np.abs(values).max(axis=others, keepdims=True)
    scales = np.maximum(largest / _HIGHEST, 1e-12).astype(np.float32)
    return np.rint(values / scales).astype(np.int8), scales


def stored(onnx: Any, model: Any, storage: Storage = Storage.HALF) -> Any:
    """``model`` with its weights as ``storage`` keeps them, each widened by nodes of its own.

    The weights must be ``rounded`` already: the graph may hold them transposed, so what was a row is found by
    which axis loses nothing. What the exporter noted of its own run, file names of its machine among it, is
    left out.
    """
    _unsaid(model.graph)
    widening: list[Any] = []
    for tensor in list(model.graph.initializer):
        values = onnx.numpy_helper.to_array(tensor)
        if tensor.data_type == onnx.TensorProto.FLOAT and values.size > _STORED_WHOLE:
            widening += _narrowed(onnx, model, tensor, values, storage)
    for place, node in enumerate(widening):
        model.graph.node.insert(place, node)
    return model


def _unsaid(graph: Any) -> None:
    """Clears the notes of a graph, its nodes and its tensors."""
    for part in (graph, *graph.node, *graph.initializer, *graph.value_info, *graph.input, *graph.output):
        part.ClearField("doc_string")
        part.ClearField("metadata_props")


def _narrowed(onnx: Any, model: Any, tensor: Any, values: NDArray[Any], storage: Storage) -> list[Any]:
    """Stores ``tensor`` anew; the nodes that give its old values under its old name."""
    name, helper, numpy_helper = tensor.name, onnx.helper, onnx.numpy_helper
    full = onnx.TensorProto.FLOAT
    packed = _exact_bytes(values) if storage is Storage.BYTE and values.ndim > 1 else None
    if packed is None:
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        return [helper.make_node("Cast", [tensor.name], [name], to=full)]
    numbers, scales = packed
    tensor.CopyFrom(numpy_helper.from_array(numbers, f"{name}.byte"))
    model.graph.initializer.append(numpy_helper.from_array(scales, f"{name}.scale"))
    return [
        helper.make_node("Cast", [tensor.name], [f"{name}.wide"], to=full),
        helper.make_node("Mul", [f"{name}.wide", f"{name}.scale"], [name]),
    ]


def _exact_bytes(values: NDArray[Any]) -> tuple[NDArray[np.int8], NDArray[np.float32]] | None:
    """Bytes and scales that give ``values`` again; None where no axis does."""
    for axis in range(values.ndim):
        numbers, scales = as_bytes(values, axis)
        if np.abs(numbers * scales - values).max() <= _SAME * np.abs(values).max():
            return numbers, scales
    return None
