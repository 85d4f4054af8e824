"""Editing: nothing is split, nothing is lost, everything can be undone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.ui.graphemes import boundaries
from neonworks_editor.ui.text_model import Step, TextModel

_TEXT = st.text("ab \n\u0301🙂👍🏽中\ud83d\0", max_size=12)


def _typed(*words: str) -> TextModel:
    model = TextModel()
    for word in words:
        for char in word:
            model.insert(char)
    return model


def test_text_arrives_intact() -> None:
    assert _typed("Walk 10 - a=b? s0 é").text == "Walk 10 - a=b? s0 é"
    assert TextModel("e\u0301").text == "e\u0301", "not normalised"


def test_what_does_not_belong_is_dropped() -> None:
    assert TextModel("a\nb\tc\0\x1b").text == "a b c"
    assert TextModel("a\r\nb\rc", several_lines=True).text == "a\nb\nc"


def test_the_limit_never_splits() -> None:
    model = TextModel(limit=5)
    assert model.insert("abc👍🏽👍🏽")
    assert model.text == "abc👍🏽"
    assert not model.insert("x")
    model.move(Step.LEFT, keep_anchor=True)
    assert model.insert("xyz") and model.text == "abcxy"


def test_moving_and_selecting() -> None:
    model = TextModel("walk e\u0301 slow")
    model.move(Step.WORD_LEFT)
    model.move(Step.LEFT)
    model.move(Step.LEFT, keep_anchor=True)
    assert model.selected == "e\u0301"
    model.move(Step.RIGHT)
    assert (model.caret, model.selected) == (7, ""), "to the end of what was selected"
    model.move(Step.START, keep_anchor=True)
    assert model.selected == "walk e\u0301"
    model.select_word(1)
    assert model.selected == "walk"
    model.select_all()
    assert model.selected == model.text


def test_deleting() -> None:
    model = TextModel("walk👍🏽 slow")
    assert model.delete(Step.WORD_LEFT) and model.text == "walk👍🏽 "
    model.delete(Step.LEFT)
    assert model.delete(Step.LEFT) and model.text == "walk"
    model.move_to(0)
    assert not model.delete(Step.LEFT)
    assert model.delete(Step.RIGHT) and model.text == "alk"


def test_undo_takes_words_not_letters() -> None:
    model = _typed("walk slowly")
    model.undo()
    assert model.text == "walk "
    model.undo()
    assert (model.text, model.undo()) == ("", False)
    model.redo()
    model.redo()
    assert (model.text, model.redo()) == ("walk slowly", False)


def test_a_pause_or_a_move_parts_typing() -> None:
    model = TextModel()
    model.insert("a", 0.0)
    model.insert("b", 5.0)
    model.move(Step.START)
    model.insert("c", 5.1)
    states = [model.text]
    while model.undo():
        states.append(model.text)
    assert states == ["cab", "ab", "a", ""]


def test_pasting_is_one_step_of_its_own() -> None:
    model = _typed("go")
    model.insert(" very slowly")
    model.insert("x")
    model.undo()
    assert model.text == "go very slowly"
    model.undo()
    assert model.text == "go"


def test_a_change_ends_what_could_be_redone() -> None:
    model = _typed("a b")
    model.undo()
    model.insert("c")
    assert not model.redo()


@pytest.mark.parametrize("several", [False, True])
@given(data=st.data())
def test_any_editing_keeps_to_the_rules(several: bool, data: st.DataObject) -> None:
    model = TextModel(limit=20, several_lines=several)
    for _ in range(data.draw(st.integers(0, 12))):
        match data.draw(st.sampled_from(("insert", "move", "delete", "point", "undo", "redo", "replace"))):
            case "insert":
                model.insert(data.draw(_TEXT))
            case "move":
                model.move(data.draw(st.sampled_from(Step)), data.draw(st.booleans()))
            case "delete":
                model.delete(data.draw(st.sampled_from(Step)))
            case "point":
                model.move_to(data.draw(st.integers(-3, 30)), data.draw(st.booleans()))
            case "undo":
                model.undo()
            case "redo":
                model.redo()
            case "replace":
                model.replace(data.draw(_TEXT))
        assert len(model.text) <= 20
        assert set(model.selection) <= set(boundaries(model.text))
        assert several or "\n" not in model.text
        model.text.encode("utf-8")


@given(st.lists(_TEXT, max_size=8))
def test_undo_leads_back_and_redo_forth(pieces: list[str]) -> None:
    model = TextModel("start", limit=200, several_lines=True)
    for piece in pieces:
        model.insert(piece)
    last = model.text
    while model.undo():
        pass
    assert model.text == "start"
    while model.redo():
        pass
    assert model.text == last


def test_a_word_typed_over_a_selection_is_one_step() -> None:
    model = TextModel("walk slowly")
    model.select_all()
    for moment, letter in enumerate("run"):
        model.insert(letter, 0.1 * moment)
    assert model.text == "run"
    assert model.undo()
    assert (model.text, model.selected) == ("walk slowly", "walk slowly")
    assert not model.undo()
    assert model.redo()
    assert model.text == "run"


def test_typing_over_a_second_selection_is_a_step_of_its_own() -> None:
    model = TextModel()
    for moment, letter in enumerate("run"):
        model.insert(letter, 0.1 * moment)
    model.select_all()
    model.insert("x", 0.4)
    model.undo()
    assert model.text == "run"
