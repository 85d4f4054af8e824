from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.intent.tokenize import Token, TokenKind, fold, tokenize


def norms(text: str, wide: frozenset[str] = frozenset()) -> list[str]:
    return [token.norm for token in tokenize(text, wide)]


def test_contractions_are_opened() -> None:
    assert norms("isn't can’t don't the knight's l'épée") == [
        "is", "not", "can", "not", "do", "not", "the", "knight", "l", "epee",
    ]  # fmt: skip


def test_hyphens_join_words_and_numbers_split_from_letters() -> None:
    assert norms("eight-frame 8f 1.5x 0,5") == ["eight", "frame", "8", "f", "1.5", "x", "0.5"]
    assert tokenize("8f")[1].glued
    assert not tokenize("8 f")[1].glued


def test_initials_are_one_word() -> None:
    assert norms("K.O. by e.g. a hit") == ["ko", "by", "eg", "a", "hit"]


def test_a_grid_is_one_token() -> None:
    assert tokenize("4×2 sheet")[0] == Token("4×2", "4x2", TokenKind.GRID)
    assert norms("2x 8 frames") == ["2", "x", "8", "frames"]


def test_japanese_is_cut_by_the_longest_known_word() -> None:
    assert norms("騎士が歩く", frozenset({"歩く", "騎士"})) == ["騎士", "が", "歩く"]


def test_fold_removes_accents_of_latin_letters_only() -> None:
    assert fold("ÉLÉGANT Straße ８ が") == "elegant strasse 8 が"


@given(st.text(max_size=200))
def test_any_text_becomes_tokens_without_white_space(text: str) -> None:
    for token in tokenize(text):
        assert token.norm
        assert not token.norm.isspace()
