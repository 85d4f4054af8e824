"""What of a text is seen: its lines, its caret, and the part that is scrolled to."""

import pygame
import pytest
from neonworks_editor.ui.layout import Column
from neonworks_editor.ui.text_field import TextField
from neonworks_editor.ui.text_model import Step, TextModel
from neonworks_editor.ui.text_view import TextView

from tests.fakes.ui_bench import UiBench, pixels


def _view(text: str, lines: int = 1, most_lines: int = 0) -> tuple[UiBench, TextView]:
    view = TextView(
        TextModel(text, several_lines=lines > 1), placeholder="Say it", lines=lines, most_lines=most_lines,
        name="", tooltip="", grow=0, size=(None, None),
    )  # fmt: skip
    return UiBench(Column([view], pad=(10, 10)), (300, 200)), view


def test_placeholder_text_and_disabled_differ() -> None:
    bench, view = _view("")
    empty = pixels(bench.frame())
    view.placeholder = ""
    blank = pixels(bench.frame())
    view.model.replace("walk")
    view.invalidate()
    text = pixels(bench.frame())
    view.enabled = False
    assert len({empty, blank, text, pixels(bench.frame())}) == 4


@pytest.mark.parametrize(("lines", "most", "shown"), [(1, 0, 1), (2, 0, 2), (2, 5, 5), (2, 9, 7)])
def test_heights(lines: int, most: int, shown: int) -> None:
    _, view = _view("1\n2\n3\n4\n5\n6\n7", lines, most)
    line = view.stage.text.line_height(view._style)
    assert view.rect.height == shown * line + (view.stage.theme.control - line) // 2 * 2


def test_the_selection_is_seen_only_with_focus() -> None:
    bench, view = _view("walk slowly")
    plain = pixels(bench.frame())
    view.model.move(Step.START, keep_anchor=True)
    view.invalidate()
    assert pixels(bench.frame()) == plain
    bench.root.focus(view)
    selection = bytes(bench.root.theme.color("selection"))
    assert selection * 8 in pixels(bench.frame())


def test_text_never_leaves_its_box() -> None:
    bench, view = _view("W" * 300)
    bench.root.focus(view)
    frame = bench.frame()
    text = bytes(bench.root.theme.color("text"))
    edge = pygame.Rect(view.rect.right - 6, view.rect.y + 4, 4, view.rect.height - 8)
    assert text not in pixels(frame, edge)
    assert view.rect.contains(bench.text_input.places[-1])


def test_a_field_of_fixed_height_takes_a_text_without_a_layout() -> None:
    field = TextField("0.1", size=(60, 26))
    bench = UiBench(Column([field]))
    before = pixels(bench.frame())
    asked: list[bool] = []
    bench.root.request_layout = lambda: asked.append(True)  # type: ignore[method-assign]
    field.text = "0.25"
    assert not asked and pixels(bench.frame()) != before


def test_only_what_has_the_focus_is_urgent() -> None:
    bench, view = _view("walk")
    bench.frame()
    told: list[bool] = []
    bench.root.damage = lambda rect, urgent=False: told.append(urgent)  # type: ignore[method-assign]
    view.invalidate()
    bench.root.focus(view)
    view.invalidate()
    assert told[0] is False and told[-1] is True


def test_lines_are_measured_anew_after_fonts_were_found() -> None:
    bench, view = _view("walk slowly and look around, tired", 2, 4)
    bench.frame()
    before = view._layout()
    assert view._layout() is before
    bench.root.text.forget()
    assert view._layout() is not before
