import pytest
from neonworks_models.data.language.spelling import respell, spellings
from neonworks_models.intent.languages import Language
from neonworks_models.intent.tokenize import fold


@pytest.mark.parametrize(
    "language", [Language.SPANISH, Language.FRENCH, Language.GERMAN, Language.PORTUGUESE]
)
def test_accents_come_back(language: Language) -> None:
    assert len(spellings(language)) > 50


def test_a_word_finds_its_own_accent() -> None:
    assert spellings(Language.SPANISH)["rapido"] == "rápido"
    assert "walk" not in spellings(Language.ENGLISH)


@pytest.mark.parametrize("language", Language)
def test_every_spelling_folds_to_its_word(language: Language) -> None:
    for plain, written in spellings(language).items():
        assert fold(written) == plain != written


def test_marks_of_the_notation_stay() -> None:
    assert respell("=rapido <p> x|rapido", {"rapido": "rápido"}) == "=rápido <p> x|rápido"
