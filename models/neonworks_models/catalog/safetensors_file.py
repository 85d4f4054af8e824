"""safetensors (github.com/huggingface/safetensors, "Format"): a length, a JSON header, the tensors' bytes.

Checked before anything is made of it: the header fits, each tensor has the bytes that its type and shape ask
for, and together they cover the rest of the file without gap or overlap. So nothing can hide in such a file.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated

import msgspec
from neonworks_protocol.errors import BadRequest

__all__ = ["BITS", "StoredTensor", "TensorTable", "encode_safetensors", "read_table"]

BITS: Mapping[str, int] = MappingProxyType(
    {
        "BOOL": 8, "U8": 8, "I8": 8, "F8_E4M3": 8, "F8_E5M2": 8,
        "I16": 16, "U16": 16, "F16": 16, "BF16": 16,
        "I32": 32, "U32": 32, "F32": 32,
        "I64": 64, "U64": 64, "F64": 64,
    }
)  # fmt: skip
"""Bits of one element."""
MAX_HEADER = 16 << 20
"""Longest header; a tensor takes about 100 bytes there."""
_MAX_DIMENSIONS = 16

_Size = Annotated[int, msgspec.Meta(ge=0, le=2**62)]


class StoredTensor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One tensor; ``data_offsets`` are (begin, end) in the bytes behind the header."""

    dtype: str
    shape: Annotated[tuple[_Size, ...], msgspec.Meta(max_length=_MAX_DIMENSIONS)]
    data_offsets: tuple[_Size, _Size]


@dataclass(frozen=True)
class TensorTable:
    """``start`` is where the tensors' bytes begin in the file."""

    start: int
    tensors: Mapping[str, StoredTensor]
    metadata: Mapping[str, str]


def read_table(view: memoryview) -> TensorTable:
    """The checked header of a whole file's content. Raises BadRequest."""
    length = int.from_bytes(view[:8], "little")
    if len(view) < 8 or length > min(MAX_HEADER, len(view) - 8):
        raise _broken(f"its header of {length:,} bytes does not fit")
    try:
        stored = msgspec.json.decode(bytes(view[8 : 8 + length]), type=dict[str, msgspec.Raw])
        metadata = msgspec.json.decode(stored.pop("__metadata__", b"{}"), type=dict[str, str])
        tensors = {name: msgspec.json.decode(raw, type=StoredTensor) for name, raw in stored.items()}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _broken(f"its header is wrong: {error}") from None
    _check_cover(tensors, len(view) - 8 - length)
    return TensorTable(8 + length, MappingProxyType(tensors), MappingProxyType(metadata))


def _check_cover(tensors: Mapping[str, StoredTensor], size: int) -> None:
    end = 0
    for name, tensor in sorted(tensors.items(), key=lambda item: item[1].data_offsets):
        if tensor.dtype not in BITS:
            raise _broken(f"{name[:40]!r} is of the unknown type {tensor.dtype[:20]!r}")
        if tensor.data_offsets[0] != end:
            raise _broken(f"{name[:40]!r} overlaps another tensor or leaves a gap")
        end = tensor.data_offsets[1]
        if end - tensor.data_offsets[0] != math.prod(tensor.shape) * BITS[tensor.dtype] // 8:
            raise _broken(f"{name[:40]!r} has other bytes than its shape asks for")
    if end != size:
        raise _broken(f"{size:,} bytes follow its header, and its tensors take {end:,}")


def encode_safetensors(
    tensors: Sequence[tuple[str, str, tuple[int, ...], bytes]], metadata: Mapping[str, str]
) -> list[bytes]:
    """The parts of a file with these (name, type, shape, bytes), in this order."""
    header: dict[str, object] = {"__metadata__": dict(metadata)}
    end = 0
    for name, dtype, shape, data in tensors:
        header[name] = {"dtype": dtype, "shape": shape, "data_offsets": (end, end + len(data))}
        end += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return [len(text).to_bytes(8, "little"), text, *(data for _, _, _, data in tensors)]


def _broken(reason: str) -> BadRequest:
    return BadRequest(f"the safetensors file is damaged or a lie: {reason}; get it again")
