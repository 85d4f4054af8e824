"""How fast: absolute words, explicit factors and comparisons."""

from dataclasses import dataclass
from itertools import pairwise

from neonworks_models.intent.lexicon import SenseKind
from neonworks_models.intent.mentions import Mention
from neonworks_models.intent.numbers import numbers
from neonworks_models.intent.sentence import Sentence
from neonworks_models.intent.wordsets import words

__all__ = ["SPEED_LIMITS", "SpeedReading", "clamp_speed", "read_speed"]

SPEED_LIMITS = (0.1, 3.0)
"""Range of ``MotionSpec.speed_multiplier``."""

_SOFTENED = {"fast": 0.95, "slow": 1.0}
_FACTOR_WORDS = words("x times faster speed quicker mal fois veces vezes fast")
_SLOWING = frozenset(["slower", "slow"])
_STRONG = 1.6


@dataclass(frozen=True)
class SpeedReading:
    """``absolute`` is a speed multiplier, ``relative`` a factor on the speed before; at most one is set.

    ``implied`` marks a tempo that only the verb suggests ("stroll"), which a stated one overrides.
    """

    absolute: float | None = None
    relative: float | None = None
    implied: bool = False


def clamp_speed(value: float) -> float:
    """``value`` within ``SPEED_LIMITS``, rounded to two decimals."""
    low, high = SPEED_LIMITS
    return round(min(high, max(low, float(value))), 2)


def read_speed(sentence: Sentence) -> SpeedReading:
    """What ``sentence`` says about speed."""
    explicit = _explicit_factor(sentence)
    if explicit is not None:
        return SpeedReading(relative=explicit)
    found = list(sentence.of(SenseKind.SPEED))
    multiple = next((m for m in found if m.sense.value == "double" and not m.negated), None)
    if multiple is not None:
        return SpeedReading(relative=multiple.sense.number)
    comparison = next((m for m in found if m.sense.value in ("slower", "faster") and not m.negated), None)
    if comparison is not None:
        return SpeedReading(relative=_scaled(comparison))
    return _absolute(found)


def _absolute(found: list[Mention]) -> SpeedReading:
    stated = [m for m in found if m.sense.weight >= 2 and not m.negated]
    if stated:
        best = max(stated, key=lambda m: (not m.softened, m.sense.value != "normal", abs(_value(m) - 1)))
        return SpeedReading(absolute=clamp_speed(_value(best)))
    denied = [m for m in found if m.negated and m.sense.value in ("fast", "slow", "normal")]
    if denied:
        return SpeedReading(absolute=1.0)
    implied = [m for m in found if not m.negated and m.sense.value in ("fast", "slow")]
    if implied:
        return SpeedReading(absolute=clamp_speed(_value(implied[0])), implied=True)
    return SpeedReading()


def _value(mention: Mention) -> float:
    if mention.softened:
        return _SOFTENED.get(mention.sense.value, 1.0)
    return 1 + (mention.sense.number - 1) * min(mention.degree, _STRONG)


def _scaled(mention: Mention) -> float:
    """A comparison's factor raised to its degree: "a bit slower", "much slower"."""
    return float(mention.sense.number ** (mention.degree**1.5))


def _explicit_factor(sentence: Sentence) -> float | None:
    """ "1.5x", "x2", "80% speed", "speed 0.5", "3 times faster"."""
    for number in numbers(sentence.tokens):
        after, before = (
            sentence.words(number.stop, number.stop + 4),
            sentence.words(number.start - 3, number.start),
        )
        if after[:1] == ("%",):
            factor = _percentage(number.value / 100, (*before, *after))
        elif after[:1] in (("x",), ("times",)) and _speaks_of_speed((*before, *after)):
            factor = 1 / number.value if _SLOWING & set(after) and number.value else number.value
        elif (before[-1:] in (("x",), ("×",)) and _speaks_of_speed((*before, *after))) or (
            _is_setting(before) and after[:1] not in (("frames",), ("fps",))
        ):
            factor = number.value
        else:
            continue
        if factor is not None and 0 < factor <= 100:
            return factor
    return None


def _percentage(share: float, near: tuple[str, ...]) -> float | None:
    words = set(near)
    if words & {"slower"}:
        return max(0.1, 1 - share)
    if words & {"faster", "quicker"}:
        return 1 + share
    return share if words & {"speed", "velocidad", "vitesse", "velocidade", "tempo", "pace"} else None


def _speaks_of_speed(near: tuple[str, ...]) -> bool:
    return bool(
        set(near) & {"speed", "faster", "slower", "quicker", "fast", "slow", "tempo", "velocity", "rate"}
    )


def _is_setting(before: tuple[str, ...]) -> bool:
    words = [word for word in before if word not in (":", "=", "of", "to", "at", "multiplier", "is")]
    return (bool(words) and words[-1] == "speed") or any(
        pair == ("speed", "multiplier") for pair in pairwise(before)
    )
