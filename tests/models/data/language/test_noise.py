from random import Random

from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.data.language.noise import mistype, roughen


@given(st.integers(0, 10_000), st.text("abcdefghijklmnopqrstuvwxyz", min_size=5, max_size=12))
def test_one_slip_keeps_the_first_letter_and_most_others(seed: int, word: str) -> None:
    slipped = mistype(Random(seed), word)
    assert slipped[0] == word[0]
    assert abs(len(slipped) - len(word)) <= 1


def test_most_requests_stay_as_they_are_and_some_do_not() -> None:
    random = Random(1)
    made = [roughen(random, "make the knight walk towards the castle") for _ in range(300)]
    plain = sum(text.startswith("make the knight walk towards the castle") for text in made)
    assert 150 < plain < 290
    assert any(text.isupper() for text in made)
    assert len(set(made)) > 20
