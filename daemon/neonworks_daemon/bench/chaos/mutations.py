"""Broken MessagePack: an encoder that lies, and changes to bytes that were right.

``HostilePacker`` knows where a header, a key or a number stands and breaks exactly that; ``mutate_bytes``
knows nothing. Together they reach both the first check of a reader and the last.
"""

import math
import random
import struct
from collections.abc import Mapping, Sequence
from typing import Any

from neonworks_daemon.bench.chaos.values import Plain

__all__ = ["HostilePacker", "bulky", "mutate_bytes"]

_LIES = (1, -1, 3, -3, 255, 65_536, 2**31 - 1)
"""Added to a true length."""
_EXT = (b"\xd4\x01x", b"\xd6\xff\x00\x00\x00\x00", b"\xc7\x03\x05abc", b"\xc9\xff\xff\xff\xff\x01", b"\xc1")
"""fixext 1, a timestamp, ext 8, an ext of four billion bytes, the byte that is never used."""
_NUMBERS = (math.nan, math.inf, -math.inf)
_NO_TEXT = (b"\xff\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf8\x88\x80\x80\x80")
"""Not UTF-8: a stray byte, a cut sequence, a surrogate, five bytes."""
_COUNTS = (b"\xdf\xff\xff\xff\xff", b"\xdd\x7f\xff\xff\xff", b"\xdb\xff\xff\xff\xff", b"\xc6\xff\xff\xff\xff")
_STEPS = 4
"""Most changes to one input: more of them only reach the first check."""


class HostilePacker:
    """Packs plain values; each is broken with probability ``rate``, widths are random where allowed."""

    def __init__(self, source: random.Random, rate: float) -> None:
        self._random = source
        self._rate = rate

    def pack(self, value: Any) -> bytes:
        """Bytes that are MessagePack of ``value`` where nothing was broken."""
        if self._random.random() < self._rate:
            return self._broken(value)
        return self._true(value)

    def _true(self, value: Any, lie: int = 0) -> bytes:
        if isinstance(value, str):
            return self._header(value.encode(), 0xD9, lie)
        if isinstance(value, bytes):
            return self._header(value, 0xC4, lie)
        if isinstance(value, Mapping):
            return self._map(value, lie)
        if isinstance(value, Sequence):
            return self._count(len(value) + lie, 0xDC) + b"".join(map(self.pack, value))
        return self._scalar(value)

    def _scalar(self, value: float | bool | None) -> bytes:
        if value is None or isinstance(value, bool):
            return b"\xc0" if value is None else b"\xc3" if value else b"\xc2"
        if isinstance(value, float):
            return b"\xcb" + struct.pack(">d", value)
        if 0 <= value < 0x80 and self._random.random() < 0.8:
            return bytes((value,))
        return b"\xcf" + struct.pack(">Q", value) if value >= 0 else b"\xd3" + struct.pack(">q", value)

    def _map(self, value: Mapping[Any, Any], lie: int) -> bytes:
        pairs = [self.pack(key) + self.pack(item) for key, item in value.items()]
        if self._random.random() < self._rate:
            pairs.append(self._random.choice(pairs) if pairs else b"\xc0\xc0")
        return self._count(len(pairs) + lie, 0xDE) + b"".join(pairs)

    def _header(self, data: bytes, first: int, lie: int) -> bytes:
        """A text or bytes with 1, 2 or 4 bytes of length."""
        length = max(0, len(data) + lie)
        width = self._random.choice([w for w in (0, 1, 2) if length < 1 << (8 << w)])
        return bytes((first + width,)) + length.to_bytes(1 << width, "big") + data

    def _count(self, count: int, first: int) -> bytes:
        """The header of an array or a map, short or long."""
        count = max(0, count)
        if count < 16 and self._random.random() < 0.5:
            return bytes(((0x90 if first == 0xDC else 0x80) + count,))
        if count < 1 << 16 and self._random.random() < 0.5:
            return bytes((first,)) + count.to_bytes(2, "big")
        return bytes((first + 1,)) + min(count, 2**32 - 1).to_bytes(4, "big")

    def _broken(self, value: Any) -> bytes:
        draw = self._random
        match draw.randrange(8):
            case 0:
                return self._true(value, lie=draw.choice(_LIES))
            case 1:
                return draw.choice(_EXT)
            case 2:
                return b"\xcb" + struct.pack(">d", draw.choice(_NUMBERS))
            case 3:
                return b"\xca" + struct.pack(">f", draw.choice(_NUMBERS))
            case 4:
                data = draw.choice(_NO_TEXT)
                return bytes((0xA0 + len(data),)) + data
            case 5:
                return b"\x91" * draw.choice((3, 11, 12, 13, 40)) + b"\xc0"
            case 6:
                return draw.choice(_COUNTS)
            case _:
                return self._true(
                    draw.choice((None, True, -1, 2**64 - 1, 0.5, "", b"", [], {}, [[]], {"a": 1}))
                )


def mutate_bytes(data: bytes, source: random.Random, other: bytes = b"") -> bytes:
    """``data`` with one to four changes; ``other`` is what is spliced in."""
    changed = bytearray(data)
    for _ in range(source.randint(1, _STEPS)):
        at = source.randrange(len(changed) + 1)
        _change(changed, at, source, other)
    return bytes(changed)


def _change(changed: bytearray, at: int, source: random.Random, other: bytes) -> None:
    match source.randrange(9):
        case 0 if at < len(changed):
            changed[at] ^= 1 << source.randrange(8)
        case 1:
            changed[at : at + 1] = source.randbytes(1)
        case 2:
            changed[at:at] = source.randbytes(source.randint(1, 8))
        case 3:
            changed[at:at] = source.choice(_COUNTS + _EXT + _NO_TEXT)
        case 4:
            del changed[at : at + source.randint(1, 16)]
        case 5:
            changed[at:at] = changed[at : at + source.randint(1, 64)]
        case 6:
            begin = source.randrange(len(other) + 1)
            changed[at:] = other[begin:]
        case 7:
            del changed[at:]
        case _:
            changed[at:at] = b"\x91" * source.randint(1, 40)


def bulky(plain: Plain, source: random.Random) -> bytes:
    """A message that is large in one way: deep, many values, a long text, long bytes."""
    packer = HostilePacker(source, 0.0)
    many = source.choice((1_000, 30_000, 65_530, 70_000))
    filler = source.choice(
        (
            b"\x91" * many + b"\xc0",
            b"\xdd" + many.to_bytes(4, "big") + b"\xc0" * many,
            b"\xdf" + many.to_bytes(4, "big") + b"\xa1a\xc0" * many,
            b"\xdb" + (4 * many).to_bytes(4, "big") + b"a" * (4 * many),
            b"\xc6" + (16 * many).to_bytes(4, "big") + bytes(16 * many),
        )
    )
    pairs = [packer.pack(key) + packer.pack(value) for key, value in plain.items()]
    key = source.choice(("x", *plain))
    pairs.append(packer.pack(key) + filler)
    return b"\xde" + len(pairs).to_bytes(2, "big") + b"".join(pairs)
