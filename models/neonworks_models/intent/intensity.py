"""How strongly: 0 barely moves, 0.5 is the action's own strength, 1 is all there is."""

from collections.abc import Sequence
from dataclasses import dataclass

from neonworks_models.intent.lexicon import SenseKind
from neonworks_models.intent.mentions import Mention
from neonworks_models.intent.sentence import Sentence
from neonworks_models.intent.styles import Style
from neonworks_models.intent.wordsets import words

__all__ = ["NEUTRAL_INTENSITY", "IntensityReading", "clamp_intensity", "read_intensity"]

NEUTRAL_INTENSITY = 0.5
_SOFTENED = {"high": 0.45, "low": 0.55}
_DENIED = {"high": 0.4, "low": 0.6}
_SIZES = words("small little tiny big huge massive giant gigantic enormous heavy light")
_MOTIONS = words(
    """
    and but motion motions movement movements step steps impact force energy amount bit arc gesture on in
    at as with while to amplitude range effect reaction hit blow strike swing step punch kick leap hop jump
    burst explosion finish recoil knockback stagger splash slam
    """
)
_FAINT_DEGREE = 0.6
_FAINT = 0.3


@dataclass(frozen=True)
class IntensityReading:
    """``absolute`` 0..1 or ``relative``, an amount to add; both None when nothing is said."""

    absolute: float | None = None
    relative: float | None = None


def clamp_intensity(value: float) -> float:
    """``value`` within 0..1, rounded to two decimals."""
    return round(min(1.0, max(0.0, value)), 2)


def read_intensity(sentence: Sentence, styles: Sequence[Style]) -> IntensityReading:
    """What ``sentence`` says about strength; else what its styles imply."""
    found = [m for m in sentence.of(SenseKind.INTENSITY) if not _is_build(sentence, m)]
    change = next((m for m in found if m.sense.value in ("more", "less") and not m.negated), None)
    if change is not None:
        return IntensityReading(relative=change.sense.number * change.degree)
    stated = [m for m in found if not m.negated and not m.softened]
    if stated:
        best = max(stated, key=lambda m: abs(_value(m) - NEUTRAL_INTENSITY))
        return IntensityReading(absolute=clamp_intensity(_value(best)))
    denied = next((m for m in found if m.sense.value in _DENIED), None)
    if denied is not None:
        table = _SOFTENED if denied.softened else _DENIED
        return IntensityReading(absolute=table[denied.sense.value])
    if any(m.sense.number < _FAINT_DEGREE for m in sentence.of(SenseKind.DEGREE)):
        return IntensityReading(absolute=_FAINT)
    implied = [style.intensity for style in styles if style.intensity != NEUTRAL_INTENSITY]
    if implied:
        return IntensityReading(
            absolute=clamp_intensity(max(implied, key=lambda i: abs(i - NEUTRAL_INTENSITY)))
        )
    return IntensityReading()


def _is_build(sentence: Sentence, mention: Mention) -> bool:
    """Whether a word of size tells of the character ("a small knight"), not of the motion ("a small hop")."""
    if sentence.word(mention.stop - 1) not in _SIZES:
        return False
    following = sentence.tokens[mention.stop : mention.stop + 1]
    if not following or not following[0].is_word or following[0].norm in _MOTIONS:
        return False
    motions = (SenseKind.ACTION, SenseKind.EFFECT, SenseKind.PARAMETER, SenseKind.INTENSITY, SenseKind.SPEED)
    someone = any(m.start == mention.stop for m in sentence.of(SenseKind.THING, SenseKind.CUE))
    reach = 0 if someone else 1
    return not any(
        0 <= m.start - mention.stop <= reach or (m.covers(mention) and m.size > mention.size)
        for m in sentence.of(*motions)
    )


def _value(mention: Mention) -> float:
    """The word's strength with its distance from the middle scaled by degree."""
    return NEUTRAL_INTENSITY + (mention.sense.number - NEUTRAL_INTENSITY) * min(mention.degree, 1.4)
