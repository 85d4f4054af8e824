"""Batches of the sprite net: random samples of the shards, placed and coloured anew.

A picture is moved by a pixel or two in its window. Colours turn in hue, stretch in saturation and lightness,
ramp by ramp (colours of one hue change together), so that no colour means anything by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from neonworks_models.data.net_samples import NetSamples
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.indexed import Indices
from neonworks_models.nets.motions import MOTIONS, STRIPS
from neonworks_models.nets.pixel_choice import Place, colour_keys, phase_features, picture_planes

__all__ = ["COLUMNS", "Batch", "Drawer", "batch_of", "recoloured"]

COLUMNS = 56
"""Width of the window in training, in pixels; the artists' frames hold nothing farther out."""
_SHIFTS_DOWN = (-2, -1, 0, 0, 1)
_SHIFTS_ASIDE = (-2, 3)
_RAMPS = 7
_KEEPS, _TURNS, _SWAPS = 0.33, 0.6, 0.15
"""Shares of palettes that stay, that turn ramp by ramp, and whose channels change places."""
_OFTEN = {STRIPS["idle"]: 1.6, STRIPS["hurt"]: 0.7}
"""How often a frame is drawn beside others: idle clips are short and count as much as long ones."""
_ARTISTS = (Hand.REVISED, Hand.CLASSIC)
_SAMPLES_OF_A_SHARD = 8
"""Taken from one shard at a time: neighbours in memory."""


@dataclass(frozen=True, eq=False)
class Batch:
    """``inputs`` of the net by name, all but the pictures' copies; index pictures of shape (n, H, W)."""

    inputs: Mapping[str, NDArray[Any]]
    still: Indices
    draft: Indices
    truth: Indices
    colours: NDArray[np.float32]


class Drawer:
    """Draws samples of one kind from its shards; ``walks``: how often frames of walks are drawn."""

    def __init__(self, shards: Sequence[NetSamples], *, walks: float = 1.0) -> None:
        self._shards = tuple(shards)
        often = np.ones(len(MOTIONS))
        for action, weight in {**_OFTEN, STRIPS["walk"]: walks}.items():
            often[action] = weight
        sums = [np.cumsum(often[shard.actions]) for shard in self._shards]
        self._chances = [total / total[-1] for total in sums]

    def draw(self, random: Generator, count: int) -> list[tuple[NetSamples, NDArray[np.int64]]]:
        """``count`` samples as (shard, places in it)."""
        parts = np.array_split(np.arange(count), max(1, -(-count // _SAMPLES_OF_A_SHARD)))
        drawn = []
        for part in parts:
            shard = int(random.integers(len(self._shards)))
            places = np.searchsorted(self._chances[shard], random.random(len(part)))
            drawn.append((self._shards[shard], places.astype(np.int64)))
        return drawn


def batch_of(
    drawn: Sequence[tuple[NetSamples, NDArray[np.int64]]],
    random: Generator | None,
    nameless: tuple[float, float] = (0.0, 0.0),
    untold: float = 0.0,
) -> Batch:
    """The samples as the net reads them; unchanged in colour and place where ``random`` is None.

    ``nameless``: shares of samples in an artist's hand, and in any other, whose action and phase are hidden;
    ``untold``: of those that do not say whose hand drew them.
    """

    def joined(name: str, *, by_view: bool = True) -> NDArray[Any]:
        return np.concatenate(
            [getattr(s, name)[s.views[chosen] if by_view else chosen] for s, chosen in drawn]
        )

    count = sum(len(chosen) for _, chosen in drawn)
    colours: NDArray[np.float32] = (joined("colours") / 255).astype(np.float32)
    aside, down = np.zeros(count, np.int64), np.zeros(count, np.int64)
    if random is not None:
        aside = random.integers(*_SHIFTS_ASIDE, count)
        down = random.choice(_SHIFTS_DOWN, count)
        colours = recoloured(random, colours)
    still, draft = (
        _placed(pictures, aside, down) for pictures in (joined("stills"), joined("drafts", by_view=False))
    )
    truth = _placed(np.concatenate([s.truth(chosen) for s, chosen in drawn]), aside, down)
    height, foot, core = joined("places").T
    middle = (joined("stills").shape[2] - COLUMNS) // 2
    place = Place(height, foot + down.astype(np.float32), core - middle + aside.astype(np.float32))
    keys, allowed = colour_keys(still, colours, joined("counts"), place)
    actions, phases = joined("actions", by_view=False), phase_features(joined("phases", by_view=False))
    hands = joined("hands", by_view=False)
    if random is not None:
        hidden = random.random(count) < np.where(np.isin(hands, _ARTISTS), *nameless)
        hands = np.where(random.random(count) < untold, Hand.UNTOLD, hands)
        actions, phases = np.where(hidden, len(MOTIONS), actions), phases * ~hidden[:, None]
    inputs = {
        "planes": picture_planes(still, draft, colours, place),
        "keys": keys,
        "allowed": allowed,
        "action": actions.astype(np.int64),
        "view": joined("facings").astype(np.int64),
        "hand": hands.astype(np.int64),
        "phase": phases.astype(np.float32),
        "pose": joined("poses", by_view=False),
        "joints": joined("joints"),
        "size": (height / 64)[:, None].astype(np.float32),
    }
    return Batch(inputs, still, draft, truth, colours)


def recoloured(random: Generator, colours: NDArray[np.float32]) -> NDArray[np.float32]:
    """Palettes (n, COLOURS, 3) in 0..1 with ramps turned, a third of them as they are."""
    n = len(colours)
    hue, saturation, value = _to_hsv(colours)
    ramp = np.floor((hue + random.random((n, 1))) * _RAMPS).astype(np.int64) % _RAMPS
    turned = random.random((n, 1)) < _TURNS

    def per_ramp(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where(turned, np.take_along_axis(values, ramp, 1), 0.0)

    hue = (hue + per_ramp(random.normal(0, 0.25, (n, _RAMPS)))) % 1
    saturation = np.clip(saturation * (1 + per_ramp(random.uniform(-0.5, 0.5, (n, _RAMPS)))), 0, 1)
    value = np.clip(value * (1 + per_ramp(random.uniform(-0.35, 0.35, (n, _RAMPS)))), 0, 1)
    out = _from_hsv(hue, saturation, value)
    for index in np.flatnonzero(random.random(n) < _SWAPS):
        out[index] = out[index][:, random.permutation(3)]
    keep = random.random(n) < _KEEPS
    out[keep] = colours[keep]
    return out


def _placed(pictures: Indices, aside: NDArray[np.int64], down: NDArray[np.int64]) -> Indices:
    """The middle COLUMNS of each picture after moving it by its own (aside, down) pixels."""
    n, height, width = pictures.shape
    rows = np.arange(height)[None, :] - down[:, None]
    columns = np.arange(COLUMNS)[None, :] + (width - COLUMNS) // 2 - aside[:, None]
    inside = ((rows >= 0) & (rows < height))[:, :, None] & ((columns >= 0) & (columns < width))[:, None, :]
    taken = pictures[
        np.arange(n)[:, None, None],
        rows.clip(0, height - 1)[:, :, None],
        columns.clip(0, width - 1)[:, None, :],
    ]
    return np.where(inside, taken, 0).astype(np.uint8)


def _to_hsv(rgb: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    red, green, blue = (rgb[..., channel].astype(np.float64) for channel in range(3))
    value, low = rgb.max(axis=-1).astype(np.float64), rgb.min(axis=-1).astype(np.float64)
    chroma = np.maximum(value - low, 1e-6)
    hue = np.where(
        value == red,
        (green - blue) / chroma % 6,
        np.where(value == green, (blue - red) / chroma + 2, (red - green) / chroma + 4),
    )
    return hue / 6, (value - low) / np.maximum(value, 1e-6), value


def _from_hsv(
    hue: NDArray[np.float64], saturation: NDArray[np.float64], value: NDArray[np.float64]
) -> NDArray[np.float32]:
    place = (np.array([5.0, 3.0, 1.0]) + hue[..., None] * 6) % 6
    fall = np.clip(np.minimum(place, 4 - place), 0, 1)
    rgb: NDArray[np.float32] = (value[..., None] * (1 - saturation[..., None] * fall)).astype(np.float32)
    return rgb
