from neonworks_models.intent.languages import FUNCTION_WORDS, Language
from neonworks_models.intent.tokenize import fold


def test_every_language_has_small_words_in_folded_form() -> None:
    for language in Language:
        assert FUNCTION_WORDS[language]
        assert all(fold(word) == word for word in FUNCTION_WORDS[language])
