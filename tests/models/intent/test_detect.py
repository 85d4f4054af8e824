import pytest
from neonworks_models.intent.detect import detect_language
from neonworks_models.intent.languages import Language
from neonworks_models.intent.lexicon import Lexicon
from neonworks_models.intent.tokenize import tokenize


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the knight walks to the left", Language.ENGLISH),
        ("run", Language.ENGLISH),
        ("die", Language.ENGLISH),
        ("xyzzy plugh", Language.ENGLISH),
        ("el caballero camina hacia la izquierda", Language.SPANISH),
        ("o cavaleiro anda para a esquerda", Language.PORTUGUESE),
        ("le chevalier court vers la gauche", Language.FRENCH),
        ("der Ritter geht nach links", Language.GERMAN),
        ("騎士が走る", Language.JAPANESE),
        ("correr", Language.SPANISH),
        ("rennen", Language.GERMAN),
    ],
)
def test_language_is_told_by_small_and_known_words(text: str, language: Language, lexicon: Lexicon) -> None:
    assert detect_language(tokenize(text), lexicon.vocabulary, lexicon.common) is language
