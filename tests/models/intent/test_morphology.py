import pytest
from neonworks_models.intent.languages import Language
from neonworks_models.intent.morphology import lemmas


@pytest.mark.parametrize(
    ("word", "form", "language"),
    [
        ("walking", "walk", Language.ENGLISH),
        ("running", "run", Language.ENGLISH),
        ("slashes", "slash", Language.ENGLISH),
        ("dies", "die", Language.ENGLISH),
        ("dying", "die", Language.ENGLISH),
        ("ran", "run", Language.ENGLISH),
        ("struck", "strike", Language.ENGLISH),
        ("angrier", "angry", Language.ENGLISH),
        ("hopped", "hop", Language.ENGLISH),
        ("saltando", "saltar", Language.SPANISH),
        ("corriendo", "correr", Language.SPANISH),
        ("atacam", "atacar", Language.PORTUGUESE),
        ("marchant", "marcher", Language.FRENCH),
        ("rennt", "rennen", Language.GERMAN),
        ("Sprunganimation".lower(), "sprung", Language.GERMAN),
        ("angriffsanimation", "angriff", Language.GERMAN),
    ],
)
def test_inflected_forms_lead_to_the_dictionary_form(word: str, form: str, language: Language) -> None:
    assert form in lemmas(word, language)


def test_the_word_itself_comes_first() -> None:
    assert lemmas("walks")[0] == "walks"


def test_short_words_are_not_cut_to_nothing() -> None:
    assert all(lemma for lemma in lemmas("s"))
