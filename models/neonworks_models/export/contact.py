"""The labelled contact sheet: every clip in one picture, enlarged, to judge motion and pixels by eye."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from neonworks_models.sprites.sprite import RGBA

__all__ = ["ContactRow", "contact_sheet"]

_PAGE = (48, 48, 54)
_LABEL = (236, 236, 240)
_SQUARES = ((112, 112, 118), (128, 128, 134))
"""The two greys of the checkerboard, close enough not to distract from the pixels on it."""
_GAP = 4
_TEXT_HEIGHT = 16


@dataclass(frozen=True, eq=False)
class ContactRow:
    """``label`` is written above the ``frames``; sizes may differ from row to row."""

    label: str
    frames: tuple[RGBA, ...]


def contact_sheet(rows: Sequence[ContactRow], scale: int = 4) -> RGBA:
    """One row a clip on a checkerboard, each pixel drawn ``scale`` × ``scale``; opaque, shape (H, W, 4)."""
    blocks = [_row(row, scale) for row in rows]
    width = max((block.width for block in blocks), default=1) + 2 * _GAP
    height = sum(block.height + 2 * _GAP for block in blocks) or 1
    page = Image.new("RGB", (width, height), _PAGE)
    y = _GAP
    for block in blocks:
        page.paste(block, (_GAP, y))
        y += block.height + 2 * _GAP
    return np.array(page.convert("RGBA"))


def _row(row: ContactRow, scale: int) -> Image.Image:
    cells = [_enlarged(frame, scale) for frame in row.frames]
    font = ImageFont.load_default(size=_TEXT_HEIGHT - 4)
    width = sum(cell.width + _GAP for cell in cells)
    width = max(width, int(font.getlength(row.label)) + 2 * _GAP)
    block = Image.new("RGB", (width, _TEXT_HEIGHT + max((c.height for c in cells), default=0)), _PAGE)
    ImageDraw.Draw(block).text((0, 0), row.label, fill=_LABEL, font=font)
    x = 0
    for cell in cells:
        block.paste(cell, (x, _TEXT_HEIGHT))
        x += cell.width + _GAP
    return block


def _enlarged(frame: RGBA, scale: int) -> Image.Image:
    height, width = frame.shape[:2]
    ys, xs = np.indices((height * scale, width * scale)) // (4 * scale)
    board = np.array(_SQUARES, np.float64)[(xs + ys) % 2]
    big = frame.repeat(scale, axis=0).repeat(scale, axis=1).astype(np.float64)
    alpha = big[..., 3:] / 255
    mixed = big[..., :3] * alpha + board * (1 - alpha)
    return Image.fromarray(np.rint(mixed).astype(np.uint8))
