"""The ramps of a sprite: its colours in groups that shade one material each."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from neonworks_protocol.vocabulary import Archetype, Direction
from numpy.typing import NDArray

from neonworks_models.looks.oklab import Lab, to_lab
from neonworks_models.nets.indexed import codes_of
from neonworks_models.sprites.rig import SpriteAnalysis
from neonworks_models.sprites.sprite import RGBA, Sprite

__all__ = ["Material", "Ramp", "Ramps", "ramps_of"]

_HUE, _GREY, _STEP = 32.0, 0.035, 0.19
"""Degrees between hues of one ramp, chroma up to which a colour is grey, lightness between its neighbours."""
_TOUCH = 0.12
"""Share of the rarer colour's borders that two shades of one material have in common at least."""
_SMALL = 0.012
"""Share of the figure up to which a ramp is a detail: eyes, buttons."""
_INK = 0.3
"""Lightness up to which a grey ramp is ink."""
_SKIN_HUES, _SKIN_CHROMA, _SKIN_LIGHT = (22.0, 82.0), (0.03, 0.15), 0.5
_FACE = (0.14, 0.42)
"""Part of a biped's height, from the top, in which its face is looked for."""
_SKIN_SHARE = 0.08
_MOST = 256
"""Colours that are told apart; pictures of more are read in coarser ones."""


class Material(StrEnum):
    """What a ramp paints, as far as that matters to who recolours it."""

    CLOTH = "cloth"
    SKIN = "skin"
    INK = "ink"
    DETAIL = "detail"


@dataclass(frozen=True, eq=False)
class Ramp:
    """``colours``: codes 0xRRGGBB, the darkest first; ``pixels``: how many show one of them."""

    colours: tuple[int, ...]
    pixels: int
    material: Material


@dataclass(frozen=True, eq=False)
class Ramps:
    """All ramps of a sprite, the largest first; ``labels`` (H, W): each pixel's ramp, -1 where it is
    clear."""

    ramps: tuple[Ramp, ...]
    labels: NDArray[np.int32]


def ramps_of(sprite: Sprite, analysis: SpriteAnalysis) -> Ramps:
    """Group the colours of ``sprite``."""
    codes = _readable(sprite.rgba)
    found, places, counts = np.unique(codes[codes >= 0], return_inverse=True, return_counts=True)
    index = np.full(codes.shape, -1, np.int32)
    index[codes >= 0] = places
    lab = to_lab(np.stack([found >> 16, found >> 8 & 255, found & 255], axis=-1))
    groups = _grouped(lab, _touching(index, len(found)))
    sizes = np.bincount(groups, counts, len(found))
    order = [int(group) for group in np.argsort(-sizes, kind="stable") if sizes[group] > 0]
    renumbered = np.full(len(found), -1, np.int32)
    for place, group in enumerate(order):
        renumbered[groups == group] = place
    labels = np.where(index >= 0, renumbered[index], -1).astype(np.int32)
    share = counts.sum()
    skin = _skin(lab, counts, renumbered, labels, analysis)
    ramps = []
    for place in range(len(order)):
        own = np.flatnonzero(renumbered == place)
        own = own[np.argsort(lab[own, 0], kind="stable")]
        material = Material.SKIN if place == skin else _material(lab[own], counts[own], share)
        ramps.append(Ramp(tuple(int(found[each]) for each in own), int(counts[own].sum()), material))
    return Ramps(tuple(ramps), labels)


def _readable(rgba: RGBA) -> NDArray[np.int64]:
    """Each pixel's colour code, in as many bits as leave at most ``_MOST`` colours; -1 where it is clear."""
    codes = codes_of(rgba)
    for bits in range(8, 2, -1):
        mask = 255 << (8 - bits) & 255
        coarse = np.where(codes >= 0, codes & (mask << 16 | mask << 8 | mask), -1)
        if len(np.unique(coarse)) <= _MOST + 1:
            break
    return coarse


def _touching(index: NDArray[np.int32], count: int) -> NDArray[np.float64]:
    """(count, count): shared borders of each two colours, as a share of the rarer one's borders."""
    table = np.zeros((count, count))
    for one, two in ((index[:, 1:], index[:, :-1]), (index[1:], index[:-1])):
        both = (one >= 0) & (two >= 0) & (one != two)
        np.add.at(table, (one[both], two[both]), 1)
    table += table.T
    borders = table.sum(axis=1)
    shared: NDArray[np.float64] = table / np.maximum(np.minimum(borders[:, None], borders[None]), 1)
    return shared


def _grouped(lab: Lab, touching: NDArray[np.float64]) -> NDArray[np.int64]:
    """The group of each colour: those that touch, of one hue and not too far apart in light."""
    groups = np.arange(len(lab))
    chroma, hue = np.hypot(lab[:, 1], lab[:, 2]), np.degrees(np.arctan2(lab[:, 2], lab[:, 1]))
    off = np.abs((hue[:, None] - hue[None] + 180) % 360 - 180)
    grey = chroma < _GREY
    # Dark shades hardly have a hue; they go with whatever they border.
    alike = np.where(grey[:, None] | grey[None], np.abs(chroma[:, None] - chroma[None]) < _GREY, off < _HUE)
    near = np.abs(lab[:, None, 0] - lab[None, :, 0]) < _STEP
    rows, columns = np.nonzero(np.triu(alike & near & (touching >= _TOUCH), 1))
    for place in np.argsort(-touching[rows, columns], kind="stable"):
        one, two = groups[rows[place]], groups[columns[place]]
        groups[groups == max(one, two)] = min(one, two)
    return groups


def _material(lab: Lab, counts: NDArray[np.int64], whole: int) -> Material:
    chroma = np.hypot(lab[:, 1], lab[:, 2])
    if lab[:, 0].max() < _INK and chroma.max() < 2 * _GREY:
        return Material.INK
    return Material.DETAIL if counts.sum() < _SMALL * whole else Material.CLOTH


def _skin(
    lab: Lab,
    counts: NDArray[np.int64],
    ramps: NDArray[np.int32],
    labels: NDArray[np.int32],
    analysis: SpriteAnalysis,
) -> int:
    """The ramp of a biped's skin, -1 where there is none: of what could be skin the one that shows most where
    a face is, or outside the head of one that is seen from behind; light ones before dark ones, which may be
    hair."""
    if analysis.archetype is not Archetype.BIPED:
        return -1
    shown = _shown(labels, int(ramps.max()) + 1, analysis)
    score = np.zeros(len(shown))
    for place in np.flatnonzero(shown > _SKIN_SHARE):
        own = ramps == place
        mean = np.average(lab[own], axis=0, weights=counts[own])
        hue, chroma = np.degrees(np.arctan2(mean[2], mean[1])), float(np.hypot(mean[1], mean[2]))
        fits = _SKIN_HUES[0] < hue < _SKIN_HUES[1] and _SKIN_CHROMA[0] < chroma < _SKIN_CHROMA[1]
        lightest = float(lab[own, 0].max())
        score[place] = shown[place] * lightest**3 if fits and lightest > _SKIN_LIGHT else 0.0
    return int(score.argmax()) if score.any() else -1


def _shown(labels: NDArray[np.int32], count: int, analysis: SpriteAnalysis) -> NDArray[np.float64]:
    """Each ramp's share of where skin is looked for."""
    box = analysis.box
    rows = [box.y0 + round(part * box.height) for part in _FACE]
    if analysis.facing is Direction.UP:
        zone, head = labels[rows[1] :], labels[: rows[1]]
        above, below = (np.bincount(part[part >= 0], minlength=count) for part in (head, zone))
        found = np.where(above > below, 0, below)
    else:
        zone = labels[rows[0] : rows[1]]
        found = np.bincount(zone[zone >= 0], minlength=count)
    return np.asarray(found / max(1, found.sum()), np.float64)
