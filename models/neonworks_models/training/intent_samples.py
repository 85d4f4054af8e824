"""Requests as arrays for training: features of many sentences end to end, with their labels."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np
from neonworks_protocol.vocabulary import Action, Direction, Effect, Variant
from numpy.typing import NDArray

from neonworks_models.data.language.requests import LabelledRequest
from neonworks_models.intent.actions import find_events
from neonworks_models.intent.knowledge.features import sentence_features
from neonworks_models.intent.knowledge.vectors import WordVectors
from neonworks_models.intent.lexicon import SenseKind
from neonworks_models.intent.sentence import Reader, Sentence

__all__ = [
    "LABELS",
    "IntentSamples",
    "forgetful",
    "labels_of",
    "load_samples",
    "make_samples",
    "save_samples",
]

LABELS = ("action", "variant", "direction", "speed", "intensity", *Effect)
"""Columns of the labels; -1 is "not known"."""
_FORGET_ALL = 0.12
_FORGET_SOME = 0.3
_WORDS_OF_ACTIONS = frozenset(
    {SenseKind.ACTION, SenseKind.CUE, SenseKind.OTHER_ACTION, SenseKind.OUT_OF_SCOPE}
)
_ARRAYS = ("starts", "rows", "grams", "signs", "labels")


@dataclass(frozen=True, eq=False)
class IntentSamples:
    """Sentence i has the tokens ``starts[i]`` to ``starts[i + 1]`` of the other arrays."""

    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    grams: NDArray[np.int16]
    signs: NDArray[np.float16]
    labels: NDArray[np.int8]


def labels_of(request: LabelledRequest) -> tuple[int, ...]:
    """One number per column of ``LABELS``."""
    unsure = request.unsure
    action = len(Action) if request.action is None else list(Action).index(request.action)
    variant = -1
    if request.action is Action.ATTACK:
        variant = list(Variant).index(request.variant) if request.variant else -1
    elif request.action is not None:
        variant = len(Variant)
    effects = [
        -1 if SenseKind.EFFECT in unsure or request.action is None else int(effect in request.effects)
        for effect in Effect
    ]
    quiet = request.action is None
    direction = len(Direction) if request.direction is None else list(Direction).index(request.direction)
    return (
        action,
        variant,
        -1 if quiet or (SenseKind.DIRECTION in unsure and request.direction is None) else direction,
        -1 if quiet or SenseKind.SPEED in unsure else ("slow", "normal", "fast").index(request.speed),
        -1 if quiet or SenseKind.INTENSITY in unsure else ("low", "mid", "high").index(request.intensity),
        *effects,
    )


def forgetful(random: Random, sentence: Sentence) -> Sentence:
    """``sentence`` as it would be read by a lexicon that lacks some of its words for actions."""
    chance = random.random()
    share = 1.0 if chance < _FORGET_ALL else 0.5 if chance < _FORGET_ALL + _FORGET_SOME else 0.0
    kept = tuple(
        mention
        for mention in sentence.mentions
        if mention.kind not in _WORDS_OF_ACTIONS or random.random() >= share
    )
    return replace(sentence, mentions=kept)


def make_samples(
    requests: Iterable[LabelledRequest], reader: Reader, vectors: WordVectors, seed: int, *, forget: bool
) -> IntentSamples:
    """Features and labels; with ``forget``, parts of the lexicon are hidden at random."""
    random = Random(seed)
    made, labels = [], []
    for request in requests:
        sentence = reader.read(request.text)
        if not sentence.tokens:
            continue
        if forget:
            sentence = forgetful(random, sentence)
        made.append(sentence_features(sentence, find_events(sentence), vectors))
        labels.append(labels_of(request))
    return IntentSamples(
        np.cumsum([0, *(len(features.rows) for features in made)]),
        np.concatenate([features.rows for features in made]),
        np.concatenate([features.grams for features in made]).astype(np.int16),
        np.concatenate([features.signs for features in made]).astype(np.float16),
        np.array(labels, np.int8),
    )


def save_samples(samples: IntentSamples, path: Path) -> None:
    """Write an uncompressed .npz."""
    np.savez(path, **{name: getattr(samples, name) for name in _ARRAYS})


def load_samples(path: Path) -> IntentSamples:
    """Read what ``save_samples`` wrote."""
    with np.load(path) as stored:
        return IntentSamples(*(stored[name] for name in _ARRAYS))
