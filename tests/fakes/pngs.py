"""PNG files without an image library."""

import struct
import zlib

__all__ = ["png"]


def png(width: int, height: int, colour: tuple[int, int, int, int] = (200, 40, 40, 255)) -> bytes:
    """A picture of one colour."""
    row = b"\0" + bytes(colour) * width
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * height)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
