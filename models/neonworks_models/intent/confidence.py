"""How sure each field of a reading is: what was said plainly, what was only implied, what the net doubts.

The numbers are the shares of fields that were right in labelled requests, by how they were read; ``interpret
--eval`` prints the same shares for any file of requests.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action

from neonworks_models.intent.actions import Event
from neonworks_models.intent.fields import Fields
from neonworks_models.intent.knowledge.opinion import Opinion
from neonworks_models.intent.lexicon import SenseKind
from neonworks_models.intent.numbers import numbers
from neonworks_models.intent.sentence import Sentence

__all__ = ["UNSURE", "confidences"]

UNSURE = 0.7
"""Below this, people should be shown that a field may be wrong."""

_STATED = 0.97
_IMPLIED = 0.85
_GUESSED = 0.6
_SILENT = 0.95
"""Of a field that nothing speaks for."""
_TYPED_WRONG = 0.97
"""Factor for each spelling correction."""
_RANGE = (0.05, 0.99)
_WEAK_DIRECTION = 1.5
_LEAST_NET: Mapping[str, float] = MappingProxyType(
    {"direction": 0.6, "speed_multiplier": 0.6, "intensity": 0.6}
)
"""From this probability on, the net's word for a field that the rules found nothing for is heeded."""


def confidences(
    sentence: Sentence,
    events: Sequence[Event],
    spec: MotionSpec,
    fields: Fields,
    opinion: Opinion | None,
) -> dict[str, float]:
    """Field of ``spec`` -> 0..1, for the action that ``events`` speak of."""
    found = {
        "direction": _direction(sentence, fields, opinion),
        "speed_multiplier": _speed(fields, opinion),
        "intensity": _intensity(fields, opinion),
        "special_effects": _effects(fields, opinion),
        "frame_count": _frames(sentence, fields),
        "loop": _STATED if fields.loop is not None else _SILENT,
    }
    if spec.animation_type is Action.ATTACK:
        found["variant"] = _variant(events, spec, opinion)
    factor = _TYPED_WRONG ** min(3, len(sentence.corrections))
    low, high = _RANGE
    sure = {name: round(min(high, max(low, value * factor)), 2) for name, value in found.items()}
    return {"animation_type": spec.confidence, **sure}


def _variant(events: Sequence[Event], spec: MotionSpec, opinion: Opinion | None) -> float:
    said = [e for e in events if e.action is Action.ATTACK and e.variant is not None]
    if spec.variant is None:
        return _against(opinion.variants.get(None, 0.0) if opinion else None, _GUESSED)
    if any(event.variant is spec.variant and event.firmness >= 1 for event in said):
        return _STATED
    if said or opinion is None:
        return _IMPLIED
    return max(_GUESSED, opinion.variants.get(spec.variant, 0.0)) * _IMPLIED


def _direction(sentence: Sentence, fields: Fields, opinion: Opinion | None) -> float:
    if fields.direction is None:
        silent = opinion.directions[None] if opinion else None
        return _against(silent, _SILENT, _LEAST_NET["direction"])
    plain = any(m.sense.weight >= _WEAK_DIRECTION for m in sentence.affirmed(SenseKind.DIRECTION))
    others = {m.sense.value for m in sentence.affirmed(SenseKind.DIRECTION)}
    return (_STATED if plain else _IMPLIED) * (1.0 if len(others) <= 1 else _IMPLIED)


def _speed(fields: Fields, opinion: Opinion | None) -> float:
    reading = fields.speed
    if reading.relative is not None or (reading.absolute is not None and not reading.implied):
        return _STATED
    if reading.implied or any(style.tempo != 1 for style in fields.styles.wanted):
        return _IMPLIED
    return _against(opinion.speeds[1] if opinion else None, _SILENT, _LEAST_NET["speed_multiplier"])


def _intensity(fields: Fields, opinion: Opinion | None) -> float:
    if fields.intensity.absolute is not None or fields.intensity.relative is not None:
        return _IMPLIED if any(style.intensity != 0.5 for style in fields.styles.wanted) else _STATED
    return _against(opinion.intensities[1] if opinion else None, _SILENT, _LEAST_NET["intensity"])


def _effects(fields: Fields, opinion: Opinion | None) -> float:
    if opinion is None:
        return _SILENT
    missed = max(
        (p for effect, p in opinion.effects.items() if effect not in fields.effects.wanted), default=0
    )
    refused = bool(fields.effects.refused)
    return _STATED if refused or missed < _GUESSED else _IMPLIED


def _frames(sentence: Sentence, fields: Fields) -> float:
    if fields.frames is not None:
        return _STATED if fields.frames.value == fields.frames.asked else _IMPLIED
    return _SILENT if not numbers(sentence.tokens) else _IMPLIED


def _against(silent: float | None, otherwise: float, least: float = 0.0) -> float:
    """Confidence in "nothing was said", of which the net gives ``silent``; ``otherwise`` without a net."""
    if silent is None or 1 - silent < least:
        return otherwise
    return max(_GUESSED * silent + 0.3, silent * otherwise)
