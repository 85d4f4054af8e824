"""Glow and flash: light on and around the figure."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from neonworks_protocol.vocabulary import Action
from numpy.typing import NDArray

from neonworks_models.effects.layer import Colour, Margins, Stage, fill, luminance, shifted
from neonworks_models.effects.tints import Tints
from neonworks_models.sprites.sprite import RGBA

__all__ = ["Flash", "Glow"]

_ACCENTS: Mapping[Action, tuple[float, ...]] = MappingProxyType(
    {
        Action.IDLE: (0.5,),
        Action.WALK: (0.0,),
        Action.RUN: (0.0, 0.5),
        Action.JUMP: (0.8,),
        Action.ATTACK: (0.46,),
        Action.CAST_SPELL: (0.55,),
        Action.HURT: (0.0,),
        Action.DEATH: (0.1,),
    }
)
"""Phases of impact, 0..1: where a flash belongs."""
_TALL = 40
"""Figures under this height, in pixels, would drown in a halo three pixels wide."""
_LIT = 90
"""Luminance, 0..255, under which nothing catches a glow."""


class Glow:
    """A halo that swells and fades along the clip, and highlights that catch its light."""

    def __init__(self, stage: Stage, tints: Tints) -> None:
        self._stage, self._tints = stage, tints

    @property
    def palette(self) -> tuple[Colour, ...]:
        return self._tints.white, self._tints.bright, self._tints.mid

    @property
    def margins(self) -> Margins:
        return self._widest, self._widest

    @property
    def _widest(self) -> int:
        strong = self._stage.strength > 0.6 and self._stage.figure_height >= _TALL
        return (3 if strong else 2) * self._stage.unit

    def draw(self, index: int, rgba: RGBA) -> RGBA:
        out = rgba.copy()
        solid = rgba[..., 3] > 127
        pulse = self._stage.pulse(index)
        inner = self._stage.unit
        outer = max(inner, round(self._widest * (0.4 + 0.6 * pulse)))
        self._highlight(out, solid, pulse)
        near = _grown(solid, inner)
        if outer > inner:
            rim = _grown(near, outer - inner) & ~near
            if self._stage.binary and pulse < 1.0 - 0.5 * self._stage.strength:
                rim &= _checker(rim.shape, self._stage.unit)
            fill(out, rim, self._tints.mid, 255 if self._stage.binary else round(90 + 90 * pulse))
        fill(out, near & ~solid, self._tints.bright)
        return self._grounded(out, rgba)

    def _grounded(self, out: RGBA, rgba: RGBA) -> RGBA:
        """No halo deeper in the ground than one unit: the figure stands on it."""
        ground = self._stage.foot_line + self._stage.unit
        out[ground:] = rgba[ground:]
        return out

    def _highlight(self, out: RGBA, solid: NDArray[np.bool_], pulse: float) -> None:
        """Whole colours turn to light, lightest first, as many as fit a share of the figure's pixels."""
        if not solid.any():
            return
        share = 0.02 + 0.05 * pulse * (0.5 + self._stage.strength)
        luma = luminance(out)
        levels, counts = np.unique(luma[solid], return_counts=True)
        above = np.cumsum(counts[::-1])[::-1]
        lit = levels[(above <= share * above[0]) & (levels >= _LIT)]
        if len(lit):
            fill(out, solid & (luma >= lit[0]), self._tints.white)


class Flash:
    """On impact the figure itself turns to a ramp of whites; its canvas stays as it is."""

    def __init__(self, stage: Stage, tints: Tints) -> None:
        self._stage, self._tints = stage, tints
        self._lit = _accent_frames(stage)

    @property
    def palette(self) -> tuple[Colour, ...]:
        return self._tints.white, self._tints.bright, self._tints.shade

    @property
    def margins(self) -> Margins:
        return 0, 0

    def draw(self, index: int, rgba: RGBA) -> RGBA:
        out = rgba.copy()
        if index not in self._lit:
            return out
        luma = luminance(out)
        solid = out[..., 3] > 0
        ramp = (self._tints.shade, self._tints.bright, self._tints.white)
        for colour, low, high in zip(ramp, (0, 45, 110), (45, 110, 256), strict=True):
            out[solid & (luma >= low) & (luma < high), :3] = colour
        return out


def _accent_frames(stage: Stage) -> frozenset[int]:
    """Frames nearest to the action's impacts, and the next one where the motion is strong; never all."""
    last = stage.count if stage.plan.loop else stage.count - 1
    frames = {round(phase * last) % stage.count for phase in _ACCENTS[stage.action]}
    if stage.strength > 0.7 and stage.count >= 5:
        frames |= {(frame + 1) % stage.count for frame in frames}
    return frozenset(frames)


def _grown(mask: NDArray[np.bool_], radius: int) -> NDArray[np.bool_]:
    """``mask`` dilated by ``radius`` steps, alternating 4- and 8-neighbours: nearly round."""
    for step in range(radius):
        sides = mask | shifted(mask, 1, 0) | shifted(mask, -1, 0)
        if step % 2:
            mask = sides | shifted(sides, 0, 1) | shifted(sides, 0, -1)
        else:
            mask = sides | shifted(mask, 0, 1) | shifted(mask, 0, -1)
    return mask


def _checker(shape: tuple[int, ...], cell: int) -> NDArray[np.bool_]:
    rows, columns = np.indices(shape)
    return np.asarray((rows // cell + columns // cell) % 2 == 0)
