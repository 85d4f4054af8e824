"""Which language a request is written in, told by its small words and the words a lexicon knows."""

from collections.abc import Iterable, Mapping

from neonworks_models.intent.languages import FUNCTION_WORDS, Language
from neonworks_models.intent.morphology import lemmas
from neonworks_models.intent.tokenize import Token

__all__ = ["detect_language"]

_FOREIGN = (Language.SPANISH, Language.PORTUGUESE, Language.FRENCH, Language.GERMAN)


def detect_language(
    tokens: Iterable[Token], vocabulary: Mapping[Language, frozenset[str]], english: frozenset[str]
) -> Language:
    """The likeliest language of ``tokens``; English when nothing speaks for another one.

    ``vocabulary`` holds the words of each language's lexicon, ``english`` the common English words: a
    content word counts little for a language where English has it too.
    """
    words = [token for token in tokens if token.is_word]
    if any(token.wide for token in words):
        return Language.JAPANESE
    norms = [token.norm for token in words]
    small = FUNCTION_WORDS[Language.ENGLISH]
    own = [word for word in norms if word in small or _is_english(word, english, vocabulary)]
    if all(word in small or _in_lexicon(word, vocabulary) for word in norms):
        # "die" alone is a wish, not a German article.
        return Language.ENGLISH
    scores = {Language.ENGLISH: sum(1.0 if word in small else 0.6 for word in own)}
    taken = frozenset(own)
    for language in _FOREIGN:
        scores[language] = sum(_weight(word, language, vocabulary[language], taken) for word in norms)
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] > scores[Language.ENGLISH] else Language.ENGLISH


def _is_english(word: str, common: frozenset[str], vocabulary: Mapping[Language, frozenset[str]]) -> bool:
    return _in_lexicon(word, vocabulary) or any(form in common for form in lemmas(word))


def _in_lexicon(word: str, vocabulary: Mapping[Language, frozenset[str]]) -> bool:
    own = vocabulary[Language.ENGLISH]
    return any(form in own for form in lemmas(word))


def _weight(word: str, language: Language, content: frozenset[str], english: frozenset[str]) -> float:
    if word in FUNCTION_WORDS[language]:
        return 0.9 if word in english else 1.0
    if any(form in content for form in lemmas(word, language)):
        return 0.4 if word in english else 1.2
    return 0.0
