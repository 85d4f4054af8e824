"""``EffectRenderer``: the special effects of a spec, laid over finished frames one at a time."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from neonworks_protocol.vocabulary import Effect

from neonworks_models.effects.layer import Colour, Layer, Margins, Stage
from neonworks_models.effects.light import Flash, Glow
from neonworks_models.effects.motion import Blur, Fade, Shake
from neonworks_models.effects.particles import Particles
from neonworks_models.effects.tints import Tints, tints_of
from neonworks_models.requests import ClipPlan, GenerationRequest
from neonworks_models.sprites.sprite import RGBA

__all__ = ["EffectRenderer"]

_LAYERS: Mapping[Effect, Callable[[Stage, Tints], Layer]] = MappingProxyType(
    {
        Effect.FLASH: Flash,
        Effect.GLOW: Glow,
        Effect.BLUR: Blur,
        Effect.PARTICLES: Particles,
        Effect.FADE: Fade,
        Effect.SHAKE: Shake,
    }
)
"""In drawing order: light on the figure, what lies around it, then what takes all of it along."""


class EffectRenderer:
    """Draws ``request.spec.special_effects``. Frames may come in any order; equal input, equal pixels."""

    def __init__(self, request: GenerationRequest, plan: ClipPlan) -> None:
        stage = Stage(request, plan)
        tints = tints_of(request.analysis.palette)
        wanted = set(request.spec.special_effects)
        self._layers = tuple(make(stage, tints) for effect, make in _LAYERS.items() if effect in wanted)

    @property
    def palette(self) -> tuple[Colour, ...]:
        """Colours beyond the still's own, each once."""
        return tuple(dict.fromkeys(colour for layer in self._layers for colour in layer.palette))

    @property
    def margins(self) -> Margins:
        """Canvas pixels to add to the bare plan: (each side, top)."""
        return self._room(0), self._room(1)

    def _room(self, side: int) -> int:
        """What grows the picture adds up; particles have their own place and only need to fit in."""
        grown = sum(layer.margins[side] for layer in self._layers if not isinstance(layer, Particles))
        placed = [layer.margins[side] for layer in self._layers if isinstance(layer, Particles)]
        return max(grown, *placed, 0)

    def apply(self, index: int, rgba: RGBA) -> RGBA:
        """Frame ``index`` of the clip, shape (height, width, 4), with all effects, as a new array."""
        for layer in self._layers:
            rgba = layer.draw(index, rgba)
        return rgba
