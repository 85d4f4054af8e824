"""Bytes of an image file to a ``Sprite``, with nothing trusted before it is checked.

PNG, WebP and GIF by content, never by name. Size and frame count come from the header, before any pixel is
decoded. Of an animated file the first frame is the still. Palettes and ``tRNS`` are resolved; a picture
without a transparent pixel loses its flat background where one colour runs all along its border.
"""

import io
import struct
import warnings
import zlib

import cv2
import numpy as np
from neonworks_protocol.errors import BadSprite
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from neonworks_models.sprites.sprite import RGBA, Sprite

__all__ = ["LARGEST", "MAX_BYTES", "MAX_PIXELS", "SMALLEST", "decode_sprite", "key_out_background"]

MAX_BYTES = 16 * 1024 * 1024
"""Largest file: 4 megapixels of uncompressed RGBA, which no honest encoder exceeds."""
MAX_PIXELS = 4_000_000
"""Largest header size that is looked into at all."""
SMALLEST, LARGEST = 8, 512
"""Side length in pixels of a sprite that can be animated."""

_FORMATS = ("PNG", "WEBP", "GIF")
_DAMAGED = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError)
"""What Pillow's decoders raise on damaged files (``UnidentifiedImageError`` is an OSError)."""


def decode_sprite(data: bytes) -> Sprite:
    """The still in these bytes; raises BadSprite with one line that says what is wrong."""
    if not data:
        raise BadSprite("The image is empty (0 bytes): save it again as PNG.")
    if len(data) > MAX_BYTES:
        raise BadSprite(f"The image file is {len(data):,} bytes; at most {MAX_BYTES:,} are accepted.")
    _check_signature(data)
    rgba = _decode(data)
    if not (rgba[..., 3] > 127).any():
        raise BadSprite(
            "The image has no opaque pixel, so there is nothing to animate; choose another picture."
        )
    if (rgba[..., 3] == 255).all():
        rgba = key_out_background(rgba)
    return Sprite.from_rgba(rgba)


def key_out_background(rgba: RGBA) -> RGBA:
    """Make a flat background transparent: all pixels of the border's colour that the border reaches.

    Returns the picture unchanged where the border has several colours, or where nothing would be left.
    """
    border = np.concatenate([rgba[0], rgba[-1], rgba[:, 0], rgba[:, -1]])
    if (border != border[0]).any():
        return rgba
    background = (rgba == border[0]).all(axis=-1)
    if background.all():
        return rgba
    reached = _reached_from_border(background)
    keyed = rgba.copy()
    keyed[reached] = 0
    return keyed


def _reached_from_border(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    count, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    touching = np.zeros(count, dtype=bool)
    for edge in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        touching[edge] = True
    touching[0] = False
    reached: NDArray[np.bool_] = touching[labels]
    return reached


def _check_signature(data: bytes) -> None:
    if data[:8] == b"\x89PNG\r\n\x1a\n" or data[:6] in (b"GIF87a", b"GIF89a"):
        return
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return
    raise BadSprite("The image is not a PNG, WebP or GIF file; save it as PNG and try again.")


def _decode(data: bytes) -> RGBA:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                _check_size(*image.size)
                image.seek(0)
                image.load()
                return np.asarray(image.convert("RGBA"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadSprite(f"The image is too large; at most {LARGEST}×{LARGEST} pixels are animated.") from None
    except Warning as warning:
        raise BadSprite(f"The image file is damaged: {_one_line(warning)}; save it again.") from None
    except UnidentifiedImageError:
        raise BadSprite("The image file is damaged: it has no usable header; save it again as PNG.") from None
    except (*_DAMAGED, MemoryError, struct.error, zlib.error) as error:
        raise BadSprite(f"The image file is damaged or cut off: {_one_line(error)}; save it again.") from None


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS or max(width, height) > LARGEST or min(width, height) < SMALLEST:
        raise BadSprite(
            f"The image is {width}×{height} pixels; a sprite must be {SMALLEST}×{SMALLEST} to "
            f"{LARGEST}×{LARGEST}. Export one frame at its own size."
        )


def _one_line(error: BaseException) -> str:
    text = " ".join(str(error).split()).rstrip(".")
    return text[:120] or type(error).__name__
