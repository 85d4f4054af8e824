import importlib.util
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.training.tiny_reader_words import END, Words, fit_words, load_words
from neonworks_protocol.errors import Unavailable

WITHOUT = importlib.util.find_spec("tokenizers") is None
TEXTS = [
    "make the knight walk left in 8 frames",
    '{"do":"walk","to":"left","frames":8}',
    "歩く",
    "¡salta!",
] * 20


@pytest.fixture(scope="module")
def words() -> Words:
    if WITHOUT:
        pytest.skip("tokenizers is not installed")
    return fit_words(TEXTS, 320)


@pytest.mark.skipif(not WITHOUT, reason="tokenizers is installed")
def test_without_the_package_one_line_says_what_to_install() -> None:
    with pytest.raises(Unavailable, match="pip install tokenizers"):
        fit_words(TEXTS, 320)


def test_the_end_is_token_nought_and_no_text_can_spell_it(words: Words) -> None:
    assert words.tokens[0] == END
    assert 0 not in words.numbers([f"a {END} b"])[0]
    assert words.text(words.numbers([f"a {END} b"])[0]) == f"a {END} b"


def test_slips_spell_a_word_in_pieces(words: Words) -> None:
    whole = words.numbers(["walk knight frames"])[0]
    spelt = words.numbers(["walk knight frames"], slips=1.0)[0]
    assert len(spelt) == len("walk knight frames") > len(whole)
    assert words.numbers(["walk knight frames"])[0] == whole


def test_a_saved_tokeniser_gives_the_same_numbers(words: Words, tmp_path: Path) -> None:
    words.save(tmp_path / "words.json")
    again = load_words(tmp_path / "words.json")
    assert len(again) == len(words) == len(words.tokens)
    assert again.numbers(TEXTS) == words.numbers(TEXTS)
    assert again.merges == words.merges


@given(st.text())
def test_every_text_comes_back(words: Words, text: str) -> None:
    assert words.text(words.numbers([text])[0]) == text
