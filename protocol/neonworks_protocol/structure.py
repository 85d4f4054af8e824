"""One pass over the bytes of a MessagePack value that builds nothing: depth, size and completeness.

Run before a message is decoded, so that decoding cannot be made to nest, allocate or stumble over what the
protocol does not use (ext types, non-finite floats). Layout: the MessagePack specification,
https://github.com/msgpack/msgpack/blob/master/spec.md.
"""

import math
import struct
from types import MappingProxyType

from neonworks_protocol.errors import ProtocolError, TooLarge

__all__ = ["check_structure"]


def _fixed_sizes() -> tuple[int, ...]:
    """Bytes of a whole scalar by its first byte; 0 where the first byte does not tell."""
    sizes = [0] * 256
    sizes[0x00:0x80] = [1] * 0x80
    sizes[0xA0:0xC0] = [1 + length for length in range(0x20)]
    sizes[0xE0:0x100] = [1] * 0x20
    sizes[0xC0] = sizes[0xC2] = sizes[0xC3] = 1
    for first, width in ((0xCC, 1), (0xCD, 2), (0xCE, 4), (0xCF, 8)):
        sizes[first] = sizes[first + 4] = 1 + width
    return tuple(sizes)


_FIXED = _fixed_sizes()
_LENGTH_WIDTH = MappingProxyType(
    {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4}  # bin 8-32, str 8-32
)
_CONTAINER_WIDTH = MappingProxyType(
    {0xDC: (2, 1), 0xDD: (4, 1), 0xDE: (2, 2), 0xDF: (4, 2)}  # array 16, 32, map 16, 32
)
_FLOATS = MappingProxyType({0xCA: struct.Struct(">f"), 0xCB: struct.Struct(">d")})


def check_structure(data: bytes, *, max_depth: int, max_items: int) -> None:
    """Passes when ``data`` is exactly one MessagePack map within the limits.

    ``max_depth`` counts nested maps and arrays, the outer map included; ``max_items`` counts values, map keys
    included. Raises ``TooLarge`` over a limit and ``ProtocolError`` for anything else. Time is linear in the
    number of values, not of bytes.
    """
    if not data or not (0x80 <= data[0] <= 0x8F or data[0] in (0xDE, 0xDF)):
        raise ProtocolError("a message is one MessagePack map")
    try:
        end = _walk(data, max_depth, max_items)
    except (IndexError, struct.error):
        end = len(data) + 1
    if end != len(data):
        what = "is cut short" if end > len(data) else "has bytes after its end"
        raise ProtocolError(f"the message {what}")


def _walk(data: bytes, max_depth: int, max_items: int) -> int:
    """Position after the value; beyond the data, or ``IndexError``, when it is cut short."""
    fixed = _FIXED
    position, remaining, budget = 0, 1, max_items - 1
    outer: list[int] = []
    while True:
        while remaining:
            remaining -= 1
            size = fixed[data[position]]
            if size:
                position += size
                continue
            position, children = _variable(data, position)
            if children:
                budget -= children
                outer.append(remaining)
                remaining = children
                if budget < 0:
                    raise TooLarge(f"a message holds at most {max_items} values")
                if len(outer) > max_depth:
                    raise TooLarge(f"a message nests at most {max_depth} deep")
        if not outer:
            return position
        remaining = outer.pop()


def _variable(data: bytes, position: int) -> tuple[int, int]:
    """(position of the next value, number of values inside) for a first byte that does not tell its size."""
    first = data[position]
    width = _LENGTH_WIDTH.get(first)
    if width:
        start = position + 1 + width
        return start + int.from_bytes(data[position + 1 : start], "big"), 0
    if first < 0x90:
        return position + 1, 2 * (first & 0x0F)
    if first < 0xA0:
        return position + 1, first & 0x0F
    if first in _FLOATS:
        return _finite(data, position), 0
    if first in _CONTAINER_WIDTH:
        width, each = _CONTAINER_WIDTH[first]
        start = position + 1 + width
        return start, each * int.from_bytes(data[position + 1 : start], "big")
    raise ProtocolError(f"MessagePack type 0x{first:02x} (ext or reserved) is not used in this protocol")


def _finite(data: bytes, position: int) -> int:
    layout = _FLOATS[data[position]]
    (value,) = layout.unpack_from(data, position + 1)
    if not math.isfinite(value):
        raise ProtocolError("a number is infinite or not a number")
    return position + 1 + layout.size
