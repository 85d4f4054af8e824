"""GGUF (github.com/ggml-org/ggml, docs/gguf.md): counts, lengths and offsets are checked against the file.

llama.cpp has had several overflows in this very place (CVE-2024-21802, CVE-2024-21825, CVE-2024-23496), so a
file is walked here first, in a language where a lie is an error and not a write.
"""

import struct
from collections.abc import Mapping
from types import MappingProxyType

from neonworks_protocol.errors import BadRequest

__all__ = ["check_gguf", "gguf_texts"]

_VERSIONS = (2, 3)
_MAX_TENSORS = 65_536
_MAX_VALUES = 65_536
_MAX_ARRAY = 4_000_000
"""Elements of one metadata array; the largest vocabularies have 256,000 words."""
_MAX_DIMENSIONS = 4
_ALIGNMENT = 32
_STRING, _ARRAY, _UINT32 = 8, 9, 4
_SCALARS: Mapping[int, int] = MappingProxyType(
    {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
)
"""Metadata value type -> bytes."""
_BLOCKS: Mapping[int, tuple[int, int]] = MappingProxyType(
    {
        0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 36),
        10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292),
        16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110),
        22: (256, 82), 23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8),
        29: (256, 56), 30: (1, 2), 34: (256, 54), 35: (256, 66), 39: (32, 17),
    }
)  # fmt: skip
"""Tensor type -> (elements, bytes) of a block (ggml_type and its traits in ggml.h and ggml.c)."""


def check_gguf(view: memoryview) -> int:
    """The number of tensors of a whole file's content. Raises BadRequest."""
    walker = _Walker(view)
    walker.skip(4)
    version, tensors, values = walker.number(4), walker.number(8), walker.number(8)
    if version not in _VERSIONS:
        raise _broken(f"version {version} is not known")
    if tensors > _MAX_TENSORS or values > _MAX_VALUES:
        raise _broken(f"it announces {tensors:,} tensors and {values:,} values")
    alignment = _ALIGNMENT
    for _ in range(values):
        name, value = walker.text(), walker.value()
        if name == b"general.alignment" and isinstance(value, int):
            alignment = value
    if alignment < 8 or alignment > 1 << 16 or alignment % 8:
        raise _broken(f"its alignment is {alignment:,}")
    places = sorted(walker.tensor() for _ in range(tensors))
    _check_cover(places, walker.left_behind(alignment), alignment)
    return tensors


def gguf_texts(view: memoryview, prefix: str = "general.") -> dict[str, str]:
    """What a file says of itself in words, such as ``general.license``, at most 256 bytes each.

    Only the start of ``view`` is read. Raises ``BadRequest`` for what is no GGUF file, or a broken one.
    """
    walker = _Walker(view)
    if walker.skip(4) != b"GGUF":
        raise _broken("it does not begin as one")
    version, _, values = walker.number(4), walker.number(8), walker.number(8)
    if version not in _VERSIONS or values > _MAX_VALUES:
        raise _broken("its header is of no known form")
    found = ((walker.text().decode("utf-8", "replace"), walker.value()) for _ in range(values))
    return {name: value for name, value in found if name.startswith(prefix) and isinstance(value, str)}


def _check_cover(places: list[tuple[int, int]], size: int, alignment: int) -> None:
    """Tensors lie one behind the other, padded, up to the end of the file."""
    end = 0
    for offset, length in places:
        if offset != end:
            raise _broken("its tensors overlap or leave a gap")
        end = -(-(offset + length) // alignment) * alignment
    last = places[-1][0] + places[-1][1] if places else 0
    if not last <= size <= end:
        raise _broken(f"{size:,} bytes follow its header, and its tensors take {last:,}")


class _Walker:
    def __init__(self, view: memoryview) -> None:
        self._view = view
        self._at = 0

    def skip(self, count: int) -> bytes:
        if count > len(self._view) - self._at:
            raise _broken("it is cut off, or a length in it is a lie")
        start, self._at = self._at, self._at + count
        return bytes(self._view[start : min(self._at, start + 256)])

    def number(self, size: int) -> int:
        return int.from_bytes(self.skip(size), "little")

    def text(self) -> bytes:
        """A string's first bytes."""
        return self.skip(self.number(8))

    def value(self) -> int | str | None:
        """Passes one metadata value; returns it where it is a plain 32 bit number, or the start of a text."""
        kind = self.number(4)
        if kind == _ARRAY:
            self._array()
            return None
        if kind == _STRING:
            return self.text().decode("utf-8", "replace")
        if kind not in _SCALARS:
            raise _broken(f"a value is of the unknown type {kind}")
        number = self.number(_SCALARS[kind])
        return number if kind == _UINT32 else None

    def _array(self) -> None:
        kind, count = self.number(4), self.number(8)
        if count > _MAX_ARRAY:
            raise _broken(f"a list in it has {count:,} elements")
        if kind == _STRING:
            for _ in range(count):
                self.text()
        elif kind in _SCALARS:
            self.skip(count * _SCALARS[kind])
        else:
            raise _broken(f"a list in it is of the unknown type {kind}")

    def tensor(self) -> tuple[int, int]:
        """(offset, bytes) of the next tensor."""
        self.text()
        dimensions = self.number(4)
        if dimensions > _MAX_DIMENSIONS:
            raise _broken(f"a tensor has {dimensions:,} dimensions")
        shape = struct.unpack(f"<{dimensions}Q", self.skip(8 * dimensions))
        kind, offset = self.number(4), self.number(8)
        if kind not in _BLOCKS:
            raise _broken(f"a tensor is of the unknown type {kind}")
        elements, size = _BLOCKS[kind]
        count = 1
        for side in shape:
            count *= side
        if count % elements:
            raise _broken("a tensor ends within a block")
        return offset, count // elements * size

    def left_behind(self, alignment: int) -> int:
        """Bytes behind the header and its padding."""
        return max(0, len(self._view) - -(-self._at // alignment) * alignment)


def _broken(reason: str) -> BadRequest:
    return BadRequest(f"the GGUF file is damaged or a lie: {reason}; get it again")
