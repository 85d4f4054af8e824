import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET
from neonworks_models.intent.large.reply import (
    Reply,
    decode,
    decode_partial,
    encode,
    power_word,
    reply_for,
    speed_word,
)
from neonworks_models.intent.large.schema import POWERS, SPEEDS, UNCLEAR
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Direction, Effect, Variant

from tests.fakes.replies import replies

_KEYS = ("do", "variant", "times", "to", "speed", "power", "frames", "loop", "fx", "style", "then")


@settings(max_examples=20)
@given(replies())
def test_a_reply_that_streams_only_gains_fields(text: str) -> None:
    whole = decode(text)
    before: Reply | None = None
    for end in range(len(text) + 1):
        part = decode_partial(text[:end])
        if part is None:
            assert before is None
            continue
        for key in _KEYS:
            value = getattr(part, key)
            assert value is UNSET or value == getattr(whole, key)
            if before is not None and getattr(before, key) is not UNSET:
                assert value == getattr(before, key)
        before = part
    assert before is not None
    assert before == whole or whole.then


@given(st.text() | st.text(alphabet='{}[]",:dothenwalk0123 '))
def test_rubbish_is_never_more_than_no_answer(text: str) -> None:
    part = decode_partial(text)
    assert part is None or part.do
    try:
        decode(text)
    except BadRequest as error:
        assert "\n" not in error.message


@given(replies(), st.integers(0, 700), st.text(max_size=3))
def test_a_damaged_reply_says_no_more_than_it_has(text: str, at: int, rubbish: str) -> None:
    part = decode_partial(text[:at] + rubbish + text[at:])
    if part is not None:
        decode(encode(part))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no whole JSON object"),
        ('{"do":"walk"', "no whole JSON object"),
        ('{"to":"left"}', "not of the form"),
        ('{"do":"walk","frames":99}', "not of the form"),
        ('{"do":"dance"}', "unknown word 'dance'"),
        ('{"do":"walk","to":"north"}', "unknown word 'north'"),
        ('{"do":"walk","style":["purple"]}', "unknown word 'purple'"),
        ('{"do":"walk","then":[{"do":"unclear"}]}', "unknown word 'unclear'"),
    ],
)
def test_what_is_no_reply_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(BadRequest, match=reason):
        decode(text)


def test_words_and_fences_around_a_reply_do_no_harm() -> None:
    assert decode('Sure!\n```json\n{ "do": "run",\n  "to": "left" }\n```').to == "left"


@pytest.mark.parametrize("action", [*Action, UNCLEAR])
def test_an_action_is_known_with_its_last_letter(action: str) -> None:
    start = 'Well: {"do":"'
    assert all(decode_partial(start + action[:end]) is None for end in range(len(action)))
    found = decode_partial(start + action)
    assert found is not None and found.do == action
    assert decode_partial(start + action + "s") is None


def test_a_number_waits_for_what_ends_it() -> None:
    found = decode_partial('{"do":"walk","frames":1')
    assert found is not None and found.frames is UNSET
    found = decode_partial('{"do":"walk","frames":12,')
    assert found is not None and found.frames == 12


def test_a_spec_is_told_in_few_words() -> None:
    spec = MotionSpec(
        animation_type=Action.WALK,
        direction=Direction.LEFT,
        speed_multiplier=0.65,
        intensity=0.35,
        frame_count=8,
        loop=True,
        special_effects=(Effect.GLOW,),
        style_modifiers=("tired", "moonstruck"),
    )
    text = encode(reply_for((spec,)))
    assert text == (
        '{"do":"walk","to":"left","speed":"slow","power":"low","frames":8,"loop":true,'
        '"fx":["glow"],"style":["tired"]}'
    )
    assert encode(reply_for((MotionSpec(animation_type=Action.IDLE),))) == '{"do":"idle"}'


def test_repeated_steps_are_counted() -> None:
    walk, die = MotionSpec(animation_type=Action.WALK), MotionSpec(animation_type=Action.DEATH)
    kick = MotionSpec(animation_type=Action.ATTACK, variant=Variant.KICK)
    assert encode(reply_for((walk, kick, kick, die))) == (
        '{"do":"walk","then":[{"do":"attack","as":"kick","times":2},{"do":"death"}]}'
    )
    assert encode(reply_for((kick, kick))) == '{"do":"attack","as":"kick","times":2}'


def test_nothing_to_draw_has_one_reply() -> None:
    reply = reply_for((MotionSpec(animation_type=Action.IDLE),), understood=False)
    assert encode(reply) == '{"do":"unclear"}' and not reply.understood


def test_words_for_numbers_lie_where_the_numbers_are() -> None:
    assert [speed_word(speed) for speed in SPEEDS.values()] == list(SPEEDS)
    assert [power_word(power) for power in POWERS.values()] == list(POWERS)
    assert (speed_word(0.9), speed_word(1.1), power_word(0.45), power_word(0.75)) == (
        "normal",
        "normal",
        "medium",
        "medium",
    )
