"""Training pairs as token numbers in files of one size: made when first asked for, read ever after."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from neonworks_models.data.language.lexicon_phrases import LexiconPhrases
from neonworks_models.data.language.phrasebook import Phrasebook
from neonworks_models.data.language.requests import LabelledRequest, make_requests
from neonworks_models.data.language.wordnet import load_wordnet
from neonworks_models.intent.interpreter import EmbeddedInterpreter, no_knowledge
from neonworks_models.intent.lexicon import load_lexicon
from neonworks_models.training.tiny_reader_data import Pair, Teacher
from neonworks_models.training.tiny_reader_recipe import Recipe
from neonworks_models.training.tiny_reader_words import Words, fit_words, load_words

__all__ = ["Shard", "ShardFolder", "Source", "make_shard"]

_ARRAYS = ("starts", "replies", "numbers")
_HELD_SHARE = 0.35
"""Of the requests once held phrases are used: more than their natural share, as they come late."""
_WORDS_FROM = 60_000
"""Pairs that the tokeniser is fitted on."""
_WORDS_SEED, _VALIDATION_SEED = 7_000_001, 7_000_002


@dataclass(frozen=True, eq=False)
class Shard:
    """Sample i has the ``numbers[starts[i]:starts[i + 1]]``; its reply begins at ``replies[i]`` of them."""

    starts: NDArray[np.int64]
    replies: NDArray[np.int16]
    numbers: NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.replies)


class Source:
    """Pairs from both halves of the phrases, ``lexicon_share`` of them around the lexicon's own.

    Loading reads WordNet: half a minute on a busy core.
    """

    def __init__(self, wordnet: Path, prose: float, lexicon_share: float = 0.0) -> None:
        lexicon, net = load_lexicon(), load_wordnet(wordnet)
        rules = EmbeddedInterpreter(no_knowledge)
        self._books = {held: Phrasebook(lexicon, net, held=held) for held in (False, True)}
        self._phrases = {
            held: LexiconPhrases(book, rules, lexicon.verbs, held=held) for held, book in self._books.items()
        }
        self._teacher = Teacher(rules)
        self._prose, self._lexicon_share = prose, lexicon_share

    def pairs(self, seed: int, *, held: bool) -> Iterator[Pair]:
        """Pairs without end; the same seed gives the same ones."""
        return self._teacher.pairs(self._requests(seed, held))

    def _requests(self, seed: int, held: bool) -> Iterator[LabelledRequest]:
        random = Random(seed)
        grammar = make_requests(self._books[held], seed, prose=self._prose)
        phrases = self._phrases[held].requests(seed, prose=self._prose)
        while True:
            yield next(phrases if random.random() < self._lexicon_share else grammar)

    def mixed(self, seed: int) -> Iterator[Pair]:
        """Pairs of all phrases."""
        random = Random(seed)
        sources = {held: self.pairs(seed, held=held) for held in (False, True)}
        while True:
            yield next(sources[random.random() < _HELD_SHARE])


def make_shard(pairs: Iterable[Pair], count: int, words: Words, slips: float = 0.0) -> Shard:
    """``count`` of the ``pairs`` as token numbers, the end token behind each."""
    taken = list(islice(pairs, count))
    prompts = words.numbers([pair.prompt for pair in taken], slips)
    replies = words.numbers([pair.reply for pair in taken])
    joined = [[*prompt, *reply, 0] for prompt, reply in zip(prompts, replies, strict=True)]
    return Shard(
        np.cumsum([0, *map(len, joined)]),
        np.array([len(prompt) for prompt in prompts], np.int16),
        np.concatenate([np.array(numbers, np.int16) for numbers in joined]),
    )


class ShardFolder:
    """The files of a recipe. ``source`` is called, once, when something is not there yet."""

    def __init__(self, folder: Path, recipe: Recipe, source: Callable[[], Source]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._recipe = folder, recipe
        self._load_source = source
        self._source: Source | None = None
        self.words = self._words()

    def shard(self, index: int) -> Shard:
        """Training shard ``index``, from 0 to ``recipe.shards``."""
        recipe = self._recipe

        def made() -> Shard:
            source, seed = self._opened(), 1000 * (recipe.seed + 1) + index
            known_only = index < recipe.first_held
            pairs = source.pairs(seed, held=False) if known_only else source.mixed(seed)
            return make_shard(pairs, recipe.shard_requests, self.words, recipe.slips)

        return self._read(f"shard-{index:03}.npz", made)

    def validation(self, *, held: bool) -> Shard:
        """Requests of other seeds: of the phrases kept from training, or of the others."""

        def made() -> Shard:
            pairs = self._opened().pairs(_VALIDATION_SEED, held=held)
            return make_shard(pairs, self._recipe.validation, self.words)

        return self._read(f"validation-{'held' if held else 'known'}.npz", made)

    def _words(self) -> Words:
        path = self._folder / "words.json"
        if not path.is_file():
            pairs = islice(
                self._opened().mixed(_WORDS_SEED), min(_WORDS_FROM, 4 * self._recipe.shard_requests)
            )
            texts = (text for pair in pairs for text in (pair.prompt, pair.reply))
            fit_words(texts, self._recipe.sizes.words).save(path)
        return load_words(path)

    def _opened(self) -> Source:
        if self._source is None:
            self._source = self._load_source()
        return self._source

    def _read(self, name: str, made: Callable[[], Shard]) -> Shard:
        path = self._folder / name
        if not path.is_file():
            _save(made(), path)
        with np.load(path) as stored:
            return Shard(*(stored[name] for name in _ARRAYS))


def _save(shard: Shard, path: Path) -> None:
    """A file is there whole or not at all: another process may be reading the folder."""
    part = path.with_suffix(".part.npz")
    np.savez(part, **{name: getattr(shard, name) for name in _ARRAYS})
    part.replace(path)
