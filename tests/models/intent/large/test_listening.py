import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from neonworks_models.intent.interpreter import EmbeddedInterpreter, no_knowledge
from neonworks_models.intent.large.listening import Listener, Trust
from neonworks_models.intent.large.reading import Question, Reading
from neonworks_models.intent.large.schema import REPLY_START
from neonworks_protocol.vocabulary import Action, Direction

from tests.fakes.replies import replies

_EMBEDDED = EmbeddedInterpreter(no_knowledge)
_EMBEDDED_WALK = replace(_EMBEDDED.interpret("walk left in 8 frames"), field_confidence={})
_UNSURE = replace(
    _EMBEDDED_WALK, sequence=(replace(_EMBEDDED_WALK.spec, confidence=0.5), *_EMBEDDED_WALK.sequence[1:])
)
_QUESTION = Question("walk left in 8 frames", _UNSURE)


def _said(text: str) -> tuple[list[Reading], Reading]:
    listener = Listener(_QUESTION, "test", REPLY_START, Trust(0.5, 0.5))
    heard = [reading for letter in text if (reading := listener.hear(letter))]
    return heard, listener.finish()


def _weighed(*pieces: tuple[str, float], rivals: dict[str, float] | None = None) -> Reading:
    listener = Listener(_QUESTION, "test", REPLY_START, Trust(0.5, 0.5), rivals or {})
    for piece, share in pieces:
        listener.hear(piece, share)
    return listener.finish()


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
    last = _weighed(("ru", 0.6), ("n", 0.5), ('"}', 1.0))
    assert last.interpretation == _QUESTION.embedded and last.doubt == "the model is not sure of 'run' (30%)"


def test_a_sure_action_carries_its_probability() -> None:
    last = _weighed(("ru", 0.9), ("n", 0.9), ('"}', 0.1))
    assert last.interpretation.spec.confidence == 0.81
    assert last.confidences is not None
    assert last.confidences["animation_type"] == pytest.approx(0.81)


def _asked(
    sure: float, share: float, weight: float = 1.0, understood: bool = True, do: str = "run"
) -> Reading:
    first = replace(_UNSURE.spec, confidence=sure)
    embedded = replace(_UNSURE, sequence=(first,), understood=understood)
    listener = Listener(Question("walk left", embedded), "test", REPLY_START, Trust(weight=weight))
    listener.hear(do, share)
    listener.hear('"}', 1.0)
    return listener.finish()


def test_the_surer_of_both_is_believed() -> None:
    assert _asked(sure=0.8, share=0.9).doubt is None
    assert _asked(sure=0.9, share=0.8).doubt == (
        "the embedded reading is surer (walk, 90%) than the model's (run, 80%)"
    )
    assert _asked(sure=0.8, share=0.9, weight=0.8).doubt is not None
    assert _asked(sure=0.9, share=0.5, do="walk").doubt is None


def test_what_was_not_understood_needs_a_sure_model() -> None:
    assert _asked(sure=0.3, share=0.95, understood=False).interpretation.understood
    last = _asked(sure=0.3, share=0.6, understood=False)
    assert not last.interpretation.understood and "nothing to draw, 70%" in (last.doubt or "")
    assert _asked(sure=0.95, share=0.5, understood=False, do="unclear").doubt is None


def test_a_field_that_the_embedded_one_is_surer_of_stays() -> None:
    for sure, kept in ((0.95, Direction.LEFT), (0.5, Direction.UP)):
        embedded = replace(_UNSURE, field_confidence={"direction": sure})
        listener = Listener(Question("walk left", embedded), "test", REPLY_START)
        listener.hear("run", 0.9)
        listener.hear('","to":"up"}', 0.8)
        answer = listener.finish().interpretation
        assert answer.spec.direction is kept
        assert answer.field_confidence["animation_type"] == 0.9


def test_an_unsure_field_stays_the_embedded_ones() -> None:
    last = _weighed(("run", 0.9), ('","to":"', 0.6), ('up"', 0.5), (',"frames":', 0.9), ("8}", 0.9))
    spec = last.interpretation.spec
    assert (spec.animation_type, spec.direction) == (Action.RUN, Direction.LEFT)
    assert last.confidences is not None and last.confidences["direction"] == pytest.approx(0.3)


def test_a_wavering_model_offers_what_it_thought_of() -> None:
    rivals = {"run": 0.6, "jump": 0.2, "unclear": 0.1, "death": 0.09, "hurt": 0.01}
    last = _weighed(("run", 0.6), ('"}', 1.0), rivals=rivals)
    offered = [(spec.animation_type, spec.confidence) for spec in last.interpretation.alternatives]
    assert offered == [(Action.JUMP, 0.2), (Action.DEATH, 0.09)]


def test_unclear_is_weighed_too() -> None:
    assert _weighed(("unclear", 0.3), ('"}', 1.0)).doubt is not None
    last = _weighed(("unclear", 0.7), ('"}', 1.0), rivals={"unclear": 0.7, "jump": 0.2})
    assert not last.interpretation.understood
    assert last.interpretation.alternatives[0].animation_type is Action.JUMP


@settings(max_examples=25)
@given(st.text(), st.integers(0, 300), replies())
def test_any_text_ends_in_a_whole_answer(rubbish: str, at: int, reply: str) -> None:
    listener = Listener(_QUESTION, "test")
    for letter in reply[:at] + rubbish:
        listener.hear(letter)
    last = listener.finish()
    assert last.final and last.interpretation.sequence
    assert last.doubt is None or last.interpretation == _QUESTION.embedded
