from neonworks_models.intent.wordsets import words


def test_words_are_split_at_any_white_space() -> None:
    assert words("  a b\n c a ") == frozenset("abc")
