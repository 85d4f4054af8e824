"""Small pictures of every kind that a reader meets, and their files taken apart into parts and put together.

PNG is written here, so that every colour type, depth and interlacing is met; GIF and WebP by Pillow.
Specifications: https://www.w3.org/TR/png-3/, https://www.w3.org/Graphics/GIF/spec-gif89a.txt,
https://developers.google.com/speed/webp/docs/riff_container.
"""

import io
import random
import struct
import zlib
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image

__all__ = ["Part", "PictureFile", "PictureKind", "draw_picture", "pack_picture", "read_parts"]

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
"""Colour type -> legal bits a sample (table 11.1 of the PNG specification)."""
_PNG_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""(x0, y0, x step, y step) of the seven interlaced passes."""
_SIDES = (8, 9, 16, 17, 24, 33)


class PictureKind(StrEnum):
    """A file format that sprites come in."""

    PNG = "png"
    GIF = "gif"
    WEBP = "webp"


@dataclass
class Part:
    """A chunk or block: ``tag`` is its name in the file, or what it is where the format has no names."""

    tag: bytes
    body: bytes


@dataclass
class PictureFile:
    """A file taken apart; ``pack_picture`` makes sizes and checksums right again."""

    kind: PictureKind
    parts: list[Part]


def draw_picture(kind: PictureKind, source: random.Random) -> bytes:
    """A valid file of 8 to 33 pixels a side; GIF and WebP have one to three frames."""
    if kind is PictureKind.PNG:
        return _png(source)
    side = source.choice(_SIDES)
    frames = [_blob(side, source) for _ in range(source.choice((1, 1, 2, 3)))]
    file = io.BytesIO()
    if kind is PictureKind.GIF:
        frames[0].convert("P").save(file, "GIF", save_all=True, append_images=frames[1:], duration=50)
    else:
        lossless, quality = source.random() < 0.5, source.choice((0, 50, 100))
        frames[0].save(
            file,
            "WEBP",
            save_all=True,
            append_images=frames[1:],
            lossless=lossless,
            quality=quality,
            method=0,
        )
    return file.getvalue()


def _blob(side: int, source: random.Random) -> Image.Image:
    """A few flat squares on a transparent or a flat ground."""
    ground = (0, 0, 0, 0) if source.random() < 0.7 else (20, 30, 40, 255)
    picture = Image.new("RGBA", (side, side), ground)
    for _ in range(source.randint(1, 5)):
        x, y = source.randrange(side - 2), source.randrange(side - 2)
        colour = (*source.randbytes(3), source.choice((255, 255, 128)))
        picture.paste(
            colour, (x, y, min(side, x + source.randint(2, 12)), min(side, y + source.randint(2, 12)))
        )
    return picture


def _png(source: random.Random) -> bytes:
    colour = source.choice(list(_PNG_DEPTHS))
    depth = source.choice(_PNG_DEPTHS[colour])
    width, height, laced = source.choice(_SIDES), source.choice(_SIDES), source.random() < 0.3
    bits = depth * _PNG_SAMPLES[colour]
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, laced)
    parts = [Part(b"IHDR", head)]
    if colour == 3:
        entries = 1 << depth
        parts.append(Part(b"PLTE", source.randbytes(3 * entries)))
        parts.append(Part(b"tRNS", source.randbytes(source.randint(1, entries))))
    packed = zlib.compress(_scanlines(width, height, bits, laced, source), 1)
    cut = source.randrange(len(packed))
    parts += [Part(b"IDAT", packed[:cut]), Part(b"IDAT", packed[cut:])] if cut else [Part(b"IDAT", packed)]
    return pack_picture(PictureFile(PictureKind.PNG, [*parts, Part(b"IEND", b"")]))


def _scanlines(width: int, height: int, bits: int, laced: bool, source: random.Random) -> bytes:
    """Rows of random samples, each behind its filter byte."""
    passes = _ADAM7 if laced else ((0, 0, 1, 1),)
    rows = []
    for x0, y0, dx, dy in passes:
        across, down = -(-(width - x0) // dx), -(-(height - y0) // dy)
        if across > 0:
            size = (across * bits + 7) // 8
            rows += [bytes((source.randrange(5),)) + source.randbytes(size) for _ in range(down)]
    return b"".join(rows)


def pack_picture(file: PictureFile) -> bytes:
    """The parts in their order, with true lengths and checksums."""
    match file.kind:
        case PictureKind.PNG:
            return _PNG_SIGNATURE + b"".join(_png_chunk(part) for part in file.parts)
        case PictureKind.WEBP:
            chunks = b"".join(
                part.tag + struct.pack("<I", len(part.body)) + part.body + bytes(len(part.body) % 2)
                for part in file.parts
            )
            return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WEBP" + chunks
        case PictureKind.GIF:
            return b"".join(part.body for part in file.parts)


def _png_chunk(part: Part) -> bytes:
    return (
        struct.pack(">I", len(part.body))
        + part.tag
        + part.body
        + struct.pack(">I", zlib.crc32(part.tag + part.body))
    )


def read_parts(kind: PictureKind, data: bytes) -> PictureFile:
    """Takes a valid file apart."""
    reader = {PictureKind.PNG: _png_parts, PictureKind.WEBP: _webp_parts, PictureKind.GIF: _gif_parts}[kind]
    return PictureFile(kind, reader(data))


def _png_parts(data: bytes) -> list[Part]:
    parts, at = [], len(_PNG_SIGNATURE)
    while at < len(data):
        (size,) = struct.unpack_from(">I", data, at)
        parts.append(Part(data[at + 4 : at + 8], data[at + 8 : at + 8 + size]))
        at += 12 + size
    return parts


def _webp_parts(data: bytes) -> list[Part]:
    parts, at = [], 12
    while at < len(data):
        (size,) = struct.unpack_from("<I", data, at + 4)
        parts.append(Part(data[at : at + 4], data[at + 8 : at + 8 + size]))
        at += 8 + size + size % 2
    return parts


def _gif_parts(data: bytes) -> list[Part]:
    """Screen with its palette, then extensions, images and the trailer, each with its sub-blocks."""
    at = 13 + _palette_bytes(data[10])
    parts = [Part(b"screen", data[:at])]
    while at < len(data):
        begin = at
        if data[at] == 0x21:
            at = _after_blocks(data, at + 2)
        elif data[at] == 0x2C:
            at = _after_blocks(data, at + 11 + _palette_bytes(data[at + 9]))
        else:
            at = len(data)
        parts.append(Part({0x21: b"extension", 0x2C: b"image"}.get(data[begin], b"trailer"), data[begin:at]))
    return parts


def _palette_bytes(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += 1 + data[at]
    return at + 1
