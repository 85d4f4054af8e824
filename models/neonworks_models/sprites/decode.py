"""Bytes of an image file to a ``Sprite``, with nothing trusted before it is checked.

PNG, WebP and GIF by content, never by name. ``containers`` checks sizes and structure before any pixel is
decoded, and gives the decoder a file of one frame only. Of an animated file the first frame is the still.
Palettes and ``tRNS`` are resolved; a picture without a transparent pixel loses its flat background where one
colour runs all along its border.
"""

import io
import struct
import warnings
import zlib

import cv2
import numpy as np
from neonworks_protocol.errors import BadSprite
from numpy.typing import NDArray
from PIL import Image

from neonworks_models.sprites.containers import gif, png
from neonworks_models.sprites.containers.gif import read_gif
from neonworks_models.sprites.containers.png import read_png
from neonworks_models.sprites.containers.still import (
    LARGEST,
    SMALLEST,
    StillFile,
    check_sheet_size,
    damaged,
)
from neonworks_models.sprites.containers.webp import is_webp, read_webp
from neonworks_models.sprites.sprite import RGBA, Sprite

__all__ = ["LARGEST", "MAX_BYTES", "SMALLEST", "decode_sheet", "decode_sprite", "key_out_background"]

MAX_BYTES = 16 * 1024 * 1024
"""Largest file: 4 megapixels of uncompressed RGBA, which no honest encoder exceeds."""

_DAMAGED = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError)
"""What Pillow's decoders raise on damaged files (``UnidentifiedImageError`` is an OSError)."""


def decode_sprite(data: bytes) -> Sprite:
    """The still in these bytes; raises BadSprite with one line that says what is wrong."""
    if not data:
        raise BadSprite("The image is empty (0 bytes): save it again as PNG.")
    if len(data) > MAX_BYTES:
        raise BadSprite(f"The image file is {len(data):,} bytes; at most {MAX_BYTES:,} are accepted.")
    rgba = _decode(_still_file(data))
    if not (rgba[..., 3] > 127).any():
        raise BadSprite(
            "The image has no opaque pixel, so there is nothing to animate; choose another picture."
        )
    if (rgba[..., 3] == 255).all():
        rgba = key_out_background(rgba)
    return Sprite.from_rgba(rgba)


def decode_sheet(data: bytes) -> RGBA:
    """A sheet of frames, straight RGBA of shape (H, W, 4), up to 4 megapixels, PNG or WebP.

    A flat background becomes transparent. Raises BadSprite with one line that says what is wrong.
    """
    if len(data) > MAX_BYTES:
        raise BadSprite(f"The sheet is {len(data):,} bytes; at most {MAX_BYTES:,} are accepted.")
    if data.startswith(png.SIGNATURE):
        still = read_png(data, check_sheet_size)
    elif is_webp(data):
        still = read_webp(data, check_sheet_size)
    else:
        raise BadSprite("The sheet is not a PNG or WebP file; save its frames side by side as PNG.")
    rgba = _decode(still)
    return key_out_background(rgba) if (rgba[..., 3] == 255).all() else rgba


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


def _still_file(data: bytes) -> StillFile:
    if data.startswith(png.SIGNATURE):
        return read_png(data)
    if data.startswith(gif.SIGNATURES):
        return read_gif(data)
    if is_webp(data):
        return read_webp(data)
    raise BadSprite("The image is not a PNG, WebP or GIF file; save it as PNG and try again.")


def _decode(still: StillFile) -> RGBA:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(still.data), formats=(still.kind,)) as image:
                if image.size != (still.width, still.height):
                    damaged("its sizes contradict each other")
                image.load()
                return _rgba(image)
    except (Warning, *_DAMAGED, MemoryError, struct.error, zlib.error) as error:
        damaged(_one_line(error))


def _rgba(image: Image.Image) -> RGBA:
    if not image.mode.startswith("I"):
        return np.asarray(image.convert("RGBA"))
    # Pillow would clip 16 bit grey instead of scaling it, and leave its transparent colour out.
    deep = np.asarray(image)
    grey = (deep >> 8).astype(np.uint8)
    clear = image.info.get("transparency")
    opaque = np.full(deep.shape, 255, np.uint8) if clear is None else np.where(deep == clear, 0, 255)
    return np.stack([grey, grey, grey, opaque.astype(np.uint8)], axis=-1)


def _one_line(error: BaseException) -> str:
    text = " ".join(str(error).split()).rstrip(".")
    return text[:120] or type(error).__name__
