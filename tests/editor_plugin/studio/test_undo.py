from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.studio.undo import JOIN_S, UndoStack


def test_a_word_typed_is_one_step() -> None:
    stack = UndoStack("")
    for at, text in enumerate(["w", "wa", "wal", "walk"]):
        stack.change(text, "text", at * 0.1)
    stack.change("walk!", "text", 0.3 + JOIN_S + 0.01)
    assert stack.undo() == "walk"
    assert stack.undo() == ""
    assert not stack.can_undo
    assert (stack.redo(), stack.redo()) == ("walk", "walk!")
    assert not stack.can_redo


def test_other_things_and_ended_gestures_are_steps_of_their_own() -> None:
    stack = UndoStack(0)
    stack.change(1, "slider", 0.0)
    stack.change(2, "other", 0.1)
    stack.rest()
    stack.change(3, "other", 0.2)
    stack.change(4, None, 0.2)
    stack.change(5, None, 0.2)
    assert [stack.undo() for _ in range(5)] == [4, 3, 2, 1, 0]


def test_a_change_after_undo_ends_redo_and_joins_nothing() -> None:
    stack = UndoStack("a")
    stack.change("ab", "text", 0.0)
    stack.undo()
    stack.change("ax", "text", 0.1)
    assert not stack.can_redo
    assert stack.undo() == "a"


def test_amended_values_are_no_step() -> None:
    stack = UndoStack("a")
    stack.change("b", None, 0.0)
    stack.amend("B")
    assert (stack.undo(), stack.redo()) == ("a", "B")


@given(st.lists(st.integers(), min_size=1, max_size=40))
def test_undoing_all_and_redoing_all_comes_back(values: list[int]) -> None:
    stack = UndoStack(0, most=100)
    for value in values:
        stack.change(value, None, 0.0)
    while stack.can_undo:
        stack.undo()
    assert stack.value == 0
    while stack.can_redo:
        stack.redo()
    assert stack.value == values[-1]


def test_steps_are_bounded() -> None:
    stack = UndoStack(0, most=3)
    for value in range(1, 10):
        stack.change(value, None, 0.0)
    while stack.can_undo:
        stack.undo()
    assert stack.value == 6


def test_what_the_program_chose_is_not_undone() -> None:
    stack = UndoStack(0)
    stack.change(1, None, 0.0)
    stack.begin_here()
    assert stack.undo() == 1 and not stack.can_undo and not stack.can_redo
    stack.change(2, None, 1.0)
    assert stack.undo() == 1
