import pytest
from neonworks_models.intent.actions import find_events
from neonworks_models.intent.knowledge.opinion import Knowledge, Opinion
from neonworks_models.intent.sentence import Reader
from neonworks_protocol.vocabulary import Action, Variant


def opinion(text: str, reader: Reader, knowledge: Knowledge) -> Opinion:
    sentence = reader.read(text)
    return knowledge.read(sentence, find_events(sentence))


@pytest.mark.parametrize("text", ["walk", "make it do the dishes", "", "歩く", "?" * 60])
def test_probabilities_sum_to_one(text: str, reader: Reader, knowledge: Knowledge) -> None:
    found = opinion(text or "-", reader, knowledge)
    for shares in (found.actions, found.variants, found.directions):
        assert sum(shares.values()) == pytest.approx(1, abs=1e-6)
    assert sum(found.speeds) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in (found.outside, *found.effects.values()))


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("the old sailor perambulates along the pier", Action.WALK),
        ("the runner outdistances the hounds", Action.RUN),
        ("he bludgeons the intruder", Action.ATTACK),
        ("she succumbs to her wounds and expires", Action.DEATH),
    ],
)
def test_words_are_known_by_their_neighbours(
    text: str, action: Action, reader: Reader, knowledge: Knowledge
) -> None:
    assert opinion(text, reader, knowledge).action is action


def test_other_matters_are_told_from_requests(reader: Reader, knowledge: Knowledge) -> None:
    assert opinion("what is the price of the licence", reader, knowledge).outside > 0.5
    assert opinion("a knight walks to the left", reader, knowledge).outside < 0.1


def test_a_kick_is_told_from_a_shot(reader: Reader, knowledge: Knowledge) -> None:
    assert opinion("she kicks the door", reader, knowledge).variants[Variant.KICK] > 0.5
    assert opinion("he shoots an arrow", reader, knowledge).variants[Variant.SHOOT] > 0.5
