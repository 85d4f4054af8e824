"""Every word of the protocol has a plain one, and numbers read well."""

import pytest
from neonworks_editor.panel.words import (
    ACTIONS,
    ARCHETYPES,
    DIRECTIONS,
    TIERS,
    duration,
    megabytes,
    plain,
)
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Tier


def test_every_word_has_a_plain_one() -> None:
    assert set(ACTIONS) == set(Action)
    assert set(ARCHETYPES) == set(Archetype)
    assert set(DIRECTIONS) == set(Direction)
    assert set(TIERS) == set(Tier)
    for words in (ACTIONS.values(), ARCHETYPES.values(), DIRECTIONS.values(), TIERS.values()):
        assert len(set(words)) == len(words)


def test_underscores_go() -> None:
    assert plain("cast_spell") == "cast spell"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-1, "0.0 s"), (0.42, "0.4 s"), (9.96, "10 s"), (89.4, "89 s"), (90, "2 min"), (5400, "2 h")],
)
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0 KB"),
        (412_000, "412 KB"),
        (8_440_000, "8.4 MB"),
        (99_960_000, "100 MB"),
        (1_240_000_000, "1.2 GB"),
    ],
)
def test_sizes(size: int, text: str) -> None:
    assert megabytes(size) == text
