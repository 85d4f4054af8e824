"""Relative refinement: a sentence that names no new action changes only what it speaks of."""

from collections.abc import Iterable
from math import prod

import msgspec
from neonworks_protocol.motion import MotionParameters, MotionSpec

from neonworks_models.intent.fields import Fields
from neonworks_models.intent.intensity import clamp_intensity
from neonworks_models.intent.poses import adjust
from neonworks_models.intent.speed import clamp_speed
from neonworks_models.intent.styles import PARAMETER_LIMITS, STYLES, Style, blend_styles, scaled

__all__ = ["refine"]


def refine(previous: MotionSpec, fields: Fields) -> MotionSpec:
    """``previous`` with what ``fields`` says; equal to ``previous`` when it says nothing."""
    kept = _styles_after(previous, fields)
    names = tuple(style.name for style in kept)
    changed = set(names) != set(previous.style_modifiers) or bool(fields.styles.wanted)
    parameters = _restyled(previous, kept) if changed else previous.parameters
    effects = [e for e in previous.special_effects if e not in fields.effects.refused]
    effects += [e for e in fields.effects.wanted if e not in effects]
    return msgspec.structs.replace(
        previous,
        variant=fields.variant or previous.variant,
        direction=fields.direction or previous.direction,
        style_modifiers=names,
        intensity=_intensity(previous, fields),
        speed_multiplier=_speed(previous, fields, kept, changed),
        special_effects=tuple(effects),
        frame_count=fields.frames.value if fields.frames else previous.frame_count,
        loop=previous.loop if fields.loop is None else fields.loop,
        parameters=adjust(parameters, fields.adjustments) if fields.adjustments else parameters,
    )


def _styles_after(previous: MotionSpec, fields: Fields) -> tuple[Style, ...]:
    wanted = {style.name: style for style in fields.styles.wanted}
    new_mood = any(style.mood for style in wanted.values())
    kept: dict[str, Style] = {}
    for name in previous.style_modifiers:
        style = STYLES.get(name)
        if style is None or name in fields.styles.refused or (new_mood and style.mood and name not in wanted):
            continue
        kept[name] = style
    for name, style in wanted.items():
        # "more tired" of a tired walk is stronger than the style itself.
        again = name in kept
        kept[name] = scaled(STYLES[name], 1.5) if again and style == STYLES[name] else style
    return tuple(kept.values())


def _restyled(previous: MotionSpec, styles: tuple[Style, ...]) -> MotionParameters:
    """The new styles' parameters; a value the user had set by hand stays where no style touches it."""
    neutral, new = MotionParameters(), blend_styles(styles)
    old = blend_styles(STYLES[name] for name in previous.style_modifiers if name in STYLES)
    values = {}
    for name in PARAMETER_LIMITS:
        untouched = getattr(old, name) == getattr(new, name) == getattr(neutral, name)
        values[name] = getattr(previous.parameters if untouched else new, name)
    return MotionParameters(**values)


def _speed(previous: MotionSpec, fields: Fields, styles: tuple[Style, ...], changed: bool) -> float:
    speed = fields.speed
    if speed.relative is not None:
        return clamp_speed(previous.speed_multiplier * speed.relative)
    if speed.absolute is not None and not speed.implied:
        return speed.absolute
    if not changed:
        return previous.speed_multiplier
    before = _tempo(STYLES[name] for name in previous.style_modifiers if name in STYLES)
    return clamp_speed(previous.speed_multiplier / before * _tempo(styles))


def _tempo(styles: Iterable[Style]) -> float:
    return prod((style.tempo for style in styles), start=1.0)


def _intensity(previous: MotionSpec, fields: Fields) -> float:
    reading = fields.intensity
    if reading.relative is not None:
        return clamp_intensity(previous.intensity + reading.relative)
    return previous.intensity if reading.absolute is None else reading.absolute
