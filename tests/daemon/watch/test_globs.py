"""Patterns of recipes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_daemon.watch.globs import check_pattern, fits, fits_any


@pytest.mark.parametrize(
    ("pattern", "fitting", "others"),
    [
        ("*.png", ["a.png", "x/y/a.png"], ["a.gif"]),
        ("heroes/*.png", ["heroes/a.png"], ["heroes/x/a.png", "a.png", "x/heroes/a.png"]),
        ("heroes/**", ["heroes/a.png", "heroes/x/y.png"], ["heroes2/a.png"]),
        ("**/old/*.png", ["old/a.png", "x/y/old/a.png"], ["old/x/a.png"]),
        ("tiles/", ["tiles/a.png", "tiles/x/a.png", "x/tiles/a.png"], ["tiles.png"]),
        ("/a.png", ["a.png"], ["x/b.png"]),
        ("a?.png", ["a1.png"], ["a.png", "a12.png"]),
        ("[ab].png", ["a.png", "b.png"], ["c.png"]),
        ("[!ab].png", ["c.png"], ["a.png"]),
        ("a+(b).png", ["a+(b).png"], ["aab.png"]),
    ],
)
def test_patterns(pattern: str, fitting: list[str], others: list[str]) -> None:
    assert [path for path in fitting if not fits(path, pattern)] == []
    assert [path for path in others if fits(path, pattern)] == []


def test_any_of_several() -> None:
    assert fits_any("b.png", ["a.png", "b.png"]) and not fits_any("b.png", [])


@pytest.mark.parametrize("pattern", ["", "/", "x" * 201])
def test_no_pattern(pattern: str) -> None:
    with pytest.raises(ValueError, match="1 to 200 characters"):
        check_pattern(pattern)


@given(st.text(min_size=1, max_size=200), st.text(min_size=1, max_size=60))
def test_any_text_is_a_pattern_or_refused(pattern: str, path: str) -> None:
    try:
        check_pattern(pattern)
    except ValueError:
        return
    assert fits(path, pattern) in (True, False)


def test_hostile_patterns_come_to_an_end() -> None:
    """An expression that backtracks would run into the timeout of the tests."""
    assert not fits("/".join(["a" * 60] * 30) + "/b", "**/" * 30 + "*a" * 40 + "c")
    assert not fits("a" * 250, "*a" * 90 + "b")
