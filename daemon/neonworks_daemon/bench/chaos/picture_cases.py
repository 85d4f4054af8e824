"""Fuzzing the picture decoder: a sprite within the promised sizes, or ``BadSprite`` in one line."""

import random
import struct
import zlib
from collections.abc import Iterator
from functools import cache

import numpy as np
from neonworks_models.sprites.decode import LARGEST, SMALLEST, decode_sprite
from neonworks_protocol.errors import BadSprite

from neonworks_daemon.bench.chaos.case import Broken, Case
from neonworks_daemon.bench.chaos.mutations import mutate_bytes
from neonworks_daemon.bench.chaos.pictures import (
    Part,
    PictureFile,
    PictureKind,
    draw_picture,
    pack_picture,
    read_parts,
)

__all__ = ["break_parts", "picture_cases"]

_PER_KIND = 6
"""Valid files a block starts from."""
_BOMB = 0.002
_BOMB_BYTES = 32 * 1024 * 1024
"""Unpacked; 32 KiB packed. A larger one proves no more: what is over the header's size is not unpacked."""
_SIZES = (0, 1, 7, 8, 512, 513, 4096, 65_535, 2**24 - 1, 2**31 - 1, 2**31, 2**32 - 1)
"""Sides and lengths around every limit and sign."""
_CHUNKS = (
    *(b"tEXt", b"zTXt", b"iTXt", b"iCCP", b"gAMA", b"eXIf", b"acTL", b"fcTL", b"fdAT", b"tRNS", b"PLTE"),
    *(b"IHDR", b"IEND", b"ABCD", b"sBIT", b"pHYs", b"cICP"),
)
"""What a PNG may have anywhere, has once at most, or has never."""


def picture_cases(source: random.Random) -> Iterator[Case]:
    """Valid files, files with broken parts and right checksums, files with broken bytes, and garbage."""
    files = [draw_picture(kind, source) for kind in PictureKind for _ in range(_PER_KIND)]
    kinds = [kind for kind in PictureKind for _ in range(_PER_KIND)]
    while True:
        at = source.randrange(len(files))
        yield _case(_hostile(kinds[at], files[at], source.choice(files), source))


def _hostile(kind: PictureKind, data: bytes, other: bytes, source: random.Random) -> tuple[bytes, bool]:
    """The input, and whether it may unpack to something large."""
    way = source.random()
    if way < _BOMB:
        return _bomb(source), True
    if way < 0.05:
        return data[: source.choice((4, 8, 12, 30))] + source.randbytes(source.randrange(300)), False
    if way < 0.1:
        return data, False
    if way < 0.35:
        return mutate_bytes(data, source, other), False
    file = read_parts(kind, data)
    break_parts(file, source)
    packed = pack_picture(file)
    return (mutate_bytes(packed, source, other) if way > 0.95 else packed), False


def break_parts(file: PictureFile, source: random.Random) -> None:
    """One to three changes to whole parts or inside them; sizes and checksums stay right."""
    for _ in range(source.randint(1, 3)):
        parts = file.parts
        if not parts:
            return
        at = source.randrange(len(parts))
        match source.randrange(8):
            case 0:
                del parts[at]
            case 1:
                parts.insert(source.randrange(len(parts) + 1), parts[at])
            case 2:
                other = source.randrange(len(parts))
                parts[at], parts[other] = parts[other], parts[at]
            case 3 if file.kind is PictureKind.PNG:
                parts.insert(at, _extra_chunk(source))
            case 4 if file.kind is PictureKind.PNG:
                _repack(parts, source)
            case _:
                parts[at] = Part(parts[at].tag, _break_body(parts[at].body, source))


def _break_body(body: bytes, source: random.Random) -> bytes:
    """Flipped bits, a header field with an odd value, a cut, or more behind."""
    changed = bytearray(body)
    at = source.randrange(len(changed) + 1)
    match source.randrange(5):
        case 0 if at < len(changed):
            changed[at] ^= 1 << source.randrange(8)
        case 1:
            _odd_number(changed, source)
        case 2:
            _odd_number(changed, source)
        case 3:
            del changed[at:]
        case _:
            changed[at:at] = source.randbytes(source.randint(1, 40))
    return bytes(changed)


def _odd_number(changed: bytearray, source: random.Random) -> None:
    """A size or count near the front, where headers have them, becomes one around a limit."""
    layout = source.choice((">I", "<I", "<H", ">H", "B"))
    width = struct.calcsize(layout)
    at = source.randrange(max(1, min(len(changed) - width, 16)))
    value = source.choice(_SIZES) % (1 << (8 * width))
    changed[at : at + width] = struct.pack(layout, value)


def _extra_chunk(source: random.Random) -> Part:
    """An ancillary or animation chunk, or a critical one that nobody knows, with a random body."""
    body = source.randbytes(source.choice((0, 1, 4, 8, 26, 60)))
    tag = source.choice(_CHUNKS)
    if tag in (b"zTXt", b"iCCP") and source.random() < 0.7:
        body = b"k\0\0" + zlib.compress(bytes(source.choice((10, 100_000))))
    return Part(tag, body)


def _repack(parts: list[Part], source: random.Random) -> None:
    """Pixel data of another length than the header says."""
    packed = b"".join(part.body for part in parts if part.tag == b"IDAT")
    try:
        rows = zlib.decompress(packed)
    except zlib.error:
        return
    length = source.choice((0, 1, len(rows) // 2, len(rows) + 1, 2 * len(rows) + 1, 100_000))
    first = next((at for at, part in enumerate(parts) if part.tag == b"IDAT"), None)
    if first is not None:
        parts[first] = Part(b"IDAT", zlib.compress((rows + bytes(length))[:length], 1))


def _bomb(source: random.Random) -> bytes:
    """A small file that says it is small and unpacks to megabytes, or says it is huge."""
    side = source.choice((16, 512, 2000, 65_535))
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    where = source.choice((b"IDAT", b"zTXt", b"iCCP"))
    packed = _zeros()
    pixels = packed if where == b"IDAT" else zlib.compress(bytes(5 * 16 * 16))
    parts = [Part(b"IHDR", head), Part(b"IDAT", pixels), Part(b"IEND", b"")]
    if where != b"IDAT":
        parts.insert(1, Part(where, b"k\0\0" + packed))
    return pack_picture(PictureFile(PictureKind.PNG, parts))


@cache
def _zeros() -> bytes:
    packer = zlib.compressobj(9)
    piece = bytes(1 << 20)
    return b"".join(packer.compress(piece) for _ in range(_BOMB_BYTES >> 20)) + packer.flush()


def _case(made: tuple[bytes, bool]) -> Case:
    data, large = made
    return Case(lambda: _decoded(data), lambda: data, heavy=large)


def _decoded(data: bytes) -> str:
    try:
        sprite = decode_sprite(data)
    except BadSprite as error:
        if not error.message or "\n" in error.message or len(error.message) > 300:
            raise Broken(f"an error text of {len(error.message)} characters is not one line") from error
        return error.code
    sides = (sprite.width, sprite.height)
    if min(sides) < SMALLEST or max(sides) > LARGEST or sprite.rgba.dtype != np.uint8:
        raise Broken(f"a sprite of {sides} pixels and type {sprite.rgba.dtype} was let in")
    if sprite.rgba.flags.writeable or not sprite.opaque.any() or sprite.rgba[sprite.rgba[..., 3] == 0].any():
        raise Broken("a sprite can be written, is empty, or has colour under transparency")
    return "read"
