"""The process in which a foreign checkpoint is read: ``python -m neonworks_models.catalog.convert_child``.

It gets an open file as standard input and another as standard output, and then closes every door behind it:
no further file or socket can be opened (RLIMIT_NOFILE), no process started (RLIMIT_NPROC, which does not bind
root), memory, processor time and the size of the output are limited. On Windows, which has no such limits,
the restricted names of ``torch_file`` and the parent's deadline remain.
"""

import codecs
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import BinaryIO

import msgspec
import numpy as np
from neonworks_protocol.errors import BadRequest
from numpy.lib.stride_tricks import as_strided

from neonworks_models.catalog.safetensors_file import BITS, encode_safetensors
from neonworks_models.catalog.torch_file import TorchTensor, read_torch

__all__ = ["Limits", "convert", "main"]

_MAX_DEPTH = 16
_MAX_TENSORS = 100_000
_CODECS = ("cp437", "latin-1", "ascii", "utf-8", "unicode_escape", "raw_unicode_escape")
"""Names in archives and text in pickles need them, and they are modules that cannot be imported later."""
_RAW = {8: "u1", 16: "<u2", 32: "<u4", 64: "<u8"}
"""Elements are moved, never computed with: their size is all that matters."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """``memory_bytes`` of address space, ``seconds`` of processor time, ``output_bytes`` to be written."""

    memory_bytes: int
    seconds: int
    output_bytes: int
    source_sha256: str


def convert(source: BinaryIO, target: BinaryIO, limits: Limits) -> tuple[int, int]:
    """Write the tensors of a checkpoint as safetensors; returns how many, and how many other values were
    left out. Raises ``BadRequest``."""
    content, storages = read_torch(source)
    found: dict[str, TorchTensor] = {}
    dropped = 0
    for name, value in _flat("", content, 0):
        if not isinstance(value, TorchTensor):
            dropped += 1
        elif name in found or len(found) >= _MAX_TENSORS:
            raise BadRequest(
                "the checkpoint has two tensors of one name, or too many: it cannot be converted"
            )
        else:
            found[name] = value
    if not found:
        raise BadRequest("the checkpoint holds no tensor: there is nothing to convert")
    if sum(_size(tensor) for tensor in found.values()) > limits.output_bytes:
        raise BadRequest("the checkpoint's tensors are larger than its file: do not trust it")
    stored = [(name, t.dtype, t.shape, _bytes(t, storages)) for name, t in sorted(found.items())]
    for part in encode_safetensors(stored, {"format": "pt", "source_sha256": limits.source_sha256}):
        target.write(part)
    target.flush()
    return len(found), dropped


def _flat(name: str, value: object, depth: int) -> Iterator[tuple[str, object]]:
    """Names joined by dots, as ``state_dict`` does itself."""
    if depth > _MAX_DEPTH:
        raise BadRequest("the checkpoint is nested too deep")
    items: Sequence[tuple[object, object]]
    if isinstance(value, TorchTensor):
        yield name, value
        return
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list | tuple):
        items = list(enumerate(value))
    else:
        yield name, value
        return
    nested = (_flat(f"{name}.{key}" if name else str(key), item, depth + 1) for key, item in items)
    yield from chain.from_iterable(nested)


def _size(tensor: TorchTensor) -> int:
    count = 1
    for side in tensor.shape:
        count *= side
    return count * BITS[tensor.dtype] // 8


def _bytes(tensor: TorchTensor, storages: Mapping[str, bytes]) -> bytes:
    data = storages.get(tensor.storage.key)
    width = BITS[tensor.dtype] // 8
    if data is None or len(data) != tensor.storage.elements * width:
        raise BadRequest("the checkpoint is damaged: a storage is missing or has another size")
    flat = np.frombuffer(data, _RAW[BITS[tensor.dtype]])[tensor.offset :]
    # The bounds were checked when the tensor was read, against the size of the storage that is checked above.
    view = as_strided(flat, tensor.shape, tuple(step * width for step in tensor.strides), writeable=False)
    return np.ascontiguousarray(view).tobytes()


def _close_doors(limits: Limits) -> None:
    for name in _CODECS:
        codecs.lookup(name)
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.output_bytes, limits.output_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def main(arguments: Sequence[str]) -> int:
    """Convert standard input to standard output; the last line of standard error is the answer as JSON."""
    limits = msgspec.json.decode(arguments[0], type=Limits)
    _close_doors(limits)
    try:
        tensors, dropped = convert(sys.stdin.buffer, sys.stdout.buffer, limits)
    except BadRequest as error:
        answer: dict[str, object] = {"error": error.message}
    except (OSError, MemoryError) as error:
        answer = {"error": f"the checkpoint does not fit ({type(error).__name__}): free some memory or disk"}
    else:
        answer = {"tensors": tensors, "dropped": dropped}
    sys.stderr.write(msgspec.json.encode(answer).decode() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
