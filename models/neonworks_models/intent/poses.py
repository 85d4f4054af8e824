"""Which styles a sentence names and what it says about the pose itself ("longer strides")."""

from collections.abc import Mapping
from dataclasses import dataclass

from neonworks_protocol.motion import MotionParameters

from neonworks_models.intent.lexicon import SenseKind
from neonworks_models.intent.mentions import Mention
from neonworks_models.intent.sentence import Sentence
from neonworks_models.intent.styles import PARAMETER_LIMITS, STYLES, Style, clamp_parameters, scaled

__all__ = ["StyleReading", "adjust", "read_adjustments", "read_styles"]

_FACTORS = frozenset({"stride", "bob", "arm_swing"})
_DENIED_FACTOR = 0.3
_MAX_DEGREE = 1.8
_SOFT = 0.5


@dataclass(frozen=True)
class StyleReading:
    """``wanted`` styles, scaled by their degree words, in reading order; ``refused`` style names."""

    wanted: tuple[Style, ...]
    refused: frozenset[str]


def read_styles(sentence: Sentence) -> StyleReading:
    """The styles that ``sentence`` names."""
    wanted: dict[str, Style] = {}
    refused: set[str] = set()
    for mention in sentence.of(SenseKind.STYLE):
        name = mention.sense.value
        if mention.negated:
            refused.add(name)
        elif name not in wanted:
            degree = _SOFT if mention.softened else min(mention.degree, _MAX_DEGREE)
            wanted[name] = scaled(STYLES[name], degree)
    return StyleReading(tuple(wanted.values()), frozenset(refused - wanted.keys()))


def read_adjustments(sentence: Sentence) -> Mapping[str, float]:
    """Parameter name -> factor (``stride``, ``bob``, ``arm_swing``) or amount to add (all others)."""
    changes: dict[str, float] = {}
    for mention in sentence.of(SenseKind.PARAMETER):
        name = mention.sense.value
        change = _change(mention)
        if change is not None and name not in changes:
            changes[name] = change
    return changes


def _change(mention: Mention) -> float | None:
    number, factor = mention.sense.number, mention.sense.value in _FACTORS
    if mention.negated:
        return _DENIED_FACTOR if factor else -number
    if factor and number == 1.0:
        return None
    degree = min(mention.degree, _MAX_DEGREE)
    return float(number**degree) if factor else number * degree


def adjust(parameters: MotionParameters, changes: Mapping[str, float]) -> MotionParameters:
    """``parameters`` after ``changes``, within their ranges."""
    values = {name: float(getattr(parameters, name)) for name in PARAMETER_LIMITS}
    for name, change in changes.items():
        values[name] = values[name] * change if name in _FACTORS else values[name] + change
    return clamp_parameters(values)
