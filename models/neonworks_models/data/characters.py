"""What the readers of drawn character sets share: layers, stacking, the measuring split.

A layered set keeps one picture per garment and animation; a character is a stack of them. Directions lie in
rows in the order of ``ROWS``; a pixel is opaque where alpha > 127.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from neonworks_protocol.vocabulary import Direction
from PIL import Image

from neonworks_models.sprites.sprite import RGBA

__all__ = [
    "FRAME",
    "ROWS",
    "Character",
    "StripKey",
    "cut_frames",
    "held_out",
    "read_rgba",
    "stack",
]

FRAME = 64
"""Width and height of a frame in pixels, in both sets."""

ROWS = (Direction.UP, Direction.LEFT, Direction.DOWN, Direction.RIGHT)
"""Direction of each row of a sheet, from the top."""

StripKey = tuple[str, Direction]
"""(action as the artist names it, direction)."""


@dataclass(frozen=True, eq=False)
class Character:
    """One composed character: a still per direction and every animation its set draws.

    ``strips`` hold frames of shape (64, 64, 4); their actions are idle, walk, run, jump, slash and swing in
    the revised set, walk, slash, thrust, shoot, spellcast and hurt (only DOWN) in the classic one.
    ``gaps`` are actions for which a layer has no picture, so that a garment vanishes while they run: use
    such strips for analysis, not as truth for animation.
    """

    source: str
    layers: tuple[str, ...]
    stills: Mapping[Direction, RGBA]
    strips: Mapping[StripKey, Sequence[RGBA]]
    gaps: frozenset[str]


def read_rgba(path: Path) -> RGBA:
    """A picture as straight RGBA, palette and ``tRNS`` resolved."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGBA"))


def stack(layers: Iterable[RGBA]) -> RGBA:
    """Lay pictures of one size over each other, the first lowest; binary alpha in the result."""
    result: RGBA | None = None
    for layer in layers:
        if result is None:
            result = np.zeros_like(layer)
        opaque = layer[..., 3] > 127
        result[opaque] = layer[opaque]
        result[opaque, 3] = 255
    if result is None:
        raise ValueError("a character needs at least one layer")
    return result


def cut_frames(sheet: RGBA, row: int, first: int, count: int) -> tuple[RGBA, ...]:
    """``count`` frames of one row, from column ``first``."""
    band = sheet[row * FRAME : (row + 1) * FRAME]
    return tuple(band[:, (first + i) * FRAME : (first + i + 1) * FRAME].copy() for i in range(count))


def held_out(names: Iterable[str], share: float) -> frozenset[str]:
    """The names kept for measuring only: about ``share`` of them, the same ones for ever.

    Sets of fewer than four are not split: there the share would be a third or more of all variety.
    """
    ordered = sorted(set(names), key=lambda name: hashlib.blake2s(name.encode()).digest())
    return frozenset(ordered[: max(1, round(share * len(ordered)))] if len(ordered) >= 4 else ())
