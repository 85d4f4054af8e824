import pytest
from neonworks_models.intent.sentence import Reader
from neonworks_models.intent.typos import SpellingIndex, distance


def test_distance_counts_a_swap_as_one_slip() -> None:
    assert distance("wlak", "walk") == 1
    assert distance("walk", "walk") == 0
    assert distance("slsh", "slash") == 1
    assert distance("jumo", "jump") == 1
    assert distance("", "abc") == 3


def test_only_words_that_are_no_words_are_corrected() -> None:
    index = SpellingIndex({"walk": 3, "jump": 3}, {"talk", "wall"})
    assert index.correct("wlak") == "walk"
    assert index.correct("jumpp") == "jump"
    assert index.correct("wlaking") == "walk"
    assert index.correct("talk") is None
    assert index.correct("walls") is None
    assert index.correct("jum") is None
    assert index.correct("zebra") is None


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
