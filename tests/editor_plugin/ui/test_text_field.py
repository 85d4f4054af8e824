"""Text fields, driven by the events that pygame makes."""

import pygame
import pytest
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.font_files import FontFiles
from neonworks_editor.ui.fonts import Fonts
from neonworks_editor.ui.layout import Column
from neonworks_editor.ui.text_field import TextField

from tests.fakes.ui_bench import UiBench, pixels, rgb


class _Desk:
    """One field in a bench, focused, and all that it said."""

    def __init__(self, text: str = "", lines: int = 1, most_lines: int = 0, scale: float = 1.0) -> None:
        self.said: list[str] = []
        self.field = TextField(
            text, on_change=self.said.append, on_submit=lambda text: self.said.append(f"submit {text}"),
            lines=lines, most_lines=most_lines,
        )  # fmt: skip
        self.bench = UiBench(Column([self.field, Button("after")], pad=(20, 10)), scale=scale, at=(100, 50))
        self.bench.root.focus(self.field)


def test_text_arrives_intact() -> None:
    desk = _Desk()
    desk.bench.type("Walk 10 - a=b? s0 é")
    assert desk.field.text == desk.said[-1] == "Walk 10 - a=b? s0 é"


def test_characters_do_not_come_from_keys() -> None:
    desk = _Desk()
    used = desk.bench.post(pygame.KEYDOWN, key=pygame.K_0, mod=0, unicode="0", scancode=0)
    assert used and desk.field.text == "", "the host must not use it either"


def test_focus_turns_text_input_on_and_off() -> None:
    desk = _Desk()
    assert desk.bench.text_input.on and desk.bench.root.wants_text
    desk.bench.tab()
    assert not desk.bench.text_input.on
    assert desk.bench.typing == [True, False]


def test_input_methods_are_told_where_the_caret_is() -> None:
    desk = _Desk()
    before = desk.bench.text_input.places[-1]
    desk.bench.type("walk")
    after = desk.bench.text_input.places[-1]
    assert after.x > before.x >= 100 + desk.field.rect.x, "in coordinates of the window"
    assert pygame.Rect(100, 50, 480, 360).contains(after)


def test_composition_is_shown_underlined_and_not_part_of_the_text() -> None:
    desk = _Desk("go ")
    plain = pixels(desk.bench.frame(), desk.field.rect.move(100, 50))
    desk.bench.post(pygame.TEXTEDITING, text="nih", start=3, length=0)
    composing = desk.bench.frame()
    assert desk.field.text == "go " and desk.said == []
    assert pixels(composing, desk.field.rect.move(100, 50)) != plain
    accent = desk.bench.root.theme.color("accent_text")
    row = [rgb(composing, (x, y)) for x in range(100, 300) for y in range(60, 100)]
    assert row.count(accent) > 10
    assert desk.bench.key(pygame.K_BACKSPACE), "keys belong to the input method"
    assert desk.field.text == "go "
    desk.bench.post(pygame.TEXTINPUT, text="日")
    assert desk.field.text == "go 日"
    desk.bench.post(pygame.TEXTEDITING, text="", start=0, length=0)
    desk.bench.key(pygame.K_BACKSPACE)
    assert desk.field.text == "go "


def test_selecting_with_keys() -> None:
    desk = _Desk("walk slowly now")
    desk.bench.shift(pygame.K_LEFT)
    assert desk.field.model.selected == "w"
    desk.bench.shift(pygame.K_LEFT, pygame.KMOD_LCTRL)
    desk.bench.key(pygame.K_HOME)
    desk.bench.shift(pygame.K_END)
    assert desk.field.model.selected == "walk slowly now"
    desk.bench.type("x")
    assert desk.field.text == "x"


def test_selecting_with_the_mouse() -> None:
    desk = _Desk("walk slowly now")
    left, middle = (desk.field.rect.x + 14, desk.field.rect.centery), desk.field.rect.center
    desk.bench.click(left, times=2)
    assert desk.field.model.selected == "walk"
    desk.bench.click(left, times=3)
    assert desk.field.model.selected == desk.field.text
    desk.bench.time += 1
    with desk.bench.dragging((desk.field.rect.x + 10, middle[1])):
        desk.bench.move((desk.field.rect.right + 300, middle[1]))
    assert desk.field.model.selected == desk.field.text
    desk.bench.click(left)
    assert desk.field.model.selected == ""
    desk.bench.time += 1
    desk.bench.press((desk.field.rect.right - 4, middle[1]), mod=pygame.KMOD_LSHIFT)
    assert desk.field.model.selected.endswith("slowly now")


def test_clipboard() -> None:
    desk = _Desk("walk slowly")
    desk.bench.ctrl(pygame.K_c)
    assert desk.bench.clipboard.get() == "", "nothing was selected"
    desk.bench.ctrl(pygame.K_a)
    desk.bench.ctrl(pygame.K_x)
    assert (desk.field.text, desk.bench.clipboard.get()) == ("", "walk slowly")
    desk.bench.clipboard.put("a\nb\ud83d")
    desk.bench.ctrl(pygame.K_v)
    assert desk.field.text == "a b"


def test_undo_and_redo() -> None:
    desk = _Desk()
    desk.bench.type("walk slowly")
    desk.bench.ctrl(pygame.K_z)
    assert desk.field.text == "walk " == desk.said[-1]
    desk.bench.ctrl(pygame.K_y)
    assert desk.field.text == "walk slowly"


def test_enter_submits_and_shift_enter_breaks_the_line() -> None:
    desk = _Desk("a", lines=3)
    desk.bench.key(pygame.K_RETURN)
    assert desk.said == ["submit a"]
    desk.bench.shift(pygame.K_RETURN)
    assert desk.field.text == "a\n"


def test_escape_gives_the_focus_away_or_cancels() -> None:
    desk = _Desk("a")
    cancelled: list[bool] = []
    desk.field.on_cancel = lambda: cancelled.append(True)
    desk.bench.key(pygame.K_ESCAPE)
    assert cancelled and desk.bench.root.focused is desk.field
    desk.field.on_cancel = None
    desk.bench.key(pygame.K_ESCAPE)
    assert desk.bench.root.focused is None


def test_lines_wrap_grow_and_scroll() -> None:
    desk = _Desk(lines=2, most_lines=4)
    low = desk.field.rect.height
    desk.bench.type("a long sentence " * 8)
    desk.bench.frame()
    grown = desk.field.rect.height
    assert grown > low
    desk.bench.type("that goes on " * 20)
    desk.bench.frame()
    assert desk.field.rect.height == desk.field.wanted(desk.field.rect.width)[1] <= 2 * low + 4
    caret = desk.bench.text_input.places[-1].move(-100, -50)
    assert desk.field.rect.contains(caret), "the caret is scrolled into view"
    seen = pixels(desk.bench.frame())
    assert desk.bench.wheel(desk.field, 2)
    assert pixels(desk.bench.frame()) != seen


def test_up_and_down_keep_their_column() -> None:
    desk = _Desk("first line\nx\nthird line", lines=3)
    desk.bench.key(pygame.K_UP)
    assert desk.field.model.caret == 12, "the short line ends there"
    desk.bench.key(pygame.K_UP)
    assert desk.field.model.caret in (9, 10)
    desk.bench.key(pygame.K_HOME)
    assert desk.field.model.caret == 0
    desk.bench.ctrl(pygame.K_END)
    assert desk.field.model.caret == len(desk.field.text)


def test_long_text_in_one_line_follows_the_caret() -> None:
    desk = _Desk("word " * 60)
    end = pixels(desk.bench.frame())
    desk.bench.key(pygame.K_HOME)
    assert pixels(desk.bench.frame()) != end
    caret = desk.bench.text_input.places[-1].move(-100, -50)
    assert desk.field.rect.contains(caret)


def test_the_caret_blinks_only_with_focus() -> None:
    desk = _Desk("a")
    lit = pixels(desk.bench.frame(0.01))
    dark = pixels(desk.bench.frame(0.6))
    assert lit != dark
    assert pixels(desk.bench.frame(0.6)) == lit
    desk.bench.root.focus(None)
    away = pixels(desk.bench.frame(0.6))
    assert pixels(desk.bench.frame(0.6)) == away


def test_a_missing_font_is_said_below_the_field() -> None:
    field = TextField("ไทย")
    fonts = Fonts(FontFiles(lambda family, bold: None, known=()))
    bench = UiBench(Column([field]), fonts=fonts)
    with_hint = field.rect.height
    field.text = "walk"
    bench.frame()
    assert with_hint > field.rect.height


def test_programs_set_text_without_an_echo() -> None:
    desk = _Desk("a")
    desk.field.text = "b"
    desk.field.placeholder = "c"
    assert desk.said == []
    desk.bench.ctrl(pygame.K_z)
    assert desk.field.text == "a"


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_text_fits_the_field_at_each_scale(scale: float) -> None:
    desk = _Desk("Âgjpqy", scale=scale)
    desk.bench.root.focus(None)
    inside = desk.field.rect.inflate(-8, -8).move(100, 50)
    picture = desk.bench.frame().subsurface(inside)
    well = desk.bench.root.theme.color("well")
    assert all(
        rgb(picture, (x, y)) == well for x in range(16, inside.width - 16) for y in (0, inside.height - 1)
    )
