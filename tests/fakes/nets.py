"""Sprite nets for tests: graphs that are written here and weigh nothing, and nets without any graph.

The graphs are ONNX written by hand: the runtime reads them as it reads the real ones.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from neonworks_models.nets.indexed import COLOURS
from neonworks_models.nets.pixel_choice import (
    CHOICES,
    KEY_FEATURES,
    PHASE_FEATURES,
    PLANES,
    POSE_FEATURES,
    STILL_REACH,
)
from neonworks_models.nets.sprite_session import FORMAT, OUTPUT
from neonworks_models.sprites.rig import Joint
from numpy.typing import NDArray

__all__ = ["DRAFT_HERE", "STILL_HERE", "graph", "logits", "window"]

STILL_HERE = (2 * STILL_REACH + 1) ** 2 // 2
DRAFT_HERE = (2 * STILL_REACH + 1) ** 2 + (CHOICES - (2 * STILL_REACH + 1) ** 2) // 2
_FLOAT, _INT64, _BOOL = 1, 7, 9
_SHAPES: Mapping[str, tuple[int, tuple[int | str, ...]]] = {
    "planes": (_FLOAT, (1, PLANES, "rows", "columns")),
    "keys": (_FLOAT, (1, COLOURS, KEY_FEATURES)),
    "allowed": (_BOOL, (1, COLOURS)),
    "action": (_INT64, (1,)),
    "view": (_INT64, (1,)),
    "hand": (_INT64, (1,)),
    "phase": (_FLOAT, (1, PHASE_FEATURES)),
    "pose": (_FLOAT, (1, POSE_FEATURES)),
    "joints": (_FLOAT, (1, 2 * len(Joint))),
    "size": (_FLOAT, (1, 1)),
}


def graph(choice: int = STILL_HERE, *, named: str = FORMAT) -> bytes:
    """An ONNX file that makes the same ``choice`` for every pixel: the first plane, widened to all choices by
    a 1 × 1 convolution whose weights are 0 and whose bias is the answer."""
    answer = np.zeros(CHOICES + COLOURS, np.float32)
    answer[choice] = 30
    weights = np.zeros((CHOICES + COLOURS, PLANES, 1, 1), np.float32)
    nodes = (
        _node("Conv", ("planes", "weights", "bias"), ("wide",)),
        _node("Transpose", ("wide",), (OUTPUT,), _field(5, _ints("perm", (0, 2, 3, 1)))),
    )
    whole = b"".join(
        (
            *(_field(1, node) for node in nodes),
            _field(2, b"choices"),
            _field(5, _tensor("weights", weights)),
            _field(5, _tensor("bias", answer)),
            *(_field(11, _value(name, kind, shape)) for name, (kind, shape) in _SHAPES.items()),
            _field(12, _value(OUTPUT, _FLOAT, (1, "rows", "columns", CHOICES + COLOURS))),
        )
    )
    metadata = _field(1, b"format") + _field(2, named.encode())
    return _number(1, 8) + _field(7, whole) + _field(8, _number(2, 18)) + _field(14, metadata)


def window(height: int = 64, width: int = 64) -> dict[str, NDArray[Any]]:
    """Inputs of a window in which all is clear."""
    kinds = {_FLOAT: np.float32, _INT64: np.int64, _BOOL: np.bool_}
    sides = {"rows": height, "columns": width}
    return {
        name: np.zeros([sides[n] if isinstance(n, str) else n for n in shape], kinds[kind])
        for name, (kind, shape) in _SHAPES.items()
    }


def logits(inputs: Mapping[str, NDArray[Any]], choice: int, sure: float = 30.0) -> NDArray[np.float32]:
    """What a net answers that makes the same ``choice`` everywhere; 0 for ``sure`` knows nothing."""
    answer = np.zeros((1, *inputs["planes"].shape[2:], CHOICES + COLOURS), np.float32)
    answer[..., choice] = sure
    return answer


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes((*out, value))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _field(field: int, data: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _node(kind: str, inputs: Iterable[str], outputs: Iterable[str], more: bytes = b"") -> bytes:
    names = b"".join(_field(1, name.encode()) for name in inputs)
    names += b"".join(_field(2, name.encode()) for name in outputs)
    return names + _field(4, kind.encode()) + more


def _ints(name: str, values: Iterable[int]) -> bytes:
    return _field(1, name.encode()) + b"".join(_number(8, value) for value in values) + _number(20, 7)


def _tensor(name: str, values: NDArray[np.float32]) -> bytes:
    sides = b"".join(_number(1, side) for side in values.shape)
    return sides + _number(2, _FLOAT) + _field(8, name.encode()) + _field(9, values.tobytes())


def _value(name: str, kind: int, shape: Iterable[int | str]) -> bytes:
    sides = b"".join(
        _field(1, _field(2, side.encode()) if isinstance(side, str) else _number(1, side)) for side in shape
    )
    return _field(1, name.encode()) + _field(2, _field(1, _number(1, kind) + _field(2, sides)))
