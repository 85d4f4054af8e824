from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.intent.large.reply import decode, encode
from neonworks_models.intent.large.schema import (
    POWERS,
    REPLY_START,
    SPEEDS,
    UNCLEAR,
    Chain,
    Choice,
    Listed,
    Maybe,
    gbnf,
    json_schema,
    longest,
    rest_of_reply,
)
from neonworks_protocol.vocabulary import Action

from tests.fakes.replies import replies, texts_of


@given(replies())
def test_every_text_of_the_grammar_is_a_reply_and_its_only_text(text: str) -> None:
    assert encode(decode(text)) == text


@given(replies())
def test_no_text_is_longer_than_the_longest(text: str) -> None:
    assert len(text) - len(REPLY_START) <= longest(rest_of_reply())


def test_the_longest_text_can_be_reached() -> None:
    node = Chain(("ab", Choice(("c", "def")), Maybe("g"), Listed("h", 0, 3)))
    assert longest(node) == len("abdefgh,h,h")


@given(st.data())
def test_lists_keep_their_limits(data: st.DataObject) -> None:
    text = data.draw(texts_of(Listed("x", 1, 3)))
    assert text in ("x", "x,x", "x,x,x")


def test_grammar_quotes_what_it_must() -> None:
    assert gbnf(Chain(('say "a\\b"', Maybe("!")))) == 'root ::= "say \\"a\\\\b\\"" ("!")?\n'
    assert gbnf(Listed(Choice(("a", "b")), 0, 3)) == 'root ::= (("a" | "b") ("," ("a" | "b")){0,2})?\n'


def test_grammar_starts_behind_what_the_prompt_has() -> None:
    grammar = gbnf(rest_of_reply())
    assert grammar.startswith("root ::= (")
    for word in (*Action, UNCLEAR, *SPEEDS, *POWERS):
        assert f'{word}\\"' in grammar


def test_schema_names_the_action_first_and_lists_only() -> None:
    schema = json_schema()
    properties = schema["properties"]
    assert isinstance(properties, dict)
    assert next(iter(properties)) == "do"
    assert schema["required"] == ["do"]
    assert properties["frames"] == {"enum": list(range(2, 33))}
    for key in ("fx", "style", "then"):
        assert properties[key]["maxItems"] <= 7
