"""Misspelt words: the nearest word of the lexicon, when the word typed is no word at all.

All strings one slip away (insertion, deletion, replacement, swap of neighbours) are looked up, as in
P. Norvig, "How to Write a Spelling Corrector" (2007): a few hundred look-ups, and no index to build.
"""

from collections.abc import Iterator, Mapping, Set
from string import ascii_lowercase

from neonworks_models.intent.morphology import lemmas

__all__ = ["SpellingIndex", "one_slip_away"]

_MIN_LENGTH = 4
_MAX_LENGTH = 24
"""Longer words than any of the lexicon's; looking near them would take long and find nothing."""
_VERB_ENDINGS = ("s", "ing", "ed", "in", "gn", "ig")


class SpellingIndex:
    """The words that a misspelling may stand for. ``words`` maps word to weight; heavier ones win ties.

    ``real_words`` are words that need no correction.
    """

    def __init__(self, words: Mapping[str, float], *real_words: Set[str]) -> None:
        self._weights = {word: weight for word, weight in words.items() if len(word) >= _MIN_LENGTH - 1}
        self._real = real_words

    def is_word(self, word: str) -> bool:
        """Whether ``word`` or a dictionary form of it is a word, so that nothing needs correcting."""
        return any(
            form in self._weights or any(form in words for words in self._real) for form in lemmas(word)
        )

    def correct(self, word: str) -> str | None:
        """The word meant by the misspelling ``word``, or None when it is a word or nothing is near."""
        if not _MIN_LENGTH <= len(word) <= _MAX_LENGTH or self.is_word(word):
            return None
        near = [
            (form != word or sorted(candidate) != sorted(form), -self._weights[candidate], candidate)
            for form in self._stems(word)
            if len(form) >= _MIN_LENGTH - (form != word)
            for candidate in one_slip_away(form)
            if candidate in self._weights and _plausible(form, candidate)
        ]
        return min(near)[2] if near else None

    @staticmethod
    def _stems(word: str) -> tuple[str, ...]:
        """``word``, and its stem where it ends like a verb; "-er" makes too many new words to be cut off."""
        return lemmas(word) if word.endswith(_VERB_ENDINGS) else (word,)


def _plausible(form: str, candidate: str) -> bool:
    """The first letter is seldom wrong: in short words only when swapped with the second."""
    return candidate[0] == form[0] or len(form) > _MIN_LENGTH or candidate[:2] == form[1::-1]


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
