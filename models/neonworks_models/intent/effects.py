"""Special effects: what is laid over the motion, and what is ruled out."""

from dataclasses import dataclass

from neonworks_protocol.vocabulary import Effect

from neonworks_models.intent.lexicon import SenseKind
from neonworks_models.intent.sentence import Sentence

__all__ = ["EffectReading", "read_effects"]

_ALL = "none"


@dataclass(frozen=True)
class EffectReading:
    """``wanted`` in the order of ``Effect``; ``refused`` are those denied, all after "no effects"."""

    wanted: tuple[Effect, ...]
    refused: frozenset[Effect]


def read_effects(sentence: Sentence) -> EffectReading:
    """The effects that ``sentence`` asks for and those it rules out."""
    wanted: set[Effect] = set()
    refused: set[Effect] = set()
    for mention in sentence.of(SenseKind.EFFECT):
        if mention.sense.value == _ALL:
            refused |= set(Effect) if mention.negated else set()
        elif mention.negated:
            refused.add(Effect(mention.sense.value))
        else:
            wanted.add(Effect(mention.sense.value))
    return EffectReading(tuple(effect for effect in Effect if effect in wanted), frozenset(refused - wanted))
