"""Which arrangement a page takes, and that it changes with the room."""

import pytest
from neonworks_editor.panel.page_layout import Arrangement, Footer, Sheet, arrangement
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.label import Label

from tests.fakes.panel_lab import PanelLab
from tests.fakes.ui_bench import UiBench


@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        ((1260, 620), Arrangement.COLUMNS),
        ((1900, 980), Arrangement.COLUMNS),
        ((670, 620), Arrangement.PAIR),
        ((620, 240), Arrangement.PAIR),
        ((400, 470), Arrangement.STACK),
        ((400, 244), Arrangement.ROLL),
    ],
)
def test_arrangements_by_room(size: tuple[int, int], wanted: Arrangement) -> None:
    assert arrangement(*size) is wanted


def test_parts_move_and_come_back(lab: PanelLab) -> None:
    places = {}
    for scale, fill in ((1.0, True), (2.0, True), (1.0, True)):
        lab.app.desk.keep(scale=scale, fill=fill)
        lab.frames(3)
        stage, spec = lab.app.locate("stage"), lab.app.locate("spec")
        places[scale] = spec.x > stage.right
        assert lab.shown("stage") and lab.shown("motion")
    assert places == {1.0: True, 2.0: False}


def test_a_sheet_is_no_wider_than_what_reads_well(display: None) -> None:
    label = Label("text", grow=1)
    UiBench(Sheet(label), (1600, 100))
    assert label.rect.width == 760 and abs(label.rect.centerx - 800) <= 1


@pytest.mark.parametrize(("width", "rows"), [(900, 1), (420, 2)])
def test_the_footer_stands_side_by_side_where_it_fits(display: None, width: int, rows: int) -> None:
    status, actions = Button("status"), Button("actions")
    footer = Footer(status, actions)
    UiBench(footer, (width, footer_height(footer, width)))
    assert (status.rect.bottom <= actions.rect.top) is (rows == 2)


def footer_height(footer: Footer, width: int) -> int:
    """The height that it wants at that width."""
    bench = UiBench(footer, (width, 100))
    assert bench.root.content is footer
    return footer.wanted(width)[1]
