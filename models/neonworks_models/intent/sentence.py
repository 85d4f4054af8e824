"""A sentence read once: tokens, language, mentions with their negation and degree, spelling corrections."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from neonworks_models.intent.code import without_code
from neonworks_models.intent.detect import rank_languages
from neonworks_models.intent.languages import FUNCTION_WORDS, Language
from neonworks_models.intent.lexicon import Lexicon, SenseKind
from neonworks_models.intent.mentions import Mention, find_mentions
from neonworks_models.intent.morphology import lemmas
from neonworks_models.intent.negation import mark_degrees, mark_negations
from neonworks_models.intent.tokenize import Token, marked_words, tokenize
from neonworks_models.intent.typos import SpellingIndex

__all__ = ["Reader", "Sentence"]

_WORTH_CORRECTING = frozenset(
    {
        SenseKind.ACTION,
        SenseKind.CUE,
        SenseKind.EFFECT,
        SenseKind.LOOP,
        SenseKind.SPEED,
        SenseKind.INTENSITY,
        SenseKind.STYLE,
        SenseKind.DIRECTION,
        SenseKind.RELATIVE,
        SenseKind.THING,
    }
)
_MIN_PART = 6
"""Letters of a word that is corrected although it only stands inside phrases ("pull the triger")."""
_PART_WEIGHT = 0.5
_NAMED = 2.0
_MAX_RIVALS = 2
_EXTRA_WEIGHT = 5.0
_EXTRA_WORDS = (
    "frames",
    "frame",
    "facing",
    "animation",
    "towards",
    "camera",
    "without",
    "instead",
    "particles",
)


@dataclass(frozen=True)
class Sentence:
    """What every later step works on. ``corrections`` are pairs (typed, read as)."""

    tokens: tuple[Token, ...]
    language: Language
    mentions: tuple[Mention, ...]
    corrections: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()

    def of(self, *kinds: SenseKind) -> Iterator[Mention]:
        """Mentions of ``kinds``, denied ones too, in reading order."""
        return (mention for mention in self.mentions if mention.kind in kinds)

    def affirmed(self, *kinds: SenseKind) -> Iterator[Mention]:
        """Mentions of ``kinds`` that are not denied."""
        return (mention for mention in self.of(*kinds) if not mention.negated)

    def word(self, index: int) -> str:
        """The normal form of token ``index``; empty outside the sentence."""
        return self.tokens[index].norm if 0 <= index < len(self.tokens) else ""

    def words(self, start: int, stop: int) -> tuple[str, ...]:
        """Normal forms of the tokens from ``start`` to ``stop``, cut to the sentence."""
        return tuple(token.norm for token in self.tokens[max(0, start) : max(0, stop)])


def _names_action(sentence: Sentence) -> bool:
    return any(mention.sense.weight >= _NAMED for mention in sentence.of(SenseKind.ACTION))


class Reader:
    """Turns text into ``Sentence``; holds the lexicon and one spelling index per language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._wide = lexicon.vocabulary[Language.JAPANESE]
        self._spelling: dict[Language, SpellingIndex] = {
            language: SpellingIndex(
                self._correctable(language),
                lexicon.vocabulary[language],
                lexicon.common,
                careful=language is not Language.ENGLISH,
            )
            for language in Language
            if language is not Language.JAPANESE
        }

    def _correctable(self, language: Language) -> dict[str, float]:
        words = dict.fromkeys(_EXTRA_WORDS, _EXTRA_WEIGHT) if language is Language.ENGLISH else {}
        for word, node in self.lexicon.roots[language].items():
            weights = [sense.weight for sense in node.senses if sense.kind in _WORTH_CORRECTING]
            plain = word.removeprefix("=")
            if weights and plain.isalpha():
                words[plain] = max(*weights, words.get(plain, 0.0))
        for word in self.lexicon.vocabulary[language]:
            if len(word) >= _MIN_PART:
                words.setdefault(word, _PART_WEIGHT)
        return words

    def read(self, text: str) -> Sentence:
        """The sentence in ``text``."""
        text = without_code(text)
        typed = tokenize(text, self._wide)
        first, *others = rank_languages(
            typed, self.lexicon.vocabulary, self.lexicon.common, marked_words(text)
        )
        read = self._in_language(typed, first)
        if _names_action(read):
            return read
        # Short requests are often of words that two languages have: the one that makes sense is meant.
        foreign = [language for language in others if language is not Language.ENGLISH]
        rivals = (self._in_language(typed, language) for language in foreign[:_MAX_RIVALS])
        return next((rival for rival in rivals if _names_action(rival)), read)

    def _in_language(self, typed: tuple[Token, ...], language: Language) -> Sentence:
        tokens, corrections = self._spell(typed, language)
        mentions = find_mentions(tokens, self.lexicon, language)
        marked = mark_degrees(mark_negations(tokens, mentions))
        return Sentence(tokens, language, marked, corrections, self._unknown(tokens, language))

    def _spell(
        self, tokens: tuple[Token, ...], language: Language
    ) -> tuple[tuple[Token, ...], tuple[tuple[str, str], ...]]:
        index = self._spelling.get(language)
        fixed, corrections = [], []
        for token in tokens:
            meant = index.correct(token.norm) if index and token.is_word and not token.wide else None
            if meant is not None:
                corrections.append((token.text, meant))
                token = replace(token, norm=meant)
            fixed.append(token)
        return tuple(fixed), tuple(corrections)

    def _unknown(self, tokens: tuple[Token, ...], language: Language) -> tuple[str, ...]:
        known = self.lexicon.vocabulary[language]
        small = FUNCTION_WORDS[Language.ENGLISH]
        return tuple(
            token.norm
            for token in tokens
            if token.is_word
            and token.norm not in small
            and not any(f in known or f in self.lexicon.common for f in lemmas(token.norm, language))
        )
