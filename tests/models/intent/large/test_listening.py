from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_models.intent.interpreter import EmbeddedInterpreter, no_knowledge
from neonworks_models.intent.large.listening import Listener, Trust
from neonworks_models.intent.large.reading import Question, Reading
from neonworks_models.intent.large.schema import REPLY_START
from neonworks_protocol.vocabulary import Action, Direction

from tests.fakes.replies import replies

_EMBEDDED = EmbeddedInterpreter(no_knowledge)
_QUESTION = Question("walk left in 8 frames", _EMBEDDED.interpret("walk left in 8 frames"))


def _said(text: str, **shares: float) -> tuple[list[Reading], Reading]:
    listener = Listener(_QUESTION, "test", REPLY_START, Trust(0.5, 0.5), dict(shares))
    heard = [reading for letter in text if (reading := listener.hear(letter))]
    return heard, listener.finish()


def test_fields_are_told_as_they_come() -> None:
    heard, last = _said('run","to":"up","frames":8}')
    assert [reading.fields for reading in heard] == [
        ("animation_type",),
        ("animation_type", "direction"),
        ("animation_type", "direction", "frame_count"),
    ]
    assert heard[0].interpretation.spec.animation_type is Action.RUN
    assert heard[0].interpretation.spec.direction is Direction.LEFT
    assert not heard[-1].final and last.final and last.doubt is None
    assert last.interpretation.spec.direction is Direction.UP


def test_what_is_cut_leaves_the_embedded_answer() -> None:
    heard, last = _said('run","to":"up","frames":8')
    assert heard and last.interpretation == _QUESTION.embedded and "no whole JSON" in (last.doubt or "")


def test_an_unsure_action_is_not_used() -> None:
    _, last = _said('run"}', do=0.3)
    assert last.interpretation == _QUESTION.embedded and last.doubt == "the model is not sure of run (30%)"


def test_a_sure_action_carries_its_probability() -> None:
    _, last = _said('run"}', do=0.83)
    assert last.interpretation.spec.confidence == 0.83 and last.confidences == {"animation_type": 0.83}


def test_an_unsure_field_stays_the_embedded_ones() -> None:
    _, last = _said('run","to":"up"}', do=0.9, to=0.2)
    spec = last.interpretation.spec
    assert (spec.animation_type, spec.direction) == (Action.RUN, Direction.LEFT)


@settings(max_examples=25)
@given(st.text(), st.integers(0, 300), replies())
def test_any_text_ends_in_a_whole_answer(rubbish: str, at: int, reply: str) -> None:
    listener = Listener(_QUESTION, "test")
    for letter in reply[:at] + rubbish:
        listener.hear(letter)
    last = listener.finish()
    assert last.final and last.interpretation.sequence
    assert last.doubt is None or last.interpretation == _QUESTION.embedded
