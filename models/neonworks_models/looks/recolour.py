"""The colours of another look: each ramp of a sprite moved as a whole, so that its shading stays as drawn."""

from dataclasses import dataclass
from math import cos, hypot, pi, radians, sin

import numpy as np
from numpy.random import Generator

from neonworks_models.looks.colour_map import ColourMap, codes_in, lab_of
from neonworks_models.looks.oklab import Lab, to_lab
from neonworks_models.looks.ramps import Material, Ramp, Ramps
from neonworks_models.sprites.sprite import RGBA

__all__ = ["Shift", "random_colours"]

_SKIN_LIGHT, _SKIN_TURN = (-0.16, 0.05), 7.0
"""Lightness added to skin and degrees that its hue turns at most, at full strength."""
_TURN = (30.0, 150.0)
"""Degrees that the hue of cloth turns at full strength."""
_VIVID = (0.75, 1.3)
_LIGHT = 0.1
_TINT, _GREY = 0.05, 0.035
"""Chroma that a grey ramp may take on, and up to which it is grey."""


@dataclass(frozen=True)
class Shift:
    """What becomes of a ramp's colours: hue turned by degrees, chroma times a factor, a tint (green to red,
    blue to yellow) and lightness added, in OKLab."""

    turn: float = 0.0
    vivid: float = 1.0
    light: float = 0.0
    tint: tuple[float, float] = (0.0, 0.0)

    def apply(self, lab: Lab) -> Lab:
        """``lab`` (n, 3) moved; the darkest and the lightest colours keep more of their lightness."""
        angle = radians(self.turn)
        room = 4 * lab[:, 0] * (1 - lab[:, 0])
        red = lab[:, 1] * cos(angle) - lab[:, 2] * sin(angle)
        yellow = lab[:, 1] * sin(angle) + lab[:, 2] * cos(angle)
        light = lab[:, 0] + self.light * room.clip(0, 1)
        tinted = [red * self.vivid + self.tint[0] * room, yellow * self.vivid + self.tint[1] * room]
        return np.stack([light, *tinted], axis=-1)


def random_colours(sprite: RGBA, ramps: Ramps, random: Generator, strength: float) -> ColourMap:
    """Other colours for every ramp that may change; ``strength`` 0..1. Ink and details stay."""
    codes = np.unique(codes_in(sprite[sprite[..., 3] > 0]))
    start = lab_of(codes)
    goal = start.copy()
    for place, ramp in enumerate(ramps.ramps):
        mask = ramps.labels == place
        mean = to_lab(sprite[mask, :3]).mean(axis=0)
        shift = _random_shift(ramp, float(hypot(mean[1], mean[2])), random, strength)
        if shift is not None:
            own = np.flatnonzero(np.isin(codes, codes_in(sprite[mask])))
            goal[own] = shift.apply(start[own])
    return ColourMap.towards(codes, start, goal)


def _random_shift(ramp: Ramp, chroma: float, random: Generator, strength: float) -> Shift | None:
    # Numbers are drawn for every ramp, so that one more detail does not change the others.
    turn = random.uniform(*_TURN) * float(random.choice((-1.0, 1.0)))
    vivid, light = random.uniform(*_VIVID), random.uniform(-_LIGHT, _LIGHT)
    side, skin = random.uniform(0, 2 * pi), random.uniform(*_SKIN_LIGHT)
    if not strength or ramp.material in (Material.INK, Material.DETAIL):
        return None
    if ramp.material is Material.SKIN:
        return Shift(strength * _SKIN_TURN * turn / _TURN[1], 1.0, strength * skin)
    if chroma < _GREY:
        tint = strength * _TINT
        return Shift(light=strength * light, tint=(tint * cos(side), tint * sin(side)))
    return Shift(strength * turn, 1 + strength * (vivid - 1), strength * light)
