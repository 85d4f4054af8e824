"""Sprites in any number, no two alike: drawn figures of every body plan, recoloured."""

import struct
import zlib
from collections.abc import Iterator

import cv2
import numpy as np
from neonworks_models.data.drawn import draw
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.vocabulary import Archetype

__all__ = ["SpriteStock", "pad_png"]

_END = 12
"""Bytes of IEND, a PNG's last chunk."""


class SpriteStock:
    """Endlessly many PNG files; equal seeds give equal files in equal order. ``figures`` are drawn, each then
    appears in other colours. ``height`` is a figure's own, in pixels."""

    def __init__(self, seed: int, *, figures: int = 40, height: tuple[int, int] = (28, 44)) -> None:
        self._random = np.random.default_rng(seed)
        plans = [plan for plan in Archetype if plan is not Archetype.PROP]
        self._figures = [
            _cropped(draw(self._random, plans[number % len(plans)], int(self._random.integers(*height))).rgba)
            for number in range(figures)
        ]
        self._made = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        """One more sprite: a figure with its channels exchanged and shifted by a number of its own."""
        figure = self._figures[self._made % len(self._figures)]
        round_, self._made = self._made // len(self._figures), self._made + 1
        changed = figure.copy()
        order = self._random.permutation(3)
        shift = np.array([round_ % 24, round_ // 24 % 24, round_ // 576 % 24]) * 2
        colours = figure[..., order].astype(np.int32) * 200 // 255 + shift
        changed[..., :3] = np.where(figure[..., 3:] > 0, np.clip(colours, 0, 255), 0)
        encoded, png = cv2.imencode(".png", cv2.cvtColor(changed, cv2.COLOR_RGBA2BGRA))
        assert encoded
        return bytes(png.tobytes())


def pad_png(data: bytes, size: int) -> bytes:
    """The same picture in exactly ``size`` bytes, or as it is where it is too large for that."""
    room = size - len(data) - _END
    if room < 0:
        return data
    body = b"prVt" + bytes(room)
    chunk = struct.pack(">I", room) + body + struct.pack(">I", zlib.crc32(body))
    return data[:-_END] + chunk + data[-_END:]


def _cropped(rgba: RGBA) -> RGBA:
    """The figure with two pixels of air around it, at least 16 pixels a side."""
    ys, xs = np.nonzero(rgba[..., 3])
    inner = rgba[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    height, width = (max(16, side + 4) for side in inner.shape[:2])
    canvas = np.zeros((height, width, 4), np.uint8)
    top, left = height - 2 - inner.shape[0], (width - inner.shape[1]) // 2
    canvas[max(0, top) : max(0, top) + inner.shape[0], left : left + inner.shape[1]] = inner
    return canvas
