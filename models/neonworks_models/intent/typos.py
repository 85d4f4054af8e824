"""Misspelt words: the nearest word of the lexicon, when the word typed is no word at all.

All strings one slip away (insertion, deletion, replacement, swap of neighbours) are looked up, as in
P. Norvig, "How to Write a Spelling Corrector" (2007): a few hundred look-ups, and no index to build.
"""

import re
from collections.abc import Iterator, Mapping, Set
from itertools import groupby, islice, pairwise, product
from string import ascii_lowercase

from neonworks_models.intent.morphology import lemmas

__all__ = ["SpellingIndex", "one_slip_away"]

_MIN_LENGTH = 4
_MAX_LENGTH = 24
"""Longer words than any of the lexicon's; looking near them would take long and find nothing."""
_CAREFUL_LENGTH = 7
_HELD = re.compile(r"(.)\1\1")
_MOST_CHOICES = 64
_VERB_ENDINGS = ("s", "ing", "ed", "in", "gn", "ig")


class SpellingIndex:
    """The words that a misspelling may stand for. ``words`` maps word to weight; heavier ones win ties.

    ``real_words`` are words that need no correction. Where they are far from complete, ``careful`` takes an
    unknown word for a misspelling only when one slip of the finger explains it.
    """

    def __init__(self, words: Mapping[str, float], *real_words: Set[str], careful: bool = False) -> None:
        self._weights = {word: weight for word, weight in words.items() if len(word) >= _MIN_LENGTH - 1}
        self._real = real_words
        self._careful = careful

    def is_word(self, word: str) -> bool:
        """Whether ``word`` or a dictionary form of it is a word, so that nothing needs correcting."""
        return any(
            form in self._weights or any(form in words for words in self._real) for form in lemmas(word)
        )

    def correct(self, word: str) -> str | None:
        """The word meant by the misspelling ``word``, or None when it is a word or nothing is near."""
        if (drawn := self._drawn_out(word)) is not None:
            return drawn
        if not _MIN_LENGTH <= len(word) <= _MAX_LENGTH or self.is_word(word):
            return None
        near = [
            (form != word or sorted(candidate) != sorted(form), -self._weights[candidate], candidate)
            for form in self._stems(word)
            if len(form) >= _MIN_LENGTH - (form != word)
            for candidate in one_slip_away(form)
            if candidate in self._weights and _plausible(form, candidate)
            if not self._careful or _slip_of_finger(form, candidate)
        ]
        return min(near)[2] if near else None

    def _drawn_out(self, word: str) -> str | None:
        """The word behind one with letters held down: "slooow", "diiiie"."""
        if len(word) > _MAX_LENGTH or not _HELD.search(word) or self.is_word(word):
            return None
        parts = [(run[0], run[0] * 2) if len(run) > 2 else (run,) for run in _runs(word)]
        choices = ("".join(chosen) for chosen in islice(product(*parts), _MOST_CHOICES))
        return next((word for word in choices if len(word) > 1 and self.is_word(word)), None)

    @staticmethod
    def _stems(word: str) -> tuple[str, ...]:
        """``word``, and its stem where it ends like a verb; "-er" makes too many new words to be cut off."""
        return lemmas(word) if word.endswith(_VERB_ENDINGS) else (word,)


def _plausible(form: str, candidate: str) -> bool:
    """The first letter is seldom wrong: in short words only when swapped with the second."""
    return candidate[0] == form[0] or len(form) > _MIN_LENGTH or candidate[:2] == form[1::-1]


def _runs(word: str) -> Iterator[str]:
    return ("".join(same) for _, same in groupby(word))


def _slip_of_finger(form: str, candidate: str) -> bool:
    """Two letters swapped, one doubled or one of a pair lost; in long words any letter lost or added."""
    if len(form) == len(candidate):
        return sorted(form) == sorted(candidate)
    shorter, longer = sorted((form, candidate), key=len)
    if len(longer) >= _CAREFUL_LENGTH:
        return True
    return any(
        longer[: at + 1] + longer[at + 2 :] == shorter and pair[0] == pair[1] for at, pair in _pairs(longer)
    )


def _pairs(word: str) -> Iterator[tuple[int, tuple[str, str]]]:
    return enumerate(pairwise(word))


def one_slip_away(word: str) -> Iterator[str]:
    """Every string one insertion, deletion, replacement or swap of neighbours from ``word``."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in ascii_lowercase:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
