"""The pixels of a frame that a daemon sent."""

import io
import struct
import zlib

import numpy as np
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.errors import ProtocolError
from neonworks_protocol.messages import Frame
from neonworks_protocol.vocabulary import Encoding
from PIL import Image

__all__ = ["frame_pixels"]

_HEAD = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
_HEADER = struct.Struct(">IIBBBBB")
"""Width, height, bits, colour type, and three methods of which there is one each (PNG 3rd ed., 11.2.1)."""
_CHUNK = struct.Struct(">I4s")
_DAMAGED = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, OverflowError, struct.error)
"""What Pillow raises on damaged files (``UnidentifiedImageError`` is an OSError)."""
_FIRST_CHUNK = len(_HEAD) + _HEADER.size + 4


def frame_pixels(frame: Frame, shape: tuple[int, int, int]) -> RGBA:
    """Straight-alpha pixels of shape (height, width, 4); raises ``ProtocolError`` where they are not that."""
    if frame.encoding is not Encoding.PNG:
        return np.frombuffer(frame.data, np.uint8).reshape(shape)
    plain = _unfiltered(frame.data, shape)
    if plain is not None:
        return plain
    try:
        with Image.open(io.BytesIO(frame.data), formats=("PNG",)) as image:
            if (image.height, image.width, len(image.mode)) == shape:
                return np.asarray(image)
    except _DAMAGED as error:
        raise _unreadable(frame) from error
    raise _unreadable(frame)


def _unreadable(frame: Frame) -> ProtocolError:
    return ProtocolError(f"frame {frame.index} of {frame.clip_id} cannot be read: it is drawn again")


def _unfiltered(data: bytes, shape: tuple[int, int, int]) -> RGBA | None:
    """Eight bits RGBA in rows without filters, as our workers write them: all that is left to do is zlib's,
    in a fraction of a decoder's time. None for any other picture."""
    height, width, _ = shape
    if not data.startswith(_HEAD + _HEADER.pack(width, height, 8, 6, 0, 0, 0)):
        return None
    size = height * (1 + 4 * width)
    inflater = zlib.decompressobj()
    try:
        rows = inflater.decompress(_packed(data), size + 1)
    except (zlib.error, struct.error):
        return None
    if len(rows) != size or not inflater.eof:
        return None
    table = np.frombuffer(rows, np.uint8).reshape(height, 1 + 4 * width)
    if table[:, 0].any():
        return None
    return np.ascontiguousarray(table[:, 1:]).reshape(shape)


def _packed(data: bytes) -> bytes:
    """What the IDAT chunks hold together. Raises ``struct.error`` where the file is cut short."""
    parts: list[bytes] = []
    at, kind = _FIRST_CHUNK, b""
    while kind != b"IEND":
        length, kind = _CHUNK.unpack_from(data, at)
        if kind == b"IDAT":
            parts.append(data[at + 8 : at + 8 + length])
        at += 12 + length
    return b"".join(parts)
