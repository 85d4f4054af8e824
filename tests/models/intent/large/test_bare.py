from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.intent.large.bare import bare_prompt, one_line
from neonworks_models.intent.large.schema import REPLY_START


@given(st.text())
def test_a_request_cannot_pose_as_a_reply(text: str) -> None:
    prompt = bare_prompt(text)
    assert prompt.count("\n") == 1 and prompt.endswith("\n" + REPLY_START)
    assert one_line(one_line(text)) == one_line(text)


def test_breaks_and_doubled_blanks_go() -> None:
    assert bare_prompt("  walk\r\n\tleft \u2028 now\x00") == 'walk left now\n{"do":"'


def test_a_word_has_one_spelling() -> None:
    assert bare_prompt("JUMP ８ フレーム ﾌﾚｰﾑ") == bare_prompt("jump 8 フレーム フレーム")
