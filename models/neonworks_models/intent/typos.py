"""Misspelt words: the nearest word of the lexicon, when the word typed is no word at all.

Neighbours are found by shared deletions (the index of Garbe's SymSpell, 2012) and checked by the optimal
string alignment distance, so one slip of insertion, deletion, replacement or swap is corrected.
"""

from collections.abc import Iterable, Mapping

from neonworks_models.intent.morphology import lemmas

__all__ = ["SpellingIndex", "distance"]

_MIN_LENGTH = 4
_TWO_SLIPS = 8
_VERB_ENDINGS = ("s", "ing", "ed", "in", "gn", "ig")


class SpellingIndex:
    """The words that a misspelling may stand for. ``words`` maps word to weight; heavier ones win ties."""

    def __init__(self, words: Mapping[str, float], real_words: Iterable[str]) -> None:
        self._weights = {word: weight for word, weight in words.items() if len(word) >= _MIN_LENGTH - 1}
        self._real = frozenset(real_words)
        self._index: dict[str, list[str]] = {}
        for word in self._weights:
            for shorter in _deletions(word):
                self._index.setdefault(shorter, []).append(word)

    def is_word(self, word: str) -> bool:
        """Whether ``word`` or a dictionary form of it is a word, so that nothing needs correcting."""
        return any(form in self._real or form in self._weights for form in lemmas(word))

    def correct(self, word: str) -> str | None:
        """The word meant by the misspelling ``word``, or None when it is a word or nothing is near."""
        if len(word) < _MIN_LENGTH or self.is_word(word):
            return None
        near = [
            (slips, form != word or sorted(candidate) != sorted(form), -self._weights[candidate], candidate)
            for form in self._stems(word)
            if len(form) >= _MIN_LENGTH - (form != word)
            for candidate in self._neighbours(form)
            if (slips := distance(form, candidate)) <= _allowed(form, candidate)
        ]
        return min(near)[3] if near else None

    @staticmethod
    def _stems(word: str) -> tuple[str, ...]:
        """``word``, and its stem where it ends like a verb; "-er" makes too many new words to be cut off."""
        return lemmas(word) if word.endswith(_VERB_ENDINGS) else (word,)

    def _neighbours(self, form: str) -> set[str]:
        return {word for shorter in _deletions(form) for word in self._index.get(shorter, ())}


def _allowed(form: str, candidate: str) -> int:
    """How many slips may lie between ``form`` and ``candidate``; the first letter is seldom wrong."""
    if candidate[0] == form[0]:
        return 2 if len(form) >= _TWO_SLIPS else 1
    return 1 if len(form) > _MIN_LENGTH or _swapped(form, candidate) else 0


def _swapped(one: str, other: str) -> bool:
    return one[:2] == other[1::-1]


def _deletions(word: str) -> set[str]:
    return {word} | {word[:i] + word[i + 1 :] for i in range(len(word))}


def distance(one: str, other: str) -> int:
    """Optimal string alignment distance: insertions, deletions, replacements, swaps of neighbours."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        row = [i]
        for j, right in enumerate(other, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]
