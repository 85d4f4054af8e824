from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_daemon.local.words import check_word, counted, nearest, to_enum, to_path, told_together
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.vocabulary import Action, Direction


def test_known_words_in_any_spelling() -> None:
    assert to_enum("action", "Cast Spell", Action) is Action.CAST_SPELL
    assert check_word("format", "SHEET_GRID", ["sheet", "sheet-grid"]) == "sheet-grid"


def test_the_nearest_word_is_named() -> None:
    with pytest.raises(BadRequest, match="unknown action 'atack': did you mean 'attack'"):
        to_enum("action", "atack", Action)
    assert nearest("lft", Direction) == "left"


def test_all_words_are_named_when_none_is_near() -> None:
    with pytest.raises(BadRequest, match="choose from up, left, down, right"):
        to_enum("direction", "zzzz", Direction)


@given(st.text(max_size=3000))
def test_any_text_gives_a_word_or_one_line(text: str) -> None:
    try:
        assert to_enum("action", text, Action) in Action
    except BadRequest as error:
        assert len(error.message) < 700
        assert len(error.message.splitlines()) == 1


def test_one_is_not_several() -> None:
    assert [counted(number, "clip") for number in (0, 1, 2, 1200)] == [
        "0 clips",
        "1 clip",
        "2 clips",
        "1,200 clips",
    ]
    assert counted(2, "file has", "files have") == "2 files have"


def test_what_many_share_is_told_once() -> None:
    reasons = [("a", "too large"), ("b", "no picture"), ("c", "too large")]
    assert told_together(reasons) == ["a and 1 more: too large", "b: no picture"]


def test_a_home_folder_is_found_or_said_to_be_nobodys() -> None:
    assert to_path("out", "~/clips") == Path.home() / "clips"
    assert to_path("sprite", "art/hero.png") == Path("art/hero.png")
    with pytest.raises(BadRequest, match="sprite: '~nobody-here/a' names the home folder of nobody"):
        to_path("sprite", "~nobody-here/a")
