import pytest
from neonworks_models.intent.sentence import Reader
from neonworks_models.intent.typos import SpellingIndex, one_slip_away


def test_one_slip_is_an_insertion_deletion_replacement_or_swap() -> None:
    assert "walk" in one_slip_away("wlak")
    assert "slash" in one_slip_away("slsh")
    assert "jump" in one_slip_away("jumo")
    assert "jump" in one_slip_away("jumpp")
    assert "jump" not in one_slip_away("junpp")


def test_only_words_that_are_no_words_are_corrected() -> None:
    index = SpellingIndex({"walk": 3, "jump": 3}, {"talk", "wall"})
    assert index.correct("wlak") == "walk"
    assert index.correct("jumpp") == "jump"
    assert index.correct("wlaking") == "walk"
    assert index.correct("talk") is None
    assert index.correct("walls") is None
    assert index.correct("jum") is None
    assert index.correct("zebra") is None
    assert SpellingIndex({"m" * 30: 3}).correct("m" * 29) is None


@pytest.mark.parametrize(
    "word", ["white", "drunk", "restless", "runes", "castle", "dice", "shot", "bunk", "hero"]
)
def test_real_words_are_left_alone(word: str, reader: Reader) -> None:
    assert reader.read(word).corrections == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("wlak", "walk"), ("atack", "attack"), ("lfet", "left"), ("slahs", "slash"), ("dyng", "dying")],
)
def test_common_slips_are_repaired(typed: str, meant: str, reader: Reader) -> None:
    assert reader.read(typed).corrections == ((typed, meant),)
