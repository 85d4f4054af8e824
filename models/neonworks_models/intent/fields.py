"""Everything a sentence says apart from the action, read together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import prod

from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Direction, Variant

from neonworks_models.intent.directions import read_direction
from neonworks_models.intent.effects import EffectReading, read_effects
from neonworks_models.intent.intensity import (
    NEUTRAL_INTENSITY,
    IntensityReading,
    clamp_intensity,
    read_intensity,
)
from neonworks_models.intent.loops import read_loop
from neonworks_models.intent.numbers import FrameCount, frame_count
from neonworks_models.intent.poses import StyleReading, adjust, read_adjustments, read_styles
from neonworks_models.intent.sentence import Sentence
from neonworks_models.intent.speed import SpeedReading, clamp_speed, read_speed
from neonworks_models.intent.styles import Style, blend_styles

__all__ = ["Fields", "new_spec", "read_fields"]


_PLAIN_COMPARISON = 1.5
"""With nothing to compare to, "more powerful" means powerful: its step counts for more."""


@dataclass(frozen=True)
class Fields:
    """One value per field of ``MotionSpec``; None or empty where the sentence is silent."""

    variant: Variant | None
    direction: Direction | None
    styles: StyleReading
    adjustments: Mapping[str, float]
    intensity: IntensityReading
    speed: SpeedReading
    effects: EffectReading
    frames: FrameCount | None
    loop: bool | None

    @property
    def says_something(self) -> bool:
        """Whether any field is spoken of."""
        return bool(
            self.variant
            or self.direction
            or self.styles.wanted
            or self.styles.refused
            or self.adjustments
            or self.intensity != IntensityReading()
            or self.speed != SpeedReading()
            or self.effects.wanted
            or self.effects.refused
            or self.frames
            or self.loop is not None
        )


def read_fields(sentence: Sentence, variant: Variant | None, *, refining: bool = False) -> Fields:
    """All fields of ``sentence``; while ``refining``, a lone number is a number of frames."""
    styles = read_styles(sentence)
    return Fields(
        variant,
        read_direction(sentence),
        styles,
        read_adjustments(sentence),
        read_intensity(sentence, styles.wanted),
        read_speed(sentence),
        read_effects(sentence),
        frame_count(sentence.tokens, bare=refining),
        read_loop(sentence),
    )


def new_spec(action: Action, variant: Variant | None, fields: Fields, confidence: float) -> MotionSpec:
    """A spec from scratch: what is not said is the action's own."""
    return MotionSpec(
        animation_type=action,
        variant=variant if action is Action.ATTACK else None,
        direction=fields.direction,
        style_modifiers=tuple(style.name for style in fields.styles.wanted),
        intensity=_intensity(fields.intensity),
        speed_multiplier=_speed(fields.speed, fields.styles.wanted),
        special_effects=fields.effects.wanted,
        frame_count=fields.frames.value if fields.frames else None,
        loop=fields.loop,
        confidence=round(min(1.0, max(0.0, confidence)), 2),
        parameters=adjust(blend_styles(fields.styles.wanted), fields.adjustments),
    )


def _intensity(reading: IntensityReading) -> float:
    if reading.absolute is not None:
        return reading.absolute
    return clamp_intensity(NEUTRAL_INTENSITY + _PLAIN_COMPARISON * (reading.relative or 0.0))


def _speed(reading: SpeedReading, styles: Iterable[Style]) -> float:
    if reading.absolute is not None and not reading.implied:
        return reading.absolute
    if reading.relative is not None:
        return clamp_speed(reading.relative)
    tempo = prod((style.tempo for style in styles), start=1.0)
    # A verb's tempo ("trudge") and its style's ("tired") tell of the same slowness: the farther one counts.
    implied = reading.absolute or 1.0
    return clamp_speed(implied if abs(implied - 1) > abs(tempo - 1) else tempo)
