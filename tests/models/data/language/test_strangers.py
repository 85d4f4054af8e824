from random import Random

from neonworks_models.data.language.strangers import Strangers
from neonworks_models.data.language.wordnet import WordNet


def test_words_come_from_their_fields_and_abuse_is_left_out(wordnet: WordNet) -> None:
    strangers, random = Strangers(wordnet), Random(1)
    assert {strangers.person(random) for _ in range(50)} == {"sailor"}
    assert {strangers.thing(random) for _ in range(50)} == {"ladder", "bread"}
    assert strangers.quality(random) == "wooden"
    assert {strangers.verb(random) for _ in range(80)} <= {"memorise", "memorize", "greet", "dine", "paint"}


def test_gibberish_is_short_and_differs() -> None:
    made = {Strangers.gibberish(Random(seed)) for seed in range(40)}
    assert len(made) > 30
    assert all(0 < len(text) < 45 for text in made)
