from neonworks_models.intent.languages import Language
from neonworks_models.intent.lexicon import Lexicon, SenseKind
from neonworks_models.intent.mentions import find_mentions
from neonworks_models.intent.tokenize import tokenize


def found(text: str, lexicon: Lexicon, kind: SenseKind) -> list[tuple[str, int, int]]:
    mentions = find_mentions(tokenize(text), lexicon, Language.ENGLISH)
    return [(m.sense.value, m.start, m.stop) for m in mentions if m.kind is kind]


def test_the_longest_phrase_wins(lexicon: Lexicon) -> None:
    assert set(found("he falls to his knees", lexicon, SenseKind.ACTION)) == {("death", 1, 5)}


def test_a_mask_hides_the_word_inside_it(lexicon: Lexicon) -> None:
    assert found("a mage with a walking stick", lexicon, SenseKind.ACTION) == []
    assert found("shakes his head", lexicon, SenseKind.EFFECT) == []


def test_a_longer_action_hides_a_word_of_other_matters(lexicon: Lexicon) -> None:
    assert found("a knuckle sandwich", lexicon, SenseKind.OUT_OF_SCOPE) == []
    assert found("a ham sandwich", lexicon, SenseKind.OUT_OF_SCOPE) != []


def test_kinds_are_matched_independently(lexicon: Lexicon) -> None:
    assert found("trudges", lexicon, SenseKind.ACTION) == [("walk", 0, 1)]
    assert found("trudges", lexicon, SenseKind.STYLE) == [("tired", 0, 1)]
