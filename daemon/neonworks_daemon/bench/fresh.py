"""Sprites and sentences that nobody has seen: drawn and composed anew from one seed, never repeated."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from neonworks_models.data.drawn import draw
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.vocabulary import Archetype

__all__ = ["FreshRequest", "fresh_requests"]

_CANVAS = 64
_BODY = (44, 54)
"""Figure height in pixels, as of most 64×64 characters."""
_WHO = ("", "the knight should ", "he must ", "let her ", "make it ", "I want the hero to ", "please ")
_WHAT = ("walk", "run", "jump", "idle", "attack with a slash", "cast a spell", "get hurt", "swing a sword")
_HOW = ("", " slowly", " angrily", " like a tired old king", " proudly", " at 1.2 times the speed", " sadly")
_EXTRA = ("", " with a glow", " and a flash", " with 8 frames", ", twice as strong")


@dataclass(frozen=True, eq=False)
class FreshRequest:
    """A still of 64×64 pixels, the same as PNG, and what it should do."""

    rgba: RGBA
    png: bytes
    text: str


def fresh_requests(seed: int) -> Iterator[FreshRequest]:
    """Endlessly many; equal seeds give equal requests. Every still has its own proportions and colours."""
    random = np.random.default_rng(seed)
    for number in itertools.count(1):
        still = _still(random)
        parts = (random.choice(words) for words in (_WHO, _WHAT, _HOW, _EXTRA))
        text = f"{''.join(map(str, parts))} (take {seed}-{number})"
        encoded, png = cv2.imencode(".png", cv2.cvtColor(still, cv2.COLOR_RGBA2BGRA))
        assert encoded
        yield FreshRequest(still, png.tobytes(), text)


def _still(random: np.random.Generator) -> RGBA:
    """A figure that stands in the middle of the canvas's lower edge; hats that reach over its top are cut."""
    drawn = draw(random, Archetype.BIPED, int(random.integers(*_BODY))).rgba
    ys, xs = np.nonzero(drawn[..., 3] > 127)
    y0, y1 = max(int(ys.min()), int(ys.max()) + 2 - _CANVAS), int(ys.max()) + 1
    middle = int(xs.min() + xs.max() + 1) // 2
    x0 = max(0, middle - _CANVAS // 2)
    figure = drawn[y0:y1, x0 : middle + _CANVAS // 2]
    canvas = np.zeros((_CANVAS, _CANVAS, 4), dtype=np.uint8)
    left = (_CANVAS - figure.shape[1]) // 2
    canvas[_CANVAS - 1 - figure.shape[0] : _CANVAS - 1, left : left + figure.shape[1]] = figure
    return canvas
