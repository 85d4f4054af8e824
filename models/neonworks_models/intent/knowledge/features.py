"""A sentence as numbers for the net: per token its word, its letters, and what the lexicon says of it.

The lexicon's part does not depend on the language: a net that has learnt "negated, then affirmed" from
English reads it in Japanese.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from neonworks_protocol.vocabulary import Action, Direction, Effect, Variant
from numpy.typing import NDArray

from neonworks_models.intent.actions import Event
from neonworks_models.intent.knowledge.vectors import WordVectors
from neonworks_models.intent.languages import Language
from neonworks_models.intent.lexicon import SenseKind
from neonworks_models.intent.mentions import Mention
from neonworks_models.intent.sentence import Sentence
from neonworks_models.intent.tokenize import Token, TokenKind

__all__ = ["GRAMS", "GRAM_ROWS", "MAX_TOKENS", "SIGNS", "SentenceFeatures", "sentence_features"]

MAX_TOKENS = 48
"""Tokens that are read; what follows in a longer request is left to the rules."""
GRAM_ROWS = 4096
GRAMS = 10
"""Letter groups per word that has no vector of its own."""

_FLAGS = (
    SenseKind.STYLE,
    SenseKind.PARAMETER,
    SenseKind.DEGREE,
    SenseKind.NEGATION,
    SenseKind.OTHER_ACTION,
    SenseKind.OUT_OF_SCOPE,
    SenseKind.MASK,
    SenseKind.THING,
)
_ACTION = 0
_EVENT = _ACTION + len(Action)
_CUE = _EVENT + len(Action)
_VARIANT = _CUE + len(Action)
_DIRECTION = _VARIANT + len(Variant)
_EFFECT = _DIRECTION + len(Direction)
_FLAG = _EFFECT + len(Effect) + 1
_SPEED = _FLAG + len(_FLAGS)
_INTENSITY = _SPEED + 2
_LOOP = _INTENSITY + 2
_DENIED = _LOOP + 2
_TOKEN = _DENIED + 2
SIGNS = _TOKEN + 9
"""Numbers per token that come from the lexicon and the token's kind."""

_ORDER = {member: index for kind in (Action, Variant, Direction, Effect) for index, member in enumerate(kind)}


@dataclass(frozen=True, eq=False)
class SentenceFeatures:
    """Per token: row of its vector (-1: none), rows of its letter groups (-1: no more), signs."""

    rows: NDArray[np.int32]
    grams: NDArray[np.int32]
    signs: NDArray[np.float32]


def sentence_features(sentence: Sentence, events: Sequence[Event], vectors: WordVectors) -> SentenceFeatures:
    """The first ``MAX_TOKENS`` tokens of ``sentence`` as numbers."""
    tokens = sentence.tokens[:MAX_TOKENS]
    rows = np.full(len(tokens), -1, np.int32)
    grams = np.full((len(tokens), GRAMS), -1, np.int32)
    signs = np.zeros((len(tokens), SIGNS), np.float32)
    for index, token in enumerate(tokens):
        if token.is_word and not token.wide:
            rows[index] = vectors.row(token.norm, sentence.language)
        if token.is_word and (rows[index] < 0 or sentence.language is not Language.ENGLISH):
            found = list(_letter_groups(token.norm))[:GRAMS]
            grams[index, : len(found)] = found
        signs[index, _TOKEN:] = _token_signs(token, int(rows[index]))
    for mention in sentence.mentions:
        _mark(signs, mention)
    for event in events:
        signs[event.start : event.stop, _EVENT + _ORDER[event.action]] = event.score / 4
    return SentenceFeatures(rows, grams, signs)


def _letter_groups(word: str) -> Iterator[int]:
    marked = f"<{word}>"
    for size in (len(marked), 3, 4):
        for at in range(len(marked) - size + 1):
            yield zlib.crc32(marked[at : at + size].encode()) % GRAM_ROWS


def _token_signs(token: Token, row: int) -> tuple[float, ...]:
    return (
        token.kind is TokenKind.NUMBER,
        token.kind is TokenKind.GRID,
        token.kind is TokenKind.MARK,
        token.norm == ",",
        token.norm in ".;!?",
        token.norm in "->→/",
        token.glued,
        token.is_word and row < 0,
        token.wide,
    )


def _mark(signs: NDArray[np.float32], mention: Mention) -> None:
    """Write what ``mention`` says over the tokens that it covers."""
    sense, span = mention.sense, signs[mention.start : mention.stop]
    match sense.kind:
        case SenseKind.ACTION:
            span[:, _ACTION + _ORDER[Action(sense.value)]] = sense.weight / 4
        case SenseKind.CUE:
            span[:, _CUE + _ORDER[Action(sense.value)]] = sense.weight / 4
        case SenseKind.DIRECTION:
            span[:, _DIRECTION + _ORDER[Direction(sense.value)]] = sense.weight / 3
        case SenseKind.EFFECT:
            known = sense.value != "none"
            span[:, _EFFECT + (_ORDER[Effect(sense.value)] if known else len(Effect))] = 1
        case SenseKind.SPEED:
            span[:, _SPEED] = sense.number - 1
            span[:, _SPEED + 1] = sense.weight / 3
        case SenseKind.INTENSITY:
            span[:, _INTENSITY] = sense.number - 0.5
            span[:, _INTENSITY + 1] = 1
        case SenseKind.LOOP:
            span[:, _LOOP + (sense.value == "yes")] = 1
        case kind if kind in _FLAGS:
            span[:, _FLAG + _FLAGS.index(kind)] = 1
        case _:
            pass
    if sense.variant:
        span[:, _VARIANT + _ORDER[sense.variant]] = 1
    span[:, _DENIED] = np.maximum(span[:, _DENIED], mention.negated)
    span[:, _DENIED + 1] = np.maximum(span[:, _DENIED + 1], mention.softened)
