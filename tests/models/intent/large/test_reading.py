import pytest
from msgspec.structs import replace
from neonworks_models.intent.interpreter import EmbeddedInterpreter, no_knowledge
from neonworks_models.intent.large.reading import Alone, Question, SideBySide, differences, never
from neonworks_protocol.errors import BadRequest, JobCancelled
from neonworks_protocol.vocabulary import Action, Direction, Effect

from tests.fakes.replies import ScriptedReader

_EMBEDDED = EmbeddedInterpreter(no_knowledge)


def test_the_last_reading_is_the_answer() -> None:
    reader = SideBySide(ScriptedReader('{"do":"run","to":"up"}'), _EMBEDDED)
    heard = reader.interpret("walk left in 8 frames")
    assert heard.interpreter == "scripted"
    spec = heard.spec
    assert (spec.animation_type, spec.direction, spec.frame_count) == (Action.RUN, Direction.UP, 8)


def test_rubbish_leaves_the_embedded_answer() -> None:
    heard = SideBySide(ScriptedReader("I would rather not."), _EMBEDDED).interpret("walk left")
    assert heard == _EMBEDDED.interpret("walk left")


def test_alone_nothing_comes_from_the_embedded_one() -> None:
    heard = Alone(ScriptedReader('{"do":"run"}')).interpret("walk left in 8 frames")
    assert heard.understood and (heard.spec.direction, heard.spec.frame_count) == (None, None)
    assert not Alone(ScriptedReader("no")).interpret("walk left").understood
    for text in (" ", "x" * 2001):
        with pytest.raises(BadRequest, match="empty or too long"):
            Alone(ScriptedReader("{}")).interpret(text)


def test_what_the_embedded_one_refuses_is_refused() -> None:
    with pytest.raises(BadRequest, match="empty"):
        SideBySide(ScriptedReader("{}"), _EMBEDDED).interpret("  ")


def test_a_reader_stops_when_told() -> None:
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 5

    question = Question("walk left", _EMBEDDED.interpret("walk left"))
    with pytest.raises(JobCancelled):
        list(ScriptedReader('{"do":"run"}').read(question, stop))
    assert not never()


def test_equal_answers_need_no_new_take() -> None:
    first = _EMBEDDED.interpret("walk left, glowing and shaking")
    other = replace(first, interpreter="scripted", notes=("other words",))
    turned = replace(first.spec, special_effects=tuple(reversed(first.spec.special_effects)), confidence=0.3)
    assert differences(first, other) == ()
    assert differences(first, replace(first, sequence=(turned,))) == ()


def test_differences_are_named() -> None:
    first = _EMBEDDED.interpret("walk left")
    changed = replace(first.spec, direction=Direction.UP, special_effects=(Effect.GLOW,))
    assert differences(first, replace(first, sequence=(changed,))) == ("direction", "special_effects")
    assert differences(first, replace(first, understood=False)) == ("understood",)
    assert differences(first, replace(first, sequence=(first.spec, first.spec))) == ("sequence",)
    unclear = replace(first, understood=False)
    assert differences(unclear, replace(unclear, sequence=(changed,))) == ()
