from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.intent.large.prefix import can_become, is_whole
from neonworks_models.intent.large.reply import decode, encode
from neonworks_models.intent.large.schema import REPLY_START, Chain, Choice, Listed, Maybe, rest_of_reply
from neonworks_protocol.errors import BadRequest

from tests.fakes.replies import replies

_RULES = rest_of_reply()


@given(replies(), st.integers(0, 700))
def test_every_start_of_a_reply_can_become_one(text: str, cut: int) -> None:
    rest = text.removeprefix(REPLY_START)
    assert can_become(_RULES, rest[:cut])
    assert is_whole(_RULES, rest)
    assert not can_become(_RULES, rest + "}")


@given(replies(), st.integers(0, 700), st.sampled_from('x{}[]",: 0walkdo'))
def test_what_can_become_no_reply_is_told_at_once(text: str, at: int, letter: str) -> None:
    rest = text.removeprefix(REPLY_START)
    changed = rest[:at] + letter + rest[at + 1 :]
    if is_whole(_RULES, changed):
        assert encode(decode(REPLY_START + changed)) == REPLY_START + changed
    elif not can_become(_RULES, changed):
        try:
            whole = encode(decode(REPLY_START + changed))
        except BadRequest:
            return
        assert whole != REPLY_START + changed


def test_each_kind_of_rule() -> None:
    rules = Chain((Choice(("a", "ab")), Maybe("c"), "[", Listed("x", 0, 3), "]"))
    whole = ("a[]", "ab[]", "abc[x]", "ac[x,x,x]")
    assert all(is_whole(rules, text) for text in whole)
    assert all(can_become(rules, text[:end]) for text in whole for end in range(len(text)))
    assert not any(can_become(rules, text) for text in ("b", "abb", "a[x,]", "a[,", "a[x,x,x,", "a[]]"))
    assert not is_whole(rules, "a[") and not can_become(Listed("x", 1, 2), "y")
