import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.intent.context import SpriteContext
from neonworks_models.intent.interpreter import EmbeddedInterpreter, no_knowledge
from neonworks_models.intent.large.prompt import CHOSEN, Examples, Role, chat, question_text, system_text
from neonworks_models.intent.large.reading import Question
from neonworks_models.intent.large.reply import encode
from neonworks_models.intent.large.schema import json_schema
from neonworks_models.intent.styles import STYLES
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Effect, Variant

_EMBEDDED = EmbeddedInterpreter(no_knowledge)


@pytest.fixture(scope="module")
def examples() -> Examples:
    return Examples()


def _question(text: str) -> Question:
    return Question(text, _EMBEDDED.interpret(text))


def test_instruction_names_every_key_and_word() -> None:
    text = system_text()
    properties = json_schema()["properties"]
    assert isinstance(properties, dict)
    for key in properties:
        assert f'"{key}":' in text
    for word in (*Action, *Variant, *Direction, *Effect, *STYLES):
        assert word in text


@given(st.text())
def test_a_request_is_one_quoted_line_whatever_it_holds(text: str) -> None:
    line = question_text(text)
    assert line.startswith("request: ") and "\n" not in line
    assert isinstance(json.loads(line.removeprefix("request: ")), str)


def test_sprite_and_last_motion_are_told() -> None:
    walk = MotionSpec(animation_type=Action.WALK, direction=Direction.LEFT)
    sprite = SpriteContext('sla"me\n', Archetype.BLOB, Direction.RIGHT)
    assert question_text("slower", sprite, walk) == (
        'sprite: "sla\\"me", blob, facing right\nbefore: {"do":"walk","to":"left"}\nrequest: "slower"'
    )


def test_examples_read_as_the_rules_would_have_them(examples: Examples) -> None:
    """Requests that the embedded interpreter is sure of have to mean the same there."""
    for example in (*examples.core, *examples.like("walk", 1000)):
        heard = _EMBEDDED.interpret(example.ask)
        if heard.understood and heard.spec.confidence > 0.9 and example.reply.understood:
            assert heard.spec.animation_type == example.reply.do, example.ask


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("he is stabbing with knives", "stabs with a dagger"),
        ("caminar muy despacio", "camina despacio hacia la izquierda"),
        ("the orc was slain", "slain by the ogre"),
        ("剣で斬る", "剣で素早く斬る、8フレーム"),
    ],
)
def test_the_most_alike_comes_last(examples: Examples, text: str, nearest: str) -> None:
    assert examples.like(text)[-1].ask == nearest


def test_requests_without_a_word_find_examples_too(examples: Examples) -> None:
    assert len(examples.like("?!", 3)) == 3 and examples.like("walk", 0) == ()


def test_chats_differ_only_behind_their_common_start(examples: Examples) -> None:
    one, two = (chat(examples, _question(text)) for text in ("walk left", "the witch curses the well"))
    common = 1 + 2 * len(examples.core)
    assert one[:common] == two[:common]
    assert len(one) == common + 2 * CHOSEN + 1
    assert [message.role for message in one[-3:]] == [Role.USER, Role.ASSISTANT, Role.USER]
    assert one[-1].text == 'request: "walk left"'
    assert one[2].text == encode(examples.core[0].reply)
