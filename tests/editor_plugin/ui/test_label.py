"""Labels are read whole, or say that they are cut."""

from neonworks_editor.ui.button import Button
from neonworks_editor.ui.flaws import overlaps
from neonworks_editor.ui.label import Label, TextSize, style_of
from neonworks_editor.ui.layout import Column, Row
from neonworks_editor.ui.theme import DARK, Theme

from tests.fakes.ui_bench import UiBench, pixels, rgb


def test_sizes_follow_the_scale() -> None:
    assert style_of(Theme(DARK, 2), TextSize.BODY).size == 26
    assert style_of(Theme(), TextSize.TITLE).bold


def test_wrapping_takes_lines() -> None:
    label = Label("one two three four five six seven", wrap=True)
    UiBench(Column([label]), (90, 300))
    assert label.rect.height >= 3 * label.stage.text.line_height(style_of(label.stage.theme, TextSize.BODY))
    assert label.fits()


def test_shrinking_says_all_in_the_tooltip() -> None:
    label = Label("a line that is much too long for this", shrink=True)
    bench = UiBench(Row([label]), (90, 100))
    assert label.rect.width == 90
    assert label.tip() == label.text
    assert [flaw.what for flaw in overlaps(bench.root)] == [], "a line that may shrink is no flaw"
    label.text = "short"
    bench.frame()
    assert label.tip() == ""


def test_a_text_of_the_same_size_needs_no_layout() -> None:
    label = Label("10 %")
    bench = UiBench(Row([label]))
    before = pixels(bench.frame())
    asked: list[bool] = []
    bench.root.request_layout = lambda: asked.append(True)  # type: ignore[method-assign]
    label.text = "20 %"
    assert asked == []
    assert pixels(bench.frame()) != before


def test_colour_and_place() -> None:
    label = Label("x", size=(100, 20), align=1)
    bench = UiBench(Row([label]))
    right = pixels(bench.frame())
    label.role = "bad"
    assert pixels(bench.frame()) != right
    box = bench.screen.subsurface(label.rect)
    window = bench.root.theme.color("window")
    inked = [x for x in range(100) for y in range(20) if rgb(box, (x, y)) != window]
    assert min(inked) > 85


def test_a_path_leaves_its_neighbours_room() -> None:
    label, cross = Label("cannot write /art/" + "folder" * 40 + ".png", wrap=True, grow=1), Button("x")
    bench = UiBench(Column([Row([label, cross])]), (300, 400))
    bench.frame()
    assert bench.root.bounds.contains(cross.rect)
    assert label.fits() and label.rect.right <= cross.rect.left


def test_a_label_of_fixed_width_needs_no_layout() -> None:
    label = Label("10 s", size=(60, None))
    bench = UiBench(Row([label]))
    before = pixels(bench.frame())
    asked: list[bool] = []
    bench.root.request_layout = lambda: asked.append(True)  # type: ignore[method-assign]
    label.text = "10 min"
    assert not asked and pixels(bench.frame()) != before
