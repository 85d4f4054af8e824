"""Training samples of the still reader: pictures in the figure's frame with facing, body plan and joints.

Two in five are LPC characters with stretched heads, trunks and legs, some of them made small and big-headed,
recoloured and resized; the rest are stills drawn by code. Nearest-neighbour sampling throughout, so that they
stay pixel art.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from neonworks_protocol.vocabulary import Archetype, Direction
from numpy.random import Generator
from numpy.typing import NDArray

from neonworks_models.data.drawn import draw
from neonworks_models.data.drawn_figurine import draw_figurine
from neonworks_models.data.drawn_still import DrawnStill
from neonworks_models.data.labelled import TRUTH, LabelledStill, Labeller
from neonworks_models.data.lpc import LpcSource, training_characters
from neonworks_models.sprites.figure import CHANNELS, SIDE, FigureFrame, Picture
from neonworks_models.sprites.rig import Joint, Point
from neonworks_models.sprites.sides import mirrored_joints, opposite
from neonworks_models.sprites.silhouette import figure_box, main_figure
from neonworks_models.sprites.sprite import RGBA

__all__ = ["Samples", "make_samples", "resized"]

_JOINTS = tuple(Joint)
_DIRECTIONS = tuple(Direction)
_ARCHETYPES = tuple(Archetype)
_LPC_SHARE, _FIGURINE_SHARE, _BIPED_SHARE = 0.42, 0.24, 0.16
_SMALL = (13, 52)
"""Heights of figurines and of LPC characters made into such, in pixels; small ones more often."""
_OTHERS = tuple(archetype for archetype in Archetype if archetype is not Archetype.BIPED)


@dataclass(frozen=True, eq=False)
class Samples:
    """``n`` samples. Picture planes as bytes: opacity and luma ×255, colour differences ×255 + 128."""

    pictures: NDArray[np.uint8]
    """Shape (n, CHANNELS, SIDE, SIDE)."""
    facings: NDArray[np.int64]
    """Index into ``Direction``, -1 where none."""
    archetypes: NDArray[np.int64]
    """Index into ``Archetype``."""
    joints: NDArray[np.float32]
    """Shape (n, 16, 2), figure frame 0..1."""
    weights: NDArray[np.float32]
    """Shape (n, 16), 0 where a joint is not known."""


def make_samples(root: Path, n: int, seed: int, *, characters: int, holdout: bool = False) -> Samples:
    """``n`` samples from ``characters`` random LPC characters under ``root`` and from drawn stills."""
    random = np.random.default_rng(seed)
    labeller = Labeller(root)
    sources = (LpcSource.REVISED, LpcSource.REVISED, LpcSource.CLASSIC)
    people = training_characters(root, characters, seed, holdout=holdout, sources=sources)
    stills = [still for person in people for still in labeller.stills(person)]
    samples = Samples(
        np.zeros((n, CHANNELS, SIDE, SIDE), np.uint8),
        np.full(n, -1, np.int64),
        np.zeros(n, np.int64),
        np.zeros((n, len(_JOINTS), 2), np.float32),
        np.zeros((n, len(_JOINTS)), np.float32),
    )
    for index, sample in zip(range(n), _stream(random, stills), strict=False):
        _store(samples, index, random, *sample)
    return samples


_Sample = tuple[RGBA, Archetype, Direction | None, Mapping[Joint, Point], Mapping[Joint, float]]


def _stream(random: Generator, stills: list[LabelledStill]) -> Iterator[_Sample]:
    while True:
        choice = random.random()
        if choice < _LPC_SHARE:
            still = stills[int(random.integers(len(stills)))]
            rgba, joints = resized(random, still.rgba, still.joints)
            yield rgba, Archetype.BIPED, still.facing, joints, still.weights
            continue
        drawn = _drawn(random, choice - _LPC_SHARE)
        known = drawn.joints or {}
        yield drawn.rgba, drawn.archetype, drawn.facing, known, dict.fromkeys(known, TRUTH)


def _drawn(random: Generator, choice: float) -> DrawnStill:
    """A figurine, a biped or another body plan: the ``choice``-th of what is not LPC."""
    if choice < _FIGURINE_SHARE:
        return draw_figurine(random, round(_between(random, *_SMALL)))
    biped = choice < _FIGURINE_SHARE + _BIPED_SHARE
    return draw(random, Archetype.BIPED if biped else _OTHERS[int(random.integers(len(_OTHERS)))])


def _store(
    samples: Samples,
    index: int,
    random: Generator,
    rgba: RGBA,
    archetype: Archetype,
    facing: Direction | None,
    joints: Mapping[Joint, Point],
    weights: Mapping[Joint, float],
) -> None:
    if random.random() < 0.5:
        rgba, facing = rgba[:, ::-1], facing.mirrored if facing else None
        joints = mirrored_joints(joints, rgba.shape[1])
        weights = {opposite(joint): weight for joint, weight in weights.items()}
    frame = FigureFrame(figure_box(main_figure(rgba[..., 3] > 127)))
    samples.pictures[index] = _as_bytes(frame.picture(_recoloured(random, rgba)))
    samples.facings[index] = _DIRECTIONS.index(facing) if facing else -1
    samples.archetypes[index] = _ARCHETYPES.index(archetype)
    for k, joint in enumerate(_JOINTS):
        if joint in joints:
            samples.joints[index, k] = frame.from_canvas(joints[joint])
            samples.weights[index, k] = weights[joint]


def _as_bytes(picture: Picture) -> NDArray[np.uint8]:
    shifted = picture * 255
    shifted[2:] += 128
    return np.clip(shifted.round(), 0, 255).astype(np.uint8)


def _recoloured(random: Generator, rgba: RGBA) -> RGBA:
    """Half keep their colours; others get channels swapped and each stretched."""
    if random.random() < 0.5:
        return rgba
    result = rgba.copy()
    result[..., :3] = rgba[..., random.permutation(3)]
    gain = random.uniform(0.6, 1.3, 3)
    result[..., :3] = np.clip(result[..., :3] * gain + random.uniform(-20, 20), 0, 255).astype(np.uint8)
    return result


def _shape(random: Generator) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Scales of head, trunk and legs along the height, of head and body across; the height in pixels.

    A third as the artist drew it, a third of other proportions, a third small with a big head.
    """
    draw = random.random()
    if draw < 1 / 3:
        return np.ones(3), np.ones(2), _between(random, 14, 130)
    if draw < 2 / 3:
        stretch = random.uniform((0.55, 0.75, 0.75), (1.5, 1.4, 1.9))
        return stretch, random.uniform(0.75, 1.25, 2) * (stretch[0] ** 0.8, 1.0), _between(random, 14, 130)
    stretch = random.uniform((1.1, 0.45, 0.3), (2.2, 0.95, 0.95))
    return stretch, random.uniform(0.7, 1.1, 2) * (stretch[0], 1.0), _between(random, *_SMALL)


def _between(random: Generator, low: float, high: float) -> float:
    """Log-uniform."""
    return float(low * (high / low) ** random.random())


def resized(random: Generator, rgba: RGBA, joints: Mapping[Joint, Point]) -> tuple[RGBA, dict[Joint, Point]]:
    """Another size and, mostly, other proportions: head, trunk and legs stretched on their own."""
    box = figure_box(main_figure(rgba[..., 3] > 127))
    neck = joints[Joint.NECK][1] if Joint.NECK in joints else box.y0 + 0.43 * box.height
    hip = joints[Joint.PELVIS][1] if Joint.PELVIS in joints else box.y0 + 0.75 * box.height
    knots = np.array([box.y0, neck, hip, box.y1], dtype=float)
    stretch, widths, height = _shape(random)
    parts = np.diff(knots) * stretch
    unit = height / parts.sum()
    placed = np.concatenate([[0.0], np.cumsum(parts * unit)])
    axis = (box.x0 + box.x1) / 2
    half = max(axis - box.x0, 1.0) * unit * widths.max() + 2
    rows = np.interp(np.arange(int(np.ceil(height))) + 0.5, placed, knots)
    scale = unit * np.interp(rows, [neck - 1.5, neck + 1.5], widths)
    columns = axis + (np.arange(int(np.ceil(2 * half))) + 0.5 - half)[None, :] / scale[:, None]
    ys = np.clip(rows.astype(int), 0, rgba.shape[0] - 1)[:, None]
    xs = np.floor(columns).astype(int)
    inside = (xs >= 0) & (xs < rgba.shape[1])
    result = np.where(inside[..., None], rgba[ys, np.clip(xs, 0, rgba.shape[1] - 1)], np.uint8(0))
    moved = {}
    for joint, (x, y) in joints.items():
        wide = unit * float(np.interp(y, [neck - 1.5, neck + 1.5], widths))
        moved[joint] = (half + (x - axis) * wide, float(np.interp(y, knots, placed)))
    return result, moved
