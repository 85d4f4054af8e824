import pytest
from neonworks_models.data.language.requests import LabelledRequest
from neonworks_models.intent.interpreter import EmbeddedInterpreter, no_knowledge
from neonworks_models.intent.languages import Language
from neonworks_models.intent.large.bare import MAX_BARE, bare_prompt
from neonworks_models.intent.large.reply import Reply, decode
from neonworks_models.intent.large.schema import REPLY_START
from neonworks_models.intent.lexicon import SenseKind
from neonworks_models.training.tiny_reader_data import Teacher
from neonworks_protocol.vocabulary import Action, Direction, Effect, Variant

ENGLISH = Language.ENGLISH


@pytest.fixture(scope="module")
def teacher() -> Teacher:
    return Teacher(EmbeddedInterpreter(no_knowledge))


def reply(teacher: Teacher, request: LabelledRequest) -> Reply:
    (pair,) = teacher.pairs([request])
    assert pair.prompt == bare_prompt(request.text)
    return decode(REPLY_START + pair.reply)


def test_labels_win_over_what_the_rules_hear(teacher: Teacher) -> None:
    request = LabelledRequest(
        "walk to the left, glowing",
        ENGLISH,
        Action.ATTACK,
        Variant.KICK,
        Direction.UP,
        "fast",
        "high",
        (Effect.SHAKE,),
        9,
        False,
        (Action.ATTACK,),
    )
    found = reply(teacher, request)
    assert (found.do, found.variant, found.to, found.frames, found.loop) == ("attack", "kick", "up", 9, False)
    assert (found.speed, found.power, found.fx) == ("fast", "high", (Effect.SHAKE,))


def test_what_the_labels_leave_open_is_heard(teacher: Teacher) -> None:
    unsure = frozenset({SenseKind.SPEED, SenseKind.EFFECT, SenseKind.DIRECTION})
    request = LabelledRequest(
        "the tired man trudges to the left, glowing",
        ENGLISH,
        Action.WALK,
        sequence=(Action.WALK,),
        unsure=unsure,
    )
    found = reply(teacher, request)
    assert found.to == "left"
    assert found.fx == (Effect.GLOW,)
    assert found.style == ("tired",)
    assert "slow" in str(found.speed)


def test_a_label_keeps_the_finer_word_that_agrees_with_it(teacher: Teacher) -> None:
    request = LabelledRequest("walk very slowly", ENGLISH, Action.WALK, speed="slow", sequence=(Action.WALK,))
    assert reply(teacher, request).speed == "very_slow"


def test_what_asks_for_nothing_is_unclear(teacher: Teacher) -> None:
    assert not reply(teacher, LabelledRequest("wash the dishes", ENGLISH, None)).understood


def test_sequences_are_told(teacher: Teacher) -> None:
    request = LabelledRequest(
        "attack, then die", ENGLISH, Action.ATTACK, sequence=(Action.ATTACK, Action.DEATH)
    )
    found = reply(teacher, request)
    assert found.do == "attack"
    assert [step.do for step in found.then or ()] == ["death"]


def test_a_sequence_that_the_rules_miss_is_told_all_the_same(teacher: Teacher) -> None:
    request = LabelledRequest("qwerty", ENGLISH, Action.RUN, sequence=(Action.RUN, Action.JUMP))
    found = reply(teacher, request)
    assert found.do == "run"
    assert [step.do for step in found.then or ()] == ["jump"]


def test_a_request_that_no_prompt_takes_is_left_out(teacher: Teacher) -> None:
    long = LabelledRequest("walk " * MAX_BARE, ENGLISH, Action.WALK, sequence=(Action.WALK,))
    assert list(teacher.pairs([long, LabelledRequest("  ", ENGLISH, None)])) == []
