import pytest
from neonworks_models.intent.actions import find_events, totals
from neonworks_models.intent.sentence import Reader
from neonworks_protocol.vocabulary import Action


def best(text: str, reader: Reader) -> Action:
    sentence = reader.read(text)
    evidence = totals(sentence, find_events(sentence))
    return max(evidence, key=lambda action: evidence[action])


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("he hits the dummy", "attack"),
        ("he is hit by a rock", "hurt"),
        ("hit animation", "hurt"),
        ("she was brutally stabbed", "hurt"),
        ("the troll gets killed", "death"),
        ("he kills the troll", "attack"),
        ("swinging his arms while walking", "walk"),
        ("walks like a charging bull", "walk"),
        ("the standing man kicks", "attack"),
        ("a wounded wolf runs", "run"),
        ("walk, ready to attack", "walk"),
        ("battle stance", "idle"),
        ("death pose", "death"),
        ("I would like a jump", "jump"),
        ("dies after being hit", "death"),
        ("throws a fireball", "cast_spell"),
        ("throws a knife", "attack"),
        ("a person who is running", "run"),
    ],
)
def test_the_reading_depends_on_the_place(text: str, action: str, reader: Reader) -> None:
    assert best(text, reader) is Action(action)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("a runner waiting for the start", "idle"),
        ("runner animation", "run"),
        ("runs up and stabs the guard", "attack"),
        ("rushes in and punches the wall", "attack"),
        ("runs and jumps", "run"),
        ("después ataca", "attack"),
    ],
)
def test_actors_and_approaches_give_way(text: str, action: str, reader: Reader) -> None:
    assert best(text, reader) is Action(action)


def test_hints_alone_weigh_little(reader: Reader) -> None:
    sentence = reader.read("archer")
    assert 0 < totals(sentence, find_events(sentence))[Action.ATTACK] < 1


def test_a_comparison_in_front_ends_where_the_sentence_begins(reader: Reader) -> None:
    (event,) = find_events(reader.read("like a startled deer she sprints"))
    assert event.score > 2
    (compared,) = find_events(reader.read("like a charging bull"))
    assert compared.score < 1
