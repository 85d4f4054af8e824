"""Which language a request is written in, told by its small words and the words a lexicon knows."""

from collections.abc import Iterable, Mapping

from neonworks_models.intent.languages import FUNCTION_WORDS, Language
from neonworks_models.intent.morphology import lemmas
from neonworks_models.intent.tokenize import Token

__all__ = ["detect_language", "rank_languages"]

_RIVAL = 0.5
"""Share of the best score from which on another language may be meant."""
_FOREIGN = (Language.SPANISH, Language.PORTUGUESE, Language.FRENCH, Language.GERMAN)


def detect_language(
    tokens: Iterable[Token],
    vocabulary: Mapping[Language, frozenset[str]],
    english: frozenset[str],
    marked: frozenset[str] = frozenset(),
) -> Language:
    """The likeliest language of ``tokens``; English when nothing speaks for another one.

    ``vocabulary`` holds the words of each language's lexicon, ``english`` the common English words: a
    content word counts little for a language where English has it too. ``marked`` are words that were typed
    with accents, which English has none of.
    """
    return rank_languages(tokens, vocabulary, english, marked)[0]


def rank_languages(
    tokens: Iterable[Token],
    vocabulary: Mapping[Language, frozenset[str]],
    english: frozenset[str],
    marked: frozenset[str] = frozenset(),
) -> tuple[Language, ...]:
    """The languages that something speaks for, the likeliest first; see ``detect_language``."""
    words = [token for token in tokens if token.is_word]
    if any(token.wide for token in words):
        return (Language.JAPANESE,)
    norms = [token.norm for token in words]
    small = FUNCTION_WORDS[Language.ENGLISH]
    own = [w for w in norms if w not in marked and (w in small or _is_english(w, english, vocabulary))]
    scores = {Language.ENGLISH: sum(1.0 if word in small else 0.6 for word in own)}
    taken = frozenset(own)
    for language in _FOREIGN:
        scores[language] = sum(_weight(word, language, vocabulary[language], taken) for word in norms)
    if not marked and all(word in small or _in_lexicon(word, vocabulary) for word in norms):
        # "die" alone is a wish, not a German article.
        scores[Language.ENGLISH] = max(scores.values())
    least = max(scores.values()) * _RIVAL
    order = sorted(
        (one for one in scores if scores[one] > 0 and scores[one] >= least), key=lambda o: -scores[o]
    )
    return tuple(order) or (Language.ENGLISH,)


def _is_english(word: str, common: frozenset[str], vocabulary: Mapping[Language, frozenset[str]]) -> bool:
    return _in_lexicon(word, vocabulary) or any(form in common for form in lemmas(word))


def _in_lexicon(word: str, vocabulary: Mapping[Language, frozenset[str]]) -> bool:
    own = vocabulary[Language.ENGLISH]
    return any(form in own for form in lemmas(word))


def _weight(word: str, language: Language, content: frozenset[str], english: frozenset[str]) -> float:
    if word in FUNCTION_WORDS[language]:
        return 0.9 if word in english else 1.0
    if word in content:
        return 0.4 if word in english else 1.3
    if any(form in content for form in lemmas(word, language)):
        return 0.4 if word in english else 1.2
    return 0.0
