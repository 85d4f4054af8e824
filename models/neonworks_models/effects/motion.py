"""Blur, shake and fade: effects that move, trail or dissolve the whole figure."""

import math

import numpy as np
from neonworks_protocol.vocabulary import Action, Direction
from numpy.typing import NDArray

from neonworks_models.effects.layer import Colour, Margins, Stage, shifted
from neonworks_models.effects.tints import Tints
from neonworks_models.sprites.sprite import RGBA

__all__ = ["Blur", "Fade", "Shake"]

_BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], dtype=np.float64)
"""Ordered dither, Bayer (1973): thresholds in sixteenths."""


class Blur:
    """Striped ghosts behind the motion, like speed lines in the figure's shape."""

    def __init__(self, stage: Stage, tints: Tints) -> None:
        self._stage, self._tints = stage, tints
        self._ghosts = 2 + round(stage.strength)
        self._step = max(2, round(stage.figure_height * (0.05 + 0.05 * stage.strength)))

    @property
    def palette(self) -> tuple[Colour, ...]:
        return self._tints.bright, self._tints.mid, self._tints.deep

    @property
    def margins(self) -> Margins:
        dx, dy = self._behind(0)
        reach = self._ghosts * self._step
        return (reach if dx else 0), (reach if dy else 0)

    def draw(self, index: int, rgba: RGBA) -> RGBA:
        out = rgba.copy()
        dx, dy = self._behind(index)
        solid = rgba[..., 3] > 127
        free = rgba[..., 3] == 0
        free[self._stage.foot_line :] = False
        step = max(1, round(self._step * self._speed(index)))
        lines = np.indices(solid.shape)[0 if dx else 1] // self._stage.unit
        for ghost, colour in zip(range(1, self._ghosts + 1), self._fading(), strict=False):
            stripes = (lines + index) % (2 if ghost == 1 else 4) == 0
            trail = _smeared(solid, dx, dy, ghost * step) & stripes & free
            out[trail] = (*colour, 255 if self._stage.binary else 200 // ghost)
            free &= ~trail
        return out

    def _fading(self) -> tuple[Colour, ...]:
        return self._tints.bright, self._tints.mid, self._tints.deep

    def _behind(self, index: int) -> tuple[int, int]:
        """Unit step from the figure to its trail. What comes at the viewer or goes away trails upwards."""
        if self._stage.action is Action.JUMP:
            return (0, 1) if 0 < self._stage.phase(index) < 0.5 else (0, -1)
        ahead = {Direction.LEFT: -1, Direction.RIGHT: 1}.get(self._stage.direction, 0)
        if self._stage.action is Action.HURT:
            ahead = -ahead
        return (-ahead, 0) if ahead else (0, -1)

    def _speed(self, index: int) -> float:
        """Length of the trail, 0..1: even for cycles, strongest in the middle of a single action."""
        if self._stage.plan.loop:
            return 0.75 + 0.25 * math.cos(4 * math.pi * self._stage.phase(index))
        return math.sin(math.pi * min(0.95, 0.15 + 0.8 * self._stage.phase(index)))


class Shake:
    """Whole-pixel jolts of the whole figure that die away; the clip's ends stand still."""

    def __init__(self, stage: Stage, tints: Tints) -> None:
        self._stage = stage
        self._reach = max(1, round(stage.unit * (1 + 2 * stage.strength)))

    @property
    def palette(self) -> tuple[Colour, ...]:
        return ()

    @property
    def margins(self) -> Margins:
        return self._reach, self._stage.unit

    def draw(self, index: int, rgba: RGBA) -> RGBA:
        dx, dy = self._jolt(index)
        out = np.zeros_like(rgba)
        height, width = rgba.shape[:2]
        rows = slice(max(0, -dy), height - max(0, dy)), slice(max(0, dy), height + min(0, dy))
        columns = slice(max(0, -dx), width - max(0, dx)), slice(max(0, dx), width + min(0, dx))
        out[rows[1], columns[1]] = rgba[rows[0], columns[0]]
        return out

    def _jolt(self, index: int) -> tuple[int, int]:
        """Pixels right and down (never below the ground); sides alternate, sizes decay linearly."""
        last = self._stage.count - 1
        if index == 0 or (index == last and last > 1):
            return 0, 0
        force = 1 - (index - 1) / max(1, last)
        side = 1 if (index + int(self._stage.dice("shake")[0] * 2)) % 2 else -1
        lifted = self._stage.dice("shake", index)[1] < 0.5 * force
        return side * max(1, round(self._reach * force)), -self._stage.unit if lifted else 0


class Fade:
    """Dissolves the figure: in a dither pattern where alpha is binary, in alpha where it is not."""

    def __init__(self, stage: Stage, tints: Tints) -> None:
        self._stage = stage

    @property
    def palette(self) -> tuple[Colour, ...]:
        return ()

    @property
    def margins(self) -> Margins:
        return 0, 0

    def draw(self, index: int, rgba: RGBA) -> RGBA:
        out = rgba.copy()
        kept = self._kept(index)
        if self._stage.binary:
            out[_thresholds(rgba.shape[0], rgba.shape[1], self._stage.unit) >= kept] = 0
        else:
            out[..., 3] = np.round(out[..., 3] * kept).astype(np.uint8)
            out[out[..., 3] == 0] = 0
        return out

    def _kept(self, index: int) -> float:
        """Share of the figure that stays, 0..1. A death ends almost gone, other actions swell back."""
        if self._stage.action is Action.DEATH and not self._stage.plan.loop:
            gone = float(self._stage.phase(index) ** 1.3)
            return 1 - (0.8 + 0.14 * self._stage.strength) * gone
        return 1 - (0.3 + 0.35 * self._stage.strength) * self._stage.pulse(index)


def _smeared(mask: NDArray[np.bool_], dx: int, dy: int, length: int) -> NDArray[np.bool_]:
    """``mask`` drawn out over ``length`` pixels."""
    out, done = mask, 0
    while done < length:
        step = min(max(done, 1), length - done)
        out = out | shifted(out, dx * step, dy * step)
        done += step
    return out


def _thresholds(height: int, width: int, cell: int) -> NDArray[np.float64]:
    pattern = np.kron((_BAYER + 0.5) / 16, np.ones((cell, cell)))
    tiles = -(-height // pattern.shape[0]), -(-width // pattern.shape[1])
    return np.asarray(np.tile(pattern, tiles)[:height, :width])
