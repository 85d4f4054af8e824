"""Particles: sparkles that circle the figure while they rise."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from neonworks_models.effects.layer import Colour, Margins, Stage
from neonworks_models.effects.tints import Tints
from neonworks_models.sprites.sprite import RGBA

__all__ = ["Particles"]

_ARM = 2
"""Longest ray of a sparkle, in units: it needs that much room around its centre."""

_GOLDEN = 0.618034
_COUNTS = (6, 8, 12)
"""Sparks of a weak, a middling and a strong motion."""
_SHUFFLE = 5
"""Coprime to every count: neighbours in place are no neighbours in time."""
_CLEAR = 0.5
"""Sparks nearer to the core than this share of their circle pass behind: they never hide a face."""


@dataclass(frozen=True)
class _Spark:
    """One sparkle's whole life is one turn of the clip, started at ``birth`` 0..1."""

    birth: float
    angle: float
    height: float
    pace: float


class Particles:
    """Every spark is born, circles, rises and dies once per clip, so that a loop closes."""

    def __init__(self, stage: Stage, tints: Tints) -> None:
        self._stage, self._tints = stage, tints
        count = _COUNTS[round(2 * stage.strength)]
        self._sparks = tuple(self._spark(i, count) for i in range(count))
        box, plan = stage.request.analysis.box, stage.plan
        core = stage.request.analysis.core_x
        turned = stage.direction is not stage.request.facing
        mirrored = turned and stage.direction is stage.request.facing.mirrored
        x = core + plan.offset_x
        self._core = plan.width - x if mirrored else x
        self._radius = 0.42 * box.width + 0.12 * box.height
        self._top = box.y0 + plan.offset_y

    @property
    def palette(self) -> tuple[Colour, ...]:
        return self._tints.white, self._tints.bright, self._tints.deep

    @property
    def margins(self) -> Margins:
        room = self._radius + (_ARM + 1) * self._stage.unit
        sides = max(room - self._core, self._core + room - self._stage.plan.width, 0.0)
        above = 0.2 * self._stage.figure_height + (_ARM + 1) * self._stage.unit - self._top
        return math.ceil(sides), max(0, math.ceil(above))

    def draw(self, index: int, rgba: RGBA) -> RGBA:
        out = rgba.copy()
        empty = rgba[..., 3] == 0
        for spark in self._sparks:
            life = (self._stage.phase(index) * self._turns() + spark.birth) % 1.0
            angle = 2 * math.pi * (spark.angle + 0.5 * spark.pace * life)
            x = self._core + self._radius * math.cos(angle)
            y = self._stage.foot_line - self._stage.figure_height * (spark.height + 0.4 * life)
            in_front = math.sin(angle) > 0 and abs(math.cos(angle)) > _CLEAR
            self._sparkle(out, (int(x), int(y)), life, None if in_front else empty)
        return out

    def _turns(self) -> float:
        """A clip that plays once stops short of a full turn: its end is not its start."""
        return 1.0 if self._stage.plan.loop else 0.9

    def _spark(self, number: int, count: int) -> _Spark:
        """Births are spread evenly, so that each moment of the clip holds as much light as any other; heights
        follow the golden ratio's steps, so that sparks never gather in one place."""
        angle, height, pace, _ = (float(v) for v in self._stage.dice("spark", number))
        side = 1 if number % 2 else -1
        return _Spark(
            birth=number * _SHUFFLE % count / count,
            angle=(number + 0.5 * angle) / count,
            height=0.05 + 0.65 * ((number * _GOLDEN**2 + 0.2 * height) % 1.0),
            pace=side * (0.4 + 0.6 * pace),
        )

    def _sparkle(self, out: RGBA, at: tuple[int, int], life: float, only: NDArray[np.bool_] | None) -> None:
        """A dot that opens into a star and closes; ``only`` limits it to what is behind the figure."""
        unit = self._stage.unit
        size = math.sin(math.pi * life)
        rays = 0 if size < 0.45 else 1 if size < 0.85 else _ARM
        colours = (self._tints.white, self._tints.bright, self._tints.deep)
        for ray in range(rays, -1, -1):
            colour = colours[ray] if rays else self._tints.bright
            for dx, dy in ((ray, 0), (-ray, 0), (0, ray), (0, -ray)):
                self._dot(out, at[0] + dx * unit, at[1] + dy * unit, colour, only)

    def _dot(self, out: RGBA, x: int, y: int, colour: Colour, only: NDArray[np.bool_] | None) -> None:
        """One square of unit size, kept off the canvas edges and above the ground."""
        unit = self._stage.unit
        x, y = x // unit * unit, y // unit * unit
        if x < 1 or y < 1 or x + unit > out.shape[1] - 1 or y + unit > self._stage.foot_line:
            return
        square = out[y : y + unit, x : x + unit]
        if only is None:
            square[:] = (*colour, 255)
        else:
            square[only[y : y + unit, x : x + unit]] = (*colour, 255)
