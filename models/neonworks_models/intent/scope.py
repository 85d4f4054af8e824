"""Honesty: when a sentence was not understood, and what to tell people about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from neonworks_protocol.vocabulary import Action

from neonworks_models.intent.actions import Event
from neonworks_models.intent.lexicon import Lexicon, SenseKind
from neonworks_models.intent.morphology import lemmas
from neonworks_models.intent.sentence import Sentence
from neonworks_models.intent.wordsets import words

__all__ = ["Doubt", "Reason", "doubts"]

_CLEAR = 2.2
_ENOUGH = 1.0
_HINTS_ALONE = 1.2
_LIGHT_VERBS = words(
    """
    make let have do give want need show create animate add use get be generate draw please try keep put
    set turn change take play start begin render produce design like look wear hold carry would feature
    include contain display depict represent portray illustrate see think help
    """
)
_ABOUT_SPRITES = words(
    """
    animation animations anim cycle sprite sprites character frames frame loop spritesheet pixel knight
    hero
    """
)
_LIGHT_ACTIONS = words("go goes going come comes coming move moves follow enter exit leave return head cross")


class Reason(StrEnum):
    """Why the rules doubt their reading."""

    NO_ACTION = "no action"
    OUT_OF_SCOPE = "out of scope"
    ANOTHER_ACTION = "another action"
    UNKNOWN_WORDS = "unknown words"
    NO_MOTION = "no motion"


@dataclass(frozen=True)
class Doubt:
    """``reasons`` is empty when the rules are sure; ``subject`` is the word that they cannot draw."""

    reasons: tuple[Reason, ...] = ()
    subject: str | None = None


def doubts(
    sentence: Sentence, events: Sequence[Event], evidence: Mapping[Action, float], lexicon: Lexicon
) -> Doubt:
    """Why the reading may be wrong, if it may."""
    reasons = tuple(_reasons(sentence, events, evidence, lexicon))
    return Doubt(reasons, _unknown_action(sentence, lexicon)) if reasons else Doubt()


def _reasons(
    sentence: Sentence, events: Sequence[Event], evidence: Mapping[Action, float], lexicon: Lexicon
) -> Iterator[Reason]:
    top = max((event.score for event in events), default=0.0)
    if top < _ENOUGH and max(evidence.values()) < _HINTS_ALONE:
        yield Reason.NO_ACTION
        return
    words = {token.norm for token in sentence.tokens}
    if any(sentence.affirmed(SenseKind.OUT_OF_SCOPE)) and not (top >= _CLEAR and words & _ABOUT_SPRITES):
        yield Reason.OUT_OF_SCOPE
    if top < _CLEAR and _other_action_leads(sentence, events):
        yield Reason.ANOTHER_ACTION
    if top < _CLEAR and len(sentence.unknown) * 2 > _content_words(sentence):
        yield Reason.UNKNOWN_WORDS
    if 0 < top < _CLEAR and _only_light(sentence, events) and not _speaks_of_motion(sentence):
        yield Reason.NO_MOTION


def _other_action_leads(sentence: Sentence, events: Sequence[Event]) -> bool:
    first = min((m.start for m in sentence.affirmed(SenseKind.OTHER_ACTION)), default=None)
    return first is not None and all(first <= event.start for event in events if event.score >= _ENOUGH)


def _content_words(sentence: Sentence) -> int:
    return sum(token.is_word for token in sentence.tokens)


def _only_light(sentence: Sentence, events: Sequence[Event]) -> bool:
    return all(sentence.word(event.start) in _LIGHT_ACTIONS for event in events)


def _speaks_of_motion(sentence: Sentence) -> bool:
    kinds = (SenseKind.DIRECTION, SenseKind.SPEED, SenseKind.STYLE, SenseKind.THING, SenseKind.LOOP)
    return any(sentence.affirmed(*kinds))


def _unknown_action(sentence: Sentence, lexicon: Lexicon) -> str | None:
    """The word that was probably meant as the action: a known other one, an unknown word, a common verb."""
    other = next(sentence.affirmed(SenseKind.OTHER_ACTION, SenseKind.OUT_OF_SCOPE), None)
    if other is not None:
        return " ".join(token.text for token in sentence.tokens[other.start : other.stop])
    if sentence.unknown:
        return sentence.unknown[0]
    covered = {i for m in sentence.mentions for i in range(m.start, m.stop)}
    for index, token in enumerate(sentence.tokens):
        forms = lemmas(token.norm)
        if index in covered or token.norm in _LIGHT_VERBS or any(form in _LIGHT_VERBS for form in forms):
            continue
        if token.is_word and any(form in lexicon.verbs for form in forms) and len(token.norm) > 2:
            return token.text
    return None
