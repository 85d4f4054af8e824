"""Mistakes in a file that is written by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_daemon.watch.syntax import read_toml
from neonworks_protocol.errors import BadRequest


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[animations]\nwalk = walks slowly", "r.toml, line 2: not valid TOML: write text in quotes"),
        ("[animations]\nwalk\n", "r.toml, line 2: not valid TOML: write a key, = and a value"),
        ('\nwalk = "walks\nidle = 1', "r.toml, line 2: not valid TOML: a text ends in the line"),
        ("a = 1\na = 2", "r.toml, line 2: not valid TOML: this name stands there already"),
        ("[a]\n[a]\n", "r.toml, line 2: not valid TOML: this table stands there already"),
        ('a = "x" b = "y"', "r.toml, line 1: not valid TOML: write one key = value in a line"),
        ("a = 1\nb = [1, 2", "r.toml, line 2: not valid TOML: close the list"),
        ("a = 1\nb = {c = 1", "r.toml, line 2: not valid TOML: close the table"),
        ("[a", "r.toml, line 1: not valid TOML: close the table's name"),
    ],
)
def test_it_is_told_with_its_line_in_plain_words(text: str, told: str) -> None:
    with pytest.raises(BadRequest) as caught:
        read_toml(text.encode(), "r.toml")
    assert caught.value.message.startswith(told)


def test_another_encoding_is_told_with_its_line() -> None:
    with pytest.raises(BadRequest, match="line 3: this is not UTF-8 text: save the file as UTF-8"):
        read_toml("a = 1\n\nwalk = 'geht müde'".encode("latin-1"), "r.toml")


def test_a_mark_of_the_encoding_is_passed_over() -> None:
    assert read_toml("\ufeffa = 1".encode(), "r.toml")[1] == {"a": 1}


@given(st.text(alphabet="[]{}=\"'.,#a1\n ", max_size=40))
def test_every_other_mistake_has_a_line_too(text: str) -> None:
    try:
        read_toml(text.encode(), "r.toml")
    except BadRequest as error:
        assert error.message.startswith("r.toml, line ") and "\n" not in error.message
