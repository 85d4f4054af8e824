"""``interpolate``: pictures on the way from one sprite to another.

Shapes go along the slerp of both latents (``carrying``), colours ramp by ramp (``blending``). Up to the
middle it is the first sprite's own drawing that moves and changes colour, from there on the second one's,
which by then has about the same shape and colours: nothing is ever blended pixel by pixel, so nothing is soft
and there are no ghosts.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from neonworks_protocol.errors import BadRequest
from numpy.typing import NDArray

from neonworks_models.looks.blending import Journey, journey
from neonworks_models.looks.carrying import Flow, SpriteVae, carried, flows_along, slerp
from neonworks_models.looks.neatness import Inks, grounded, without_specks
from neonworks_models.looks.ramps import ramps_of
from neonworks_models.nets.latent_window import Fit
from neonworks_models.sprites.rig import SpriteAnalysis
from neonworks_models.sprites.sprite import RGBA, Sprite

__all__ = ["MAX_STEPS", "Canvas", "Interpolation"]

MAX_STEPS = 32
"""As many as a clip has frames."""
_SUBSTEPS = 12
"""Pictures along the way between which flow is read, at least."""
_ABOVE, _ASIDE = 60.0, 31.0
"""Window pixels above the foot line and beside the axis that a figure may take."""


@dataclass(frozen=True)
class Canvas:
    """Size of every step and where the figure stands on it, in pixels."""

    width: int
    height: int
    foot: int
    core: float


@dataclass(frozen=True, eq=False)
class _End:
    """One of both sprites: ``tall`` and ``aside``: how far it reaches from its foot line and its axis."""

    sprite: Sprite
    analysis: SpriteAnalysis
    tall: float
    aside: float

    @classmethod
    def of(cls, sprite: Sprite, analysis: SpriteAnalysis) -> "_End":
        rows, columns = np.nonzero(sprite.opaque)
        aside = max(analysis.core_x - columns.min(), columns.max() + 1 - analysis.core_x)
        return cls(sprite, analysis, float(analysis.foot_line - rows.min()), float(aside))

    def fit(self, tall: float) -> Fit:
        """In the window, ``tall`` window pixels tall."""
        return Fit(tall / self.tall, self.analysis.foot_line, self.analysis.core_x)


class Interpolation:
    """The way from ``one`` to ``two`` in ``steps``; step 0 and the last are the sprites themselves."""

    def __init__(
        self,
        vae: SpriteVae,
        one: tuple[Sprite, SpriteAnalysis],
        two: tuple[Sprite, SpriteAnalysis],
        steps: int,
    ) -> None:
        """Raises ``BadRequest`` for other than 1 to ``MAX_STEPS`` steps."""
        if not 1 <= steps <= MAX_STEPS:
            raise BadRequest(f"steps must be from 1 to {MAX_STEPS}, not {steps}")
        self._vae, self._steps = vae, steps
        self._ends = (_End.of(*one), _End.of(*two))
        self._tall = min(_ABOVE, *(_ASIDE * end.tall / end.aside for end in self._ends))
        self._inks = tuple(Inks(end.sprite.rgba, end.analysis.outline) for end in self._ends)
        self.canvas = _canvas(self._ends)

    def pictures(self, checkpoint: Callable[[], None] = lambda: None) -> Iterator[RGBA]:
        """Steps 0 to the last, on the canvas. ``checkpoint`` may raise to end it."""
        yield self._placed(self._ends[0])
        if self._steps > 1:
            yield from self._between(checkpoint)
        yield self._placed(self._ends[1])

    def _between(self, checkpoint: Callable[[], None]) -> Iterator[RGBA]:
        finer = -(-_SUBSTEPS // self._steps)
        fits = [end.fit(self._tall) for end in self._ends]
        one, two = (
            self._vae.encode(fit.window(end.sprite.rgba)) for fit, end in zip(fits, self._ends, strict=True)
        )
        count = finer * self._steps
        path = [slerp(one, two, place / count) for place in range(count + 1)]
        ways = flows_along(self._vae.decode, path, checkpoint)
        colours = self._colours(fits, ways.on[0], ways.back[-1])
        for step in range(1, self._steps):
            checkpoint()
            share, place = step / self._steps, step * finer
            first = share < 0.5 or (share == 0.5 and self._leads())
            end, flow = (0, ways.back[place]) if first else (1, ways.on[place])
            yield self._step(end, flow, fits[end], share, colours[end])

    def _leads(self) -> bool:
        """Whether the middle is the first sprite's drawing: that of more pixels."""
        areas = [int(end.sprite.opaque.sum()) for end in self._ends]
        return areas[0] >= areas[1]

    def _step(self, end: int, flow: Flow, fit: Fit, share: float, way: Journey) -> RGBA:
        own = self._ends[end].sprite.rgba
        tall = (1 - share) * self._ends[0].tall + share * self._ends[1].tall
        outside = Fit(self._tall / tall, self.canvas.foot, self.canvas.core)
        canvas = (self.canvas.height, self.canvas.width)
        moved = without_specks(carried(own, fit, flow, outside, canvas), self._ends[end].sprite)
        colours = way.at(share if end == 0 else 1 - share)
        picture = colours.drawn(self._inks[end].mended(moved))
        return grounded(picture, self.canvas.foot)

    def _colours(self, fits: list[Fit], on: Flow, back: Flow) -> tuple[Journey, Journey]:
        """How the first's colours become the second's, and the other way round."""
        ramps = [ramps_of(end.sprite, end.analysis) for end in self._ends]
        pictures = [end.sprite.rgba for end in self._ends]
        there = _lying(pictures[0], fits[0], on, fits[1], pictures[1])
        here = _lying(pictures[1], fits[1], back, fits[0], pictures[0])
        return (
            journey(pictures[0], ramps[0], pictures[1], ramps[1], there),
            journey(pictures[1], ramps[1], pictures[0], ramps[0], here),
        )

    def _placed(self, end: _End) -> RGBA:
        """The sprite itself on the canvas, moved by whole pixels."""
        canvas, own, found = self.canvas, end.sprite.rgba, end.analysis
        fit = Fit(1.0, found.foot_line, math.floor(found.core_x))
        outside = Fit(1.0, canvas.foot, math.floor(canvas.core))
        return carried(own, fit, None, outside, (canvas.height, canvas.width))


def _canvas(ends: tuple[_End, _End]) -> Canvas:
    """One that holds both sprites whole, each with its foot line and axis on the canvas' own."""
    above = max(end.analysis.foot_line for end in ends)
    below = max(end.sprite.height - end.analysis.foot_line for end in ends)
    axes = [end.analysis.core_x for end in ends]
    left = max(math.floor(axis) for axis in axes)
    right = max(end.sprite.width - math.floor(axis) for end, axis in zip(ends, axes, strict=True))
    core = left + sum(axis - math.floor(axis) for axis in axes) / 2
    return Canvas(left + right, above + below, above, core)


def _lying(own: RGBA, fit: Fit, flow: Flow, other_fit: Fit, other: RGBA) -> NDArray[np.int64]:
    """For each pixel of ``own`` the flat place of the pixel of ``other`` it goes to; -1 where that is
    clear."""
    height, width = other.shape[:2]
    places = np.arange(height * width).reshape(height, width)
    # Three bytes of a picture carry the place.
    marked = np.stack([places >> 16 & 255, places >> 8 & 255, places & 255, other[..., 3]], axis=-1)
    found = carried(marked.astype(np.uint8), other_fit, flow, fit, own.shape[:2]).astype(np.int64)
    lies = found[..., 0] << 16 | found[..., 1] << 8 | found[..., 2]
    return np.asarray(np.where(found[..., 3] > 127, lies, -1), np.int64)
