"""Whether bytes are one whole PNG, told without decoding pixels for display and without pygame.

A file that is being written is a prefix of itself: its last chunk is missing, a checksum is wrong or the
compressed rows end early. All three are looked at, so nothing half-written is ever taken for a picture.
Layout: W3C PNG Specification (Third Edition), sections 5 and 11.
"""

import struct
import zlib

from neonworks_protocol.errors import BadSprite

__all__ = ["MAX_PIXELS", "MAX_PNG_BYTES", "png_size"]

MAX_PIXELS = 4_194_304
"""As ``Limits.sprite_pixels``: the largest canvas of a clip."""
MAX_PNG_BYTES = 64 * 1024 * 1024
"""A sheet of 32 raw 512 × 512 frames has half of it."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER_BYTES = 13
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Colour type -> samples a pixel."""


def png_size(data: bytes, *, max_pixels: int = MAX_PIXELS) -> tuple[int, int]:
    """(width, height) in pixels of a whole, undamaged PNG.

    Raises ``BadSprite`` for anything else, and for more than ``max_pixels``.
    """
    if not data.startswith(_SIGNATURE):
        raise BadSprite("it is not a PNG: save it as PNG")
    if len(data) > MAX_PNG_BYTES:
        raise BadSprite(f"it is larger than {MAX_PNG_BYTES:,} bytes: make it smaller")
    header, rows = _chunks(data)
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    if not (width and height) or width * height > max_pixels:
        raise BadSprite(f"its size {width} × {height} is not between 1 and {max_pixels:,} pixels")
    _check_rows(rows, width, height, depth * _SAMPLES.get(colour, 4), interlaced=bool(interlaced))
    return width, height


def _chunks(data: bytes) -> tuple[bytes, list[bytes]]:
    """The header and the compressed rows; every chunk up to the end mark must be whole."""
    header, rows, place = b"", [], len(_SIGNATURE)
    while place + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if end > len(data):
            break
        body = data[place + 8 : end - 4]
        if zlib.crc32(data[place + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise BadSprite("it is damaged (a checksum is wrong): save it again")
        if kind == b"IHDR" and len(body) == _HEADER_BYTES:
            header = body
        elif kind == b"IDAT":
            rows.append(body)
        elif kind == b"IEND":
            if not header or not rows:
                raise BadSprite("it is damaged (it has no picture): save it again")
            return header, rows
        place = end
    raise BadSprite("it ends too early: it is still being written, or damaged")


def _check_rows(rows: list[bytes], width: int, height: int, bits: int, *, interlaced: bool) -> None:
    """The rows must unpack to as many bytes as the size says; never more are unpacked than that."""
    expected = height * (1 + (width * bits + 7) // 8)
    # Adam7 adds filter bytes for its seven passes; that its stream ends properly is enough there.
    limit = 2 * expected + 64 if interlaced else expected
    unpacker, got = zlib.decompressobj(), 0
    try:
        for piece in rows:
            got += len(unpacker.decompress(piece, limit + 1 - got))
            if got > limit:
                raise BadSprite("it is damaged (it holds more rows than it says): save it again")
    except zlib.error as error:
        raise BadSprite("it is damaged (its rows cannot be unpacked): save it again") from error
    if not unpacker.eof or (not interlaced and got != expected):
        raise BadSprite("it ends too early: it is still being written, or damaged")
