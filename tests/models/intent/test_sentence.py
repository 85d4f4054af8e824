from neonworks_models.intent.languages import Language
from neonworks_models.intent.lexicon import SenseKind
from neonworks_models.intent.sentence import Reader


def test_a_sentence_keeps_language_corrections_and_unknown_words(reader: Reader) -> None:
    sentence = reader.read("wlak like a zorblax")
    assert sentence.language is Language.ENGLISH
    assert sentence.corrections == (("wlak", "walk"),)
    assert sentence.unknown == ("zorblax",)


def test_affirmed_leaves_out_denied_mentions(reader: Reader) -> None:
    sentence = reader.read("walk without glow")
    assert [m.sense.value for m in sentence.of(SenseKind.EFFECT)] == ["glow"]
    assert list(sentence.affirmed(SenseKind.EFFECT)) == []


def test_words_outside_the_sentence_are_empty(reader: Reader) -> None:
    sentence = reader.read("walk left")
    assert sentence.word(-1) == sentence.word(2) == ""
    assert sentence.words(-3, 9) == ("walk", "left")
