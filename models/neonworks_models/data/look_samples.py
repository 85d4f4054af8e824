"""Pictures that the sprite VAE learns from: artists' characters and figures drawn by code, one palette
each."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from neonworks_protocol.vocabulary import Archetype, Direction
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from neonworks_models.data.drawn import draw
from neonworks_models.data.drawn_actor import DrawnActor
from neonworks_models.data.lpc import LpcSource, training_characters
from neonworks_models.nets.indexed import COLOURS, Indices, StillPalette
from neonworks_models.sprites.silhouette import core_x, figure_box, main_figure
from neonworks_models.sprites.sprite import RGBA

__all__ = ["GROUPS", "LookSamples", "make_looks"]

_SIDE = 64
_FRAMES = 4
"""Frames of each character's strips that are kept beside its four stills."""
_HEIGHTS = (14.0, 58.0)
_DRAWN_SEEDS = 50_000_000
"""First seed of drawn figures; those of the measuring share lie as much above."""
_OTHERS = (Archetype.BLOB, Archetype.QUADRUPED, Archetype.FLYER, Archetype.PROP)
_FACINGS = tuple(Direction)

GROUPS = 2 * len(_FACINGS) + len(_FACINGS) + len(_OTHERS)
"""Kinds of pictures: both artists' sets and drawn bipeds, each by facing, then the other body plans."""


@dataclass(frozen=True, eq=False)
class LookSamples:
    """N pictures of 64×64 pixels."""

    pictures: Indices
    """(N, 64, 64), palette indices, 0 is clear."""
    colours: NDArray[np.uint8]
    """(N, COLOURS, 3)."""
    places: NDArray[np.float32]
    """(N, 4): foot line, axis, height above the one and reach beside the other, in pixels."""
    groups: NDArray[np.int32]
    """(N,): kind of picture, below ``GROUPS``; -1 for frames of strips."""

    def save(self, path: Path) -> None:
        """Write them; a reader never sees half of a file."""
        part = path.with_suffix(".part.npz")
        np.savez(part, **{field.name: getattr(self, field.name) for field in fields(self)})
        part.replace(path)

    @classmethod
    def load(cls, path: Path) -> "LookSamples":
        """Read what ``save`` wrote."""
        with np.load(path) as stored:
            return cls(**{field.name: stored[field.name] for field in fields(cls)})


def make_looks(root: Path, characters: int, drawn: int, seed: int, *, holdout: bool) -> LookSamples:
    """Eight pictures of each of ``characters`` artists' characters and one of each of ``drawn`` figures.

    ``root`` holds the artists' sets; ``holdout`` takes styles, colours and seeds kept for measuring, else
    only the others.
    """
    random = default_rng((seed, holdout))
    found = list(_artists(root, characters, seed, random, holdout=holdout))
    first = (1 + holdout) * _DRAWN_SEEDS + seed * 1_000_000
    for index in range(drawn):
        found.append(_drawn(first + index, index))
    rows = [row for group, rgba in found if (row := _row(group, rgba)) is not None]
    columns = list(zip(*rows, strict=True))
    return LookSamples(
        np.array(columns[0], np.uint8),
        np.array(columns[1], np.uint8),
        np.array(columns[2], np.float32),
        np.array(columns[3], np.int32),
    )


def _artists(
    root: Path, count: int, seed: int, random: Generator, *, holdout: bool
) -> Iterator[tuple[int, RGBA]]:
    for character in training_characters(root, count, seed, holdout=holdout):
        first = 0 if character.source == LpcSource.REVISED else len(_FACINGS)
        for place, facing in enumerate(_FACINGS):
            yield first + place, character.stills[facing]
        strips = list(character.strips.values())
        for _ in range(_FRAMES):
            strip = strips[int(random.integers(len(strips)))]
            yield -1, strip[int(random.integers(len(strip)))]


def _drawn(seed: int, index: int) -> tuple[int, RGBA]:
    """A biped every second time, else the other body plans in turn."""
    random = default_rng(seed)
    if index % 2 == 0:
        place = int(random.integers(len(_FACINGS)))
        view = _FACINGS[place]
        seen = Direction.RIGHT if view is Direction.LEFT else view
        frame = DrawnActor(seed, seen).frame()
        return 2 * len(_FACINGS) + place, frame[:, ::-1] if view is Direction.LEFT else frame
    low, high = _HEIGHTS
    other = index // 2 % len(_OTHERS)
    height = round(low * (high / low) ** random.random())
    return 3 * len(_FACINGS) + other, draw(random, _OTHERS[other], height).rgba


def _row(group: int, rgba: RGBA) -> tuple[Indices, NDArray[np.uint8], tuple[float, ...], int] | None:
    """One sample, None where there is no figure or it does not fit."""
    opaque = rgba[..., 3] > 127
    if not opaque.any():
        return None
    rows, columns = np.nonzero(opaque)
    height, width = int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1
    if height > _SIDE or width > _SIDE:
        return None
    cut = rgba[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    figure = main_figure(cut[..., 3] > 127)
    core = core_x(figure, figure_box(figure))
    palette = StillPalette.of(cut)
    picture = np.zeros((_SIDE, _SIDE), np.uint8)
    left = (_SIDE - width) // 2
    picture[_SIDE - height :, left : left + width] = palette.read(cut)
    aside = max(core, width - core)
    colours = palette.colours
    assert colours.shape == (COLOURS, 3)
    return picture, colours, (float(_SIDE), left + core, float(height), aside), group
