import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.intent.interpreter import EmbeddedInterpreter, no_knowledge
from neonworks_models.intent.large.overlay import decided, grounded, laid_over, without
from neonworks_models.intent.large.reply import decode
from neonworks_models.intent.styles import STYLES, blend_styles
from neonworks_protocol.motion import Interpretation
from neonworks_protocol.vocabulary import Action, Direction, Effect, Variant

from tests.fakes.replies import replies

_EMBEDDED = EmbeddedInterpreter(no_knowledge)
_SENTENCES = (
    "walk left in 8 frames",
    "a tired knight swings his sword twice, glowing",
    "walk, then attack, then die",
    "do the dishes",
)


def _over(text: str, reply: str) -> Interpretation:
    return laid_over(_EMBEDDED.interpret(text), decode(reply), "test")


@given(st.sampled_from(_SENTENCES), replies())
def test_any_reply_over_any_answer_is_an_answer_within_its_ranges(text: str, reply: str) -> None:
    answer = _over(text, reply)
    assert msgspec.convert(msgspec.to_builtins(answer), Interpretation) == answer
    assert 1 <= len(answer.sequence) <= 8
    assert answer.interpreter == "test"
    parsed = decode(reply)
    assert answer.understood == parsed.understood
    if parsed.understood:
        assert answer.spec.animation_type == parsed.do


def test_what_is_not_said_stays() -> None:
    embedded = _EMBEDDED.interpret("a tired walk left in 8 frames, glowing, looping")
    answer = laid_over(embedded, decode('{"do":"walk"}'), "embedded")
    assert answer == embedded


def test_each_key_decides_its_field() -> None:
    answer = _over(
        "walk",
        '{"do":"attack","as":"kick","to":"up","speed":"fast","power":"high","frames":6,"loop":true,'
        '"fx":["shake"],"style":["angry"]}',
    )
    spec = answer.spec
    assert (spec.animation_type, spec.variant, spec.direction) == (Action.ATTACK, Variant.KICK, Direction.UP)
    assert (spec.speed_multiplier, spec.frame_count, spec.loop) == (1.4, 6, True)
    assert (spec.special_effects, spec.style_modifiers) == ((Effect.SHAKE,), ("angry",))
    assert spec.intensity == STYLES["angry"].intensity
    assert spec.parameters == blend_styles([STYLES["angry"]])


def test_none_and_an_empty_list_take_away() -> None:
    spec = _over("walk left, glowing and tired", '{"do":"walk","to":"none","fx":[],"style":[]}').spec
    assert (spec.direction, spec.special_effects, spec.style_modifiers) == (None, (), ())
    assert spec.parameters == blend_styles([])
    assert spec.speed_multiplier == pytest.approx(1.0)


def test_a_word_for_what_is_there_keeps_the_exact_value() -> None:
    embedded = _EMBEDDED.interpret("walk at 1.3x speed")
    assert embedded.spec.speed_multiplier == 1.3
    assert laid_over(embedded, decode('{"do":"walk","speed":"fast"}'), "x").spec.speed_multiplier == 1.3
    assert laid_over(embedded, decode('{"do":"walk","speed":"very_fast"}'), "x").spec.speed_multiplier == 2.0
    assert laid_over(embedded, decode('{"do":"walk","speed":"slow"}'), "x").spec.speed_multiplier == 0.7


def test_adjustments_by_hand_outlive_a_style() -> None:
    embedded = _EMBEDDED.interpret("walk with long strides")
    assert embedded.spec.parameters.stride > 1
    spec = laid_over(embedded, decode('{"do":"walk","style":["tired"]}'), "x").spec
    assert spec.parameters.stride == embedded.spec.parameters.stride
    assert spec.parameters.head_drop == STYLES["tired"].parameters.head_drop


def test_another_action_drops_the_kind_of_attack_and_offers_the_first_reading() -> None:
    answer = _over("slash at the door", '{"do":"jump"}')
    assert (answer.spec.animation_type, answer.spec.variant) == (Action.JUMP, None)
    assert answer.alternatives[-1].animation_type is Action.ATTACK


def test_steps_and_counts_become_one_spec_each() -> None:
    answer = _over(
        "walk left then kick twice then die",
        '{"do":"walk","to":"left","then":[{"do":"attack","as":"kick","times":2},{"do":"death"}]}',
    )
    assert [spec.animation_type for spec in answer.sequence] == ["walk", "attack", "attack", "death"]
    assert answer.sequence[1].variant is Variant.KICK


def test_many_steps_are_cut_to_the_longest_sequence() -> None:
    steps = ",".join(['{"do":"jump","times":4}'] * 7)
    assert len(_over("walk", f'{{"do":"run","times":4,"then":[{steps}]}}').sequence) == 8


def test_later_steps_stay_where_the_model_names_only_the_first() -> None:
    answer = _over("walk, then attack, then die", '{"do":"walk","speed":"slow"}')
    assert [spec.animation_type for spec in answer.sequence] == ["walk", "attack", "death"]
    assert {spec.speed_multiplier for spec in answer.sequence} == {0.7}


def test_unclear_keeps_the_best_guess_and_says_why() -> None:
    answer = _over("walk left", '{"do":"unclear"}')
    assert not answer.understood and answer.spec.animation_type is Action.WALK and answer.notes


def test_understanding_what_the_embedded_one_did_not() -> None:
    embedded = _EMBEDDED.interpret("do the dishes")
    assert not embedded.understood
    answer = laid_over(embedded, decode('{"do":"cast_spell"}'), "x")
    assert answer.understood and answer.notes == ()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("walk in 7 frames", True),
        ("seven poses of walking", True),
        ("walk", False),
        ("walk at 12 fps", False),
    ],
)
def test_only_numbers_that_were_said_are_frame_counts(text: str, kept: bool) -> None:
    reply = grounded(decode('{"do":"walk","frames":7}'), text, _EMBEDDED.interpret(text))
    assert ("frame_count" in decided(reply)) is kept


def test_decided_fields_come_in_the_order_of_the_reply() -> None:
    reply = decode('{"do":"attack","as":"kick","to":"up","fx":[],"then":[{"do":"death"}]}')
    assert decided(reply) == ("animation_type", "variant", "direction", "special_effects", "sequence")
    assert decided(decode('{"do":"unclear"}')) == ("understood",)
    assert "variant" not in decided(without(reply, "as"))
