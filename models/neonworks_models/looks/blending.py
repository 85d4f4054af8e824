"""Colours on their way from one sprite to another: each ramp goes to the ramp that lies in its place
there."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neonworks_models.looks.colour_map import ColourMap, codes_in, lab_of
from neonworks_models.looks.oklab import Lab, to_lab
from neonworks_models.looks.ramps import Material, Ramps
from neonworks_models.sprites.sprite import RGBA

__all__ = ["Journey", "journey"]

_GREY = 0.03
"""Chroma up to which a hue means nothing."""
_SAME = 0.25
"""Share of a ramp that must lie on the other's ramp, or it keeps its colours."""
_KEPT = (Material.DETAIL, Material.INK)


@dataclass(frozen=True, eq=False)
class Journey:
    """Where each colour of a sprite, ``codes`` in rising order, starts and goes, OKLab (n, 3)."""

    codes: NDArray[np.int64]
    start: Lab
    goal: Lab
    turn: NDArray[np.float64]
    """(n,): by how much the hue turns, in radians."""

    def at(self, share: float) -> ColourMap:
        """The colours with ``share`` 0..1 of the way done."""
        if not share:
            return ColourMap.towards(self.codes, self.start, self.start)
        return ColourMap.towards(self.codes, self.start, self._between(share))

    def _between(self, share: float) -> Lab:
        """Lightness and chroma evenly, hue as ``turn`` says; through grey where either is grey."""
        straight = np.where(self.start == self.goal, self.start, (1 - share) * self.start + share * self.goal)
        radii = [np.hypot(lab[:, 1], lab[:, 2]) for lab in (self.start, self.goal)]
        hue = np.arctan2(self.start[:, 2], self.start[:, 1]) + share * self.turn
        radius = (1 - share) * radii[0] + share * radii[1]
        around = np.stack([straight[:, 0], radius * np.cos(hue), radius * np.sin(hue)], axis=-1)
        vivid = (radii[0] > _GREY) & (radii[1] > _GREY) & (self.start != self.goal).any(axis=1)
        return np.asarray(np.where(vivid[:, None], around, straight), np.float64)


def journey(one: RGBA, ramps: Ramps, other: RGBA, goals: Ramps, lies: NDArray[np.int64]) -> Journey:
    """How the colours of ``one`` become those of ``other``. ``lies`` (H, W): for each pixel of ``one`` the
    place, in the flattened ``other``, of the pixel that lies where it goes; -1 where that is clear.

    A ramp goes to the one that most of it lies on, shade by shade from dark to light. Ink and details stay.
    """
    codes = np.unique(codes_in(one[one[..., 3] > 0]))
    start = lab_of(codes)
    goal, turn = start.copy(), np.zeros(len(start))
    for place, towards in _partners(ramps, goals, lies).items():
        mask = ramps.labels == place
        aim = to_lab(other[goals.labels == towards, :3])
        own = np.flatnonzero(np.isin(codes, codes_in(one[mask])))
        goal[own] = _ranked(start[own], to_lab(one[mask, :3])[:, 0], aim)
        turn[own] = _turns(start[own], goal[own])
    return Journey(codes, start, goal, turn)


def _partners(ramps: Ramps, goals: Ramps, lies: NDArray[np.int64]) -> Mapping[int, int]:
    """Ramp of the one sprite -> ramp of the other."""
    found = {}
    targets = goals.labels.reshape(-1)
    changing = np.array([ramp.material not in _KEPT for ramp in goals.ramps])
    skins = [at for at, goal in enumerate(goals.ramps) if goal.material is Material.SKIN]
    for place, ramp in enumerate(ramps.ramps):
        if ramp.material in _KEPT:
            continue
        below = lies[(ramps.labels == place) & (lies >= 0)]
        counts = np.bincount(targets[below], minlength=len(goals.ramps)) * changing
        if ramp.material is Material.SKIN and skins:
            # A face is no cloth for a moment.
            found[place] = skins[0]
        elif counts.size and counts.max() >= _SAME * max(1, len(below)):
            found[place] = int(counts.argmax())
    return found


def _ranked(own: Lab, lights: NDArray[np.float64], aim: Lab) -> Lab:
    """For each of ``own`` the colour of ``aim`` that is as dark among its pixels as it is among
    ``lights``."""
    order, shades = np.argsort(aim[:, 0], kind="stable"), np.sort(lights)
    ends = [np.searchsorted(shades, own[:, 0] + room) for room in (-1e-9, 1e-9)]
    rank = (ends[0] + ends[1]) / 2 / max(1, len(lights))
    taken: Lab = aim[order[(rank * len(order)).astype(int).clip(0, len(order) - 1)]]
    return taken


def _turns(start: Lab, goal: Lab) -> NDArray[np.float64]:
    """By how much each hue of a ramp turns: all the same way round, their mean the shorter way."""
    hues = [np.arctan2(lab[:, 2], lab[:, 1]) for lab in (start, goal)]
    sums = [lab.sum(axis=0) for lab in (start, goal)]
    mean = _wrapped(np.arctan2(sums[1][2], sums[1][1]) - np.arctan2(sums[0][2], sums[0][1]))
    return np.asarray(mean + _wrapped(hues[1] - hues[0] - mean), np.float64)


def _wrapped(angle: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray((angle + np.pi) % (2 * np.pi) - np.pi, np.float64)
