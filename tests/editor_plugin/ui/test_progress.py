"""Progress bars show how far things are."""

from neonworks_editor.ui.layout import Column
from neonworks_editor.ui.progress import ProgressBar

from tests.fakes.ui_bench import UiBench, pixels, rgb


def test_the_filled_part() -> None:
    bar = ProgressBar(0.5)
    bench = UiBench(Column([bar]), (200, 20))
    accent = bench.root.theme.color("accent_text")
    row = [rgb(bench.screen, (x, 3)) == accent for x in range(200)]
    assert 90 <= sum(row) <= 100
    bar.value, bar.role = 7, "good"
    assert bar.value == 1
    row = [rgb(bench.frame(), (x, 3)) == bench.root.theme.color("good") for x in range(200)]
    assert sum(row) >= 190


def test_an_unknown_end_moves() -> None:
    bar = ProgressBar(None)
    bench = UiBench(Column([bar]), (200, 20))
    one = pixels(bench.frame())
    assert pixels(bench.frame(0.2)) != one
    bar.value = 0.2
    still = pixels(bench.frame(0.2))
    assert pixels(bench.frame(0.2)) == still
