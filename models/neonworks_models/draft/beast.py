"""A four-legged still seen from the side, cut into a body and its legs.

Legs are what stands on the ground below the belly: the belly line is the lowest row in which one run of
pixels is as long as a trunk. Where the still shows one leg of a pair, the far one lies behind it and is drawn
in its shape, darker. Everything is found for a figure that faces right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from neonworks_models.draft.raster import Packed, pack_pixels
from neonworks_models.draft.shades import Shades
from neonworks_models.sprites.rig import Box
from neonworks_models.sprites.sprite import Sprite

__all__ = ["Beast", "Leg", "cut_beast"]

TRUNK = 0.42
"""Shortest run of pixels that is a belly, as a share of the figure's width."""
LOWEST_BELLY, HIGHEST_BELLY = 0.08, 0.7
"""Where a belly can lie, above the ground, in figure heights."""
STANDS = 0.14
"""How far above the ground a leg may end and still stand, in figure heights: far legs are drawn higher."""
FAR_SHADE = 0.7
"""Brightness of a far leg, as a share of the near leg's."""
PAW = 0.3
"""Lowest share of a leg that keeps its shape while the leg bends."""

SHOULDER = 0.12
"""How far below the back's line the head begins, as a share of the trunk's depth."""
WITHERS = 0.06
"""How far behind the front hip the head begins, in figure widths."""
NECK = 5
"""Twice the neck's border with the body, in pixels, and one."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Leg:
    """``art`` holds the leg's own pixels only, on the still's canvas; ``hip``: (x, y), middle of its top row;
    ``foot``: y below its lowest row. ``near``: before the body's middle; ``front``: before the trunk."""

    art: Packed
    hip: tuple[float, int]
    foot: int
    near: bool
    front: bool

    @property
    def length(self) -> int:
        return self.foot - self.hip[1]


@dataclass(frozen=True, eq=False)
class Beast:
    """Pictures on the still's canvas. ``head`` moves as one; ``neck`` is its border with ``body``, the rest
    without legs; ``tail``: x before which the tail begins; ``box``: of the whole figure."""

    body: Packed
    head: Packed
    neck: Packed
    legs: tuple[Leg, ...]
    box: Box
    tail: float

    @property
    def leg(self) -> float:
        """The near legs' mean length in pixels."""
        return float(np.mean([leg.length for leg in self.legs if leg.near]))

    @property
    def hips(self) -> tuple[float, float]:
        """x of the hind and of the front hip."""
        hind, front = (
            float(np.mean([leg.hip[0] for leg in self.legs if leg.front == which])) for which in (False, True)
        )
        return hind, front


def cut_beast(sprite: Sprite, box: Box) -> Beast | None:
    """The pieces of a figure that faces right; None where no leg is seen under either end of the trunk."""
    picture = pack_pixels(sprite.rgba)
    solid = picture != 0
    belly = _belly(solid, box)
    if belly is None:
        return None
    feet = _feet(solid, box, belly)
    middle = _trunk_middle(solid, belly)
    groups = [[foot for foot in feet if (foot.x > middle) == front] for front in (False, True)]
    if not all(groups):
        return None
    shades = Shades(picture)
    legs: list[Leg] = []
    taken = np.zeros_like(solid)
    for front, group in zip((False, True), groups, strict=True):
        chosen = sorted(group, key=lambda foot: -int(foot.mask.sum()))[:2]
        for foot in chosen:
            taken |= foot.mask
        legs += _pair(picture, chosen, belly, shades, front=front)
    hind, front_hip = (
        float(np.mean([leg.hip[0] for leg in legs if leg.front == which])) for which in (False, True)
    )
    head = _head(solid & ~taken, box, belly, (hind, front_hip))
    border = cv2.dilate((solid & ~taken & ~head).astype(np.uint8), np.ones((NECK, NECK), np.uint8)) > 0
    return Beast(
        body=np.where(taken | head, 0, picture).astype(np.uint32),
        head=np.where(head, picture, 0).astype(np.uint32),
        neck=np.where(head & border, picture, 0).astype(np.uint32),
        legs=tuple(legs),
        box=box,
        tail=hind - 0.35 * max(hind - box.x0, 1.0),
    )


def _head(solid: Mask, box: Box, belly: int, hips: tuple[float, float]) -> Mask:
    """What lies above the shoulders or before the chest."""
    hind, front = hips
    columns = range(max(0, round(hind)), max(round(hind) + 1, round(front)))
    backs = [int(solid[:, x].argmax()) for x in columns if solid[:, x].any()]
    back = float(np.median(backs)) if backs else float(box.y0)
    shoulder = back + SHOULDER * (belly - back)
    chest = max(end for _, end in _runs(solid[belly - 1]))
    ys, xs = np.nonzero(solid)
    head = np.zeros_like(solid)
    chosen = ((ys < shoulder) & (xs > front - WITHERS * box.width)) | (xs >= chest)
    head[ys[chosen], xs[chosen]] = True
    return head


@dataclass(frozen=True, eq=False)
class _Foot:
    """One leg's pixels below the belly; ``x``: middle of its top row, ``bottom``: y below its lowest row."""

    mask: Mask
    x: float
    bottom: int


def _belly(solid: Mask, box: Box) -> int | None:
    """The row just below the trunk."""
    low = box.y1 - max(2, round(LOWEST_BELLY * box.height))
    high = box.y1 - round(HIGHEST_BELLY * box.height)
    for y in range(low - 1, high, -1):
        if _longest(solid[y]) >= TRUNK * box.width:
            return y + 1 if y + 1 < low else None
    return None


def _longest(row: NDArray[np.bool_]) -> int:
    return max((end - start for start, end in _runs(row)), default=0)


def _runs(row: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Half-open column ranges of a row's opaque pixels."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], row, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _trunk_middle(solid: Mask, belly: int) -> float:
    start, end = max(_runs(solid[belly - 1]), key=lambda run: run[1] - run[0])
    return (start + end) / 2


def _feet(solid: Mask, box: Box, belly: int) -> list[_Foot]:
    """What stands on the ground below the belly, each foot with the pixels above it."""
    ground = box.y1
    reach = max(1, round(STANDS * box.height))
    seeds: list[tuple[int, int, int]] = []
    for y in range(ground - 1, max(belly, ground - 1 - reach), -1):
        for start, end in _runs(solid[y]):
            if not any(start < b + 1 and a - 1 < end for a, b, _ in seeds):
                seeds.append((start, end, y))
    labels = _grown(solid, belly, ground, seeds)
    feet = []
    for number in range(1, len(seeds) + 1):
        mask = labels == number
        rows = np.flatnonzero(mask.any(axis=1))
        if not rows.size or int(rows[0]) > belly + 1:
            continue
        columns = np.flatnonzero(mask[rows[0]])
        feet.append(_Foot(mask, float(columns.mean()) + 0.5, int(rows[-1]) + 1))
    return feet


def _grown(solid: Mask, belly: int, ground: int, seeds: Sequence[tuple[int, int, int]]) -> NDArray[np.int32]:
    """Each pixel below the belly as the number of the foot that it is nearest to, going up row by row; what
    is connected to none stays 0."""
    labels = np.zeros(solid.shape, np.int32)
    for number, (start, end, y) in enumerate(seeds, start=1):
        labels[y, start:end] = np.where(solid[y, start:end], number, 0)
    for y in range(ground - 1, belly - 1, -1):
        for start, end in _runs(solid[y]):
            own = {int(n) for n in labels[y, start:end]} - {0}
            below = labels[y + 1, max(0, start - 1) : end + 1] if y + 1 < ground else np.zeros(0, np.int32)
            numbers = sorted(own | ({int(n) for n in below} - {0}))
            if not numbers:
                continue
            places = [_column(labels, number, y) for number in numbers]
            columns = np.arange(start, end)
            nearest = np.argmin(np.abs(columns[:, None] + 0.5 - np.array(places)[None]), axis=1)
            labels[y, start:end] = np.array(numbers)[nearest]
    return labels


def _column(labels: NDArray[np.int32], number: int, y: int) -> float:
    """Where a leg stands in the row below ``y``, or in ``y`` where it begins."""
    for row in (y + 1, y):
        if row < len(labels) and (columns := np.flatnonzero(labels[row] == number)).size:
            return float(columns.mean()) + 0.5
    return float(np.nonzero(labels == number)[1].mean()) + 0.5


def _pair(picture: Packed, feet: Sequence[_Foot], belly: int, shades: Shades, *, front: bool) -> list[Leg]:
    """Near and far leg of one end, the far one first."""
    arts = [np.where(foot.mask, picture, 0).astype(np.uint32) for foot in feet]
    legs = [
        Leg(art, (foot.x, int(np.flatnonzero(foot.mask.any(axis=1))[0])), foot.bottom, True, front)
        for art, foot in zip(arts, feet, strict=True)
    ]
    if len(legs) == 1:
        dark = shades.darker(legs[0].art, FAR_SHADE)
        return [Leg(dark, legs[0].hip, legs[0].foot, False, front), legs[0]]
    near = int(np.argmax([(leg.foot - belly) * 1000 + _light(leg.art) for leg in legs]))
    far = legs[1 - near]
    return [Leg(far.art, far.hip, far.foot, False, front), legs[near]]


def _light(art: Packed) -> float:
    """Mean brightness of a leg's pixels, 0..255."""
    pixels = art[art != 0]
    return float((pixels.view(np.uint8).reshape(-1, 4)[:, :3]).mean()) if pixels.size else 0.0
