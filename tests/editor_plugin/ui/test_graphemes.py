"""Characters as readers see them are never cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.ui.graphemes import (
    boundaries,
    next_boundary,
    next_word,
    previous_boundary,
    previous_word,
    sound,
    word_at,
)

_WHOLE = [
    "e\u0301",
    "👍🏽",
    "👨‍👩‍👧",
    "🇩🇪",
    "각",
    "\u1112\u1161\u11ab",
    "❤\ufe0f",
    "नि",
    "\r\n",
    "🏴\U000e0067\U000e007f",
]


@pytest.mark.parametrize("whole", _WHOLE)
def test_stays_whole(whole: str) -> None:
    text = f"a{whole}b"
    assert boundaries(text) == [0, 1, 1 + len(whole), len(text)]


def test_flags_part_in_pairs() -> None:
    assert boundaries("🇩🇪🇫🇷") == [0, 2, 4]


def test_lines_and_words_part() -> None:
    assert boundaries("a\n\u0301") == [0, 1, 2, 3], "a mark does not go on a line break"
    assert boundaries("") == [0]


@given(st.text(max_size=40))
def test_moving_visits_all_boundaries(text: str) -> None:
    forward = [0]
    while forward[-1] < len(text):
        forward.append(next_boundary(text, forward[-1]))
    backward = [len(text)]
    while backward[-1] > 0:
        backward.append(previous_boundary(text, backward[-1]))
    assert forward == boundaries(text) == backward[::-1]


@given(st.text(max_size=40))
def test_words_move_on_and_stop_at_ends(text: str) -> None:
    index = 0
    while index < len(text):
        assert next_word(text, index) > index
        index = next_word(text, index)
    assert index == len(text)
    while index > 0:
        assert previous_word(text, index) < index
        index = previous_word(text, index)


def test_words() -> None:
    text = "walk  slowly, e\u0301t\u0301e 10"
    assert next_word(text, 0) == 6
    assert next_word(text, 6) == 12, "signs are runs of their own"
    assert previous_word(text, len(text)) == len(text) - 2
    assert word_at(text, 7) == (6, 12)
    assert word_at(text, len(text)) == (len(text) - 2, len(text))
    assert word_at("", 0) == (0, 0)


@given(st.text(st.characters(exclude_categories=()), max_size=20))
def test_sound_text_can_be_encoded(text: str) -> None:
    sound(text).encode("utf-8")
    assert "\0" not in sound(text)


def test_sound_joins_pairs_and_drops_halves() -> None:
    assert sound("a\ud83d\ude42b") == "a🙂b"
    assert sound("a\ud83db\ude42") == "ab"
