import pytest
from neonworks_models.intent.actions import find_events
from neonworks_models.intent.sentence import Reader
from neonworks_models.intent.variants import variant_of
from neonworks_protocol.vocabulary import Variant


def variant(text: str, reader: Reader) -> Variant | None:
    sentence = reader.read(text)
    return variant_of(sentence, find_events(sentence))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("slash", "slash"),
        ("attack with a spear", "thrust"),
        ("swing the hammer", "swing"),
        ("swing the sword", "slash"),
        ("shoots an arrow", "shoot"),
        ("uppercut", "punch"),
        ("roundhouse", "kick"),
        ("don't kick, punch", "punch"),
        ("attack", None),
    ],
)
def test_verbs_and_weapons_tell_the_variant(text: str, expected: str | None, reader: Reader) -> None:
    assert variant(text, reader) == (Variant(expected) if expected else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("swing", "swing"),
        ("a wild swing with the cutlass", "slash"),
        ("jab", "punch"),
        ("jab with the harpoon", "thrust"),
        ("thrust", "thrust"),
        ("a palm thrust", "punch"),
        ("stab with the cutlass", "thrust"),
    ],
)
def test_a_loose_verb_bends_to_the_weapon_and_a_firm_one_does_not(
    text: str, expected: str, reader: Reader
) -> None:
    assert variant(text, reader) is Variant(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("strikes with his elbow", "punch"),
        ("an attack with the hind hooves", "kick"),
        ("the archer attacks with a dagger", "thrust"),
        ("golpea con los puños", "punch"),
        ("schlägt mit der Keule", "swing"),
        ("attaque avec le fleuret", "thrust"),
        ("bate com o taco", "swing"),
        ("刀で攻撃する", "slash"),
    ],
)
def test_what_is_struck_with_decides_in_every_language(text: str, expected: str, reader: Reader) -> None:
    assert variant(text, reader) is Variant(expected)


def test_limbs_that_strike_nothing_say_nothing(reader: Reader) -> None:
    assert variant("walks on her hind legs", reader) is None
    assert variant("attacks, hands in the air", reader) is None
