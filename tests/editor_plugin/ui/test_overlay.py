"""The pointer goes through overlays."""

from neonworks_editor.ui.button import Button
from neonworks_editor.ui.layout import Column
from neonworks_editor.ui.overlay import Overlay

from tests.fakes.ui_bench import UiBench


def test_the_pointer_goes_through() -> None:
    pressed: list[str] = []
    button = Button("x", lambda: pressed.append("x"))
    bench = UiBench(Column([button]))
    overlay = bench.root.layers.add(Overlay())
    overlay.place(bench.root.bounds)
    bench.click(button)
    assert pressed == ["x"]
    assert overlay.box(bench.root.bounds).topleft == (0, 0)
