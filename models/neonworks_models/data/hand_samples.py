"""Training samples of the hand reader: pictures in the figure's frame and whose characters they show.

Layered characters as their artists drew them, against the same characters in other builds and against stills
drawn by code: so that build and features decide, not colours or clothes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from neonworks_protocol.vocabulary import Archetype
from numpy.random import Generator
from numpy.typing import NDArray

from neonworks_models.data.drawn import draw
from neonworks_models.data.lpc import LpcSource, training_characters
from neonworks_models.data.reader_samples import resized
from neonworks_models.sprites.figure import CHANNELS, SIDE, FigureFrame
from neonworks_models.sprites.hand_reader import Artist
from neonworks_models.sprites.rig import Joint, Point
from neonworks_models.sprites.silhouette import figure_box, main_figure
from neonworks_models.sprites.sprite import RGBA

__all__ = ["HandSamples", "make_hand_samples"]

_ARTISTS_SHARE, _REBUILT_SHARE = 0.55, 0.25
_BIPEDS = 0.8
"""Of what is drawn by code."""
_HEAD = 0.43
"""Share of an LPC figure's height that its head takes."""
_OTHER_BUILD = 0.12
"""Least change of the head's share of the height, or of width to height, that makes another build."""


@dataclass(frozen=True, eq=False)
class HandSamples:
    """``n`` samples. Picture planes as bytes, as in ``reader_samples.Samples``."""

    pictures: NDArray[np.uint8]
    """Shape (n, CHANNELS, SIDE, SIDE)."""
    artists: NDArray[np.int64]
    """Index into ``Artist``, shape (n,)."""


def make_hand_samples(
    root: Path, n: int, seed: int, *, characters: int, holdout: bool = False
) -> HandSamples:
    """``n`` samples from ``characters`` random LPC characters under ``root`` and from drawn stills."""
    random = np.random.default_rng(seed)
    stills: dict[Artist, list[RGBA]] = {Artist.REVISED: [], Artist.CLASSIC: []}
    for source, artist in ((LpcSource.REVISED, Artist.REVISED), (LpcSource.CLASSIC, Artist.CLASSIC)):
        for person in training_characters(root, characters // 2, seed, holdout=holdout, sources=(source,)):
            stills[artist] += person.stills.values()
    samples = HandSamples(np.zeros((n, CHANNELS, SIDE, SIDE), np.uint8), np.zeros(n, np.int64))
    for index, (rgba, artist) in zip(range(n), _stream(random, stills), strict=False):
        shown = rgba[:, ::-1] if random.random() < 0.5 else rgba
        frame = FigureFrame(figure_box(main_figure(shown[..., 3] > 127)))
        shifted = frame.picture(shown) * 255
        shifted[2:] += 128
        samples.pictures[index] = np.clip(shifted.round(), 0, 255).astype(np.uint8)
        samples.artists[index] = artist
    return samples


def _stream(random: Generator, stills: Mapping[Artist, Sequence[RGBA]]) -> Iterator[tuple[RGBA, Artist]]:
    artists, archetypes = tuple(stills), tuple(Archetype)
    while True:
        choice = random.random()
        artist = artists[int(random.integers(len(artists)))]
        still = stills[artist][int(random.integers(len(stills[artist])))]
        if choice < _ARTISTS_SHARE:
            yield still, artist
        elif choice < _ARTISTS_SHARE + _REBUILT_SHARE:
            neck = _neck(still)
            rebuilt, joints = resized(random, still, {Joint.NECK: neck})
            if _differs(_build(still, neck), _build(rebuilt, joints[Joint.NECK])):
                yield rebuilt, Artist.STRANGER
        else:
            biped = random.random() < _BIPEDS
            archetype = Archetype.BIPED if biped else archetypes[int(random.integers(len(archetypes)))]
            yield draw(random, archetype).rgba, Artist.STRANGER


def _neck(rgba: RGBA) -> Point:
    box = figure_box(main_figure(rgba[..., 3] > 127))
    return (box.x0 + box.x1) / 2, box.y0 + _HEAD * box.height


def _build(rgba: RGBA, neck: Point) -> tuple[float, float]:
    """The head's share of the height, and width to height."""
    box = figure_box(main_figure(rgba[..., 3] > 127))
    return (neck[1] - box.y0) / box.height, box.width / box.height


def _differs(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return any(abs(a / b - 1) > _OTHER_BUILD for a, b in zip(one, other, strict=True))
