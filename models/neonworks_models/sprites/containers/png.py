"""PNG (w3.org/TR/png-3): chunks, their checksums, and pixel data of exactly the size that the header says.

Only what the still is drawn from is kept: header, palette, transparency and pixel data. Texts, colour
profiles and the further frames of an APNG are never inflated beyond a budget, nor given to a decoder.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from neonworks_models.sprites.containers.still import Reader, SizeRule, StillFile, check_size, damaged

__all__ = ["SIGNATURE", "read_png"]

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MAX_CHUNKS = 4096
"""The largest sprite has 1 MiB of pixels: 256 chunks of the 4 KiB that small encoders write."""
_MAX_TEXT = 4 << 20
"""Inflated bytes of all texts and profiles together; large display profiles have 2 MiB."""
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""By colour type (table 9 of the standard)."""
_PALETTE = 3
_ORDER = (b"IHDR", b"PLTE", b"tRNS", b"IDAT")
"""What is kept."""
_ANCILLARY = 0x20
"""Bit of a chunk's first letter: a decoder may leave it out."""
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""(first x, first y, step x, step y) of the passes of an interlaced picture."""


@dataclass(frozen=True)
class _Header:
    width: int
    height: int
    depth: int
    colour: int
    interlaced: int

    @property
    def data_bytes(self) -> int:
        """Inflated size of the pixel data: each row has a filter byte before it."""
        passes = _ADAM7 if self.interlaced else ((0, 0, 1, 1),)
        total = 0
        for x, y, dx, dy in passes:
            columns, rows = -(-(self.width - x) // dx), -(-(self.height - y) // dy)
            if columns > 0 and rows > 0:
                total += rows * (1 + (columns * self.depth * _CHANNELS[self.colour] + 7) // 8)
        return total


def read_png(data: bytes, check: SizeRule = check_size) -> StillFile:
    """The still of a PNG or APNG file, of a size that ``check`` lets through. Raises BadSprite."""
    reader = Reader(data)
    reader.take(len(SIGNATURE))
    chunks = _chunks(reader)
    kind, body = next(chunks, (b"", b""))
    header = _read_header(kind, body, check)
    kept = {kind: body, **_kept(chunks)}
    if b"IDAT" not in kept:
        damaged("it has no pixel data")
    _check_palette(header, kept)
    _check_pixels(header, kept[b"IDAT"])
    chunk_bytes = b"".join(_chunk(kind, kept[kind]) for kind in _ORDER if kind in kept)
    return StillFile("PNG", header.width, header.height, SIGNATURE + chunk_bytes + _chunk(b"IEND", b""))


def _kept(chunks: Iterator[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Palette, transparency and pixel data, each once and in this order."""
    kept: dict[bytes, bytes] = {}
    texts = 0
    for kind, body in chunks:
        if kind in _ORDER[1:] and not any(later in kept for later in _ORDER[_ORDER.index(kind) :]):
            kept[kind] = body
        elif kind in (b"iCCP", b"zTXt", b"iTXt"):
            texts += _text_bytes(kind, body, _MAX_TEXT - texts)
        elif kind in _ORDER or not kind[0] & _ANCILLARY:
            damaged(f"there is a chunk {kind.decode('latin-1')!r} where none may be")
    return kept


def _chunks(reader: Reader) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content up to IEND, what follows it is nobody's; neighbouring IDATs come as one."""
    pixels: list[bytes] = []
    done = False
    for _ in range(_MAX_CHUNKS):
        length = int.from_bytes(reader.take(4), "big")
        kind = reader.take(4)
        body = reader.take(length)
        checksum = int.from_bytes(reader.take(4), "big")
        if kind in (*_ORDER, b"IEND") and zlib.crc32(kind + body) != checksum:
            damaged(f"the checksum of {kind.decode()} is wrong")
        if kind == b"IDAT":
            if done:
                damaged("its pixel data lies in two places")
            pixels.append(body)
            continue
        if pixels and not done:
            done = True
            yield b"IDAT", b"".join(pixels)
        if kind == b"IEND":
            return
        yield kind, body
    damaged(f"it has more than {_MAX_CHUNKS:,} chunks")


def _read_header(kind: bytes, body: bytes, check: SizeRule) -> _Header:
    if kind != b"IHDR" or len(body) != 13:
        damaged("it does not begin with its header")
    width, height, depth, colour, compression, filters, interlaced = struct.unpack(">IIBBBBB", body)
    check(width, height)
    if depth not in _DEPTHS.get(colour, ()) or compression or filters or interlaced > 1:
        damaged("its header asks for what PNG does not have")
    return _Header(width, height, depth, colour, interlaced)


def _check_palette(header: _Header, kept: dict[bytes, bytes]) -> None:
    palette, alpha = kept.get(b"PLTE"), kept.get(b"tRNS")
    if header.colour != _PALETTE:
        return
    if palette is None or not palette or len(palette) % 3 or len(palette) > 3 << header.depth:
        damaged("its palette is missing or has a wrong size")
    if alpha is not None and len(alpha) > len(palette) // 3:
        damaged("more colours are transparent than its palette has")


def _check_pixels(header: _Header, packed: bytes) -> None:
    """Inflate one byte more than there may be: the cost is that of the true size, whatever was packed."""
    expected = header.data_bytes
    try:
        inflater = zlib.decompressobj()
        found = len(inflater.decompress(packed, expected + 1))
    except zlib.error:
        damaged("its pixel data cannot be inflated")
    if found != expected:
        amount = "more" if found > expected else "less"
        damaged(f"it holds {amount} pixel data than its header says")


def _text_bytes(kind: bytes, body: bytes, budget: int) -> int:
    """Inflated size of a text or profile; raises BadSprite when it is over ``budget``."""
    name, found, rest = body.partition(b"\0")
    if not found or len(name) > 79:
        damaged(f"its {kind.decode()} has no name")
    if kind == b"iTXt":
        if rest[:1] != b"\1":
            return 0
        rest = rest[1:].split(b"\0", 2)[-1]
    try:
        size = len(zlib.decompressobj().decompress(rest[1:], budget + 1))
    except zlib.error:
        return 0
    if size > budget:
        damaged(f"its texts and colour profile inflate to more than {_MAX_TEXT >> 20} MiB")
    return size


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
