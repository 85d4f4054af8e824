"""Waits between attempts to connect."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.client.backoff import Backoff


def test_the_first_attempt_is_at_once_and_the_others_wait_longer_and_longer() -> None:
    backoff = Backoff(first_s=0.1, longest_s=1.0, chance=lambda: 0.0)
    assert [backoff.next_s() for _ in range(7)] == pytest.approx([0.0, 0.1, 0.2, 0.4, 0.8, 1.0, 1.0])


@given(chances=st.lists(st.floats(0.0, 1.0), min_size=12, max_size=12))
def test_chance_shortens_a_wait_by_half_at_most(chances: list[float]) -> None:
    even, jittered = Backoff(chance=lambda: 0.0), Backoff(chance=iter(chances).__next__)
    for _ in chances:
        wait = even.next_s()
        assert wait / 2 <= jittered.next_s() <= wait <= 5.0


def test_only_a_connection_that_held_starts_anew() -> None:
    backoff = Backoff(first_s=0.1, steady_s=2.0, chance=lambda: 0.0)
    for _ in range(3):
        backoff.next_s()
    backoff.held(1.9)
    assert backoff.next_s() == pytest.approx(0.4)
    backoff.held(2.0)
    assert backoff.next_s() == 0.0
