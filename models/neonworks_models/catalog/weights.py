"""The one way in for weights: format by content, pinned checksum, whole structure checked, then tensors.

Checked and used are the same bytes: the file is read once.
"""

import hashlib
import hmac
import mmap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.roots import read_regular
from numpy.typing import NDArray

from neonworks_models.catalog.gguf_file import check_gguf
from neonworks_models.catalog.kinds import HEAD_BYTES, WeightsKind, kind_of
from neonworks_models.catalog.onnx_file import check_onnx
from neonworks_models.catalog.safetensors_file import TensorTable, read_table

__all__ = ["Tensors", "WeightsReport", "inspect_weights", "load_graph", "load_tensors"]

_MAX_LOADED = 64 << 20
"""Bytes of a net that is loaded into this process; larger ones are run by onnxruntime or llama.cpp."""
_NUMPY = {"F16": "<f2", "F32": "<f4", "F64": "<f8", "I8": "i1", "U8": "u1", "I32": "<i4", "I64": "<i8"}


@dataclass(frozen=True)
class WeightsReport:
    """What a file is; it was checked as a whole, and nothing in it can run."""

    kind: WeightsKind
    sha256: str
    size_bytes: int
    tensors: int


@dataclass(frozen=True, eq=False)
class Tensors:
    """What was in a safetensors file."""

    arrays: Mapping[str, NDArray[np.generic]]
    metadata: Mapping[str, str]


def inspect_weights(path: Path) -> WeightsReport:
    """Check a file of any size without loading it. Raises ``BadRequest`` that says what is wrong."""
    try:
        if not path.is_file():
            raise BadRequest("this is no file: name one with weights")
        with path.open("rb") as file:
            kind = kind_of(file.read(HEAD_BYTES))
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped, memoryview(mapped) as view:
                digest = hashlib.sha256(view).hexdigest()
                return WeightsReport(kind, digest, len(view), _check(kind, view))
    except OSError as error:
        raise BadRequest(f"cannot read {path} ({error.strerror}): name a file that you may read") from None
    except BadRequest as error:
        raise BadRequest(f"{path.name}: {error.message}") from None


def load_tensors(path: Path, sha256: str) -> Tensors:
    """The tensors of a safetensors file whose checksum is ``sha256``. Raises ``BadRequest``."""
    data = _read_pinned(path, sha256, WeightsKind.SAFETENSORS)
    table = read_table(memoryview(data))
    return Tensors({name: _array(table, name, data) for name in table.tensors}, table.metadata)


def load_graph(path: Path, sha256: str) -> bytes:
    """The content of an ONNX file whose checksum is ``sha256``, checked as a whole. Raises ``BadRequest``."""
    data = _read_pinned(path, sha256, WeightsKind.ONNX)
    check_onnx(memoryview(data))
    return data


def _read_pinned(path: Path, sha256: str, wanted: WeightsKind) -> bytes:
    try:
        data = read_regular(path, _MAX_LOADED)
    except OSError as error:
        raise BadRequest(f"cannot read {path.name} ({error.strerror})") from None
    if not hmac.compare_digest(hashlib.sha256(data).hexdigest(), sha256):
        raise BadRequest(f"{path.name} is not the file that this program was made with: its checksum differs")
    if (kind := kind_of(data[:HEAD_BYTES])) is not wanted:
        raise BadRequest(f"{path.name} is {kind}, not {wanted}")
    return data


def _check(kind: WeightsKind, view: memoryview) -> int:
    if kind is WeightsKind.SAFETENSORS:
        return len(read_table(view).tensors)
    return check_gguf(view) if kind is WeightsKind.GGUF else check_onnx(view)


def _array(table: TensorTable, name: str, data: bytes) -> NDArray[np.generic]:
    tensor = table.tensors[name]
    if tensor.dtype not in _NUMPY:
        raise BadRequest(f"{name[:40]!r} is of type {tensor.dtype}, which is not computed with here")
    begin, end = (table.start + offset for offset in tensor.data_offsets)
    return np.frombuffer(data[begin:end], _NUMPY[tensor.dtype]).reshape(tensor.shape)
