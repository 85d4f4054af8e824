"""Changes in words: made with Enter, taken away with their cross."""

import pytest
from neonworks_editor.ui.chip import Chip
from neonworks_editor.ui.text_field import TextField

from tests.fakes.panel_lab import PanelLab


@pytest.fixture
def tired(lab: PanelLab) -> PanelLab:
    lab.enter("walk slowly, tired")
    lab.frames(30)
    return lab


def test_refinements_are_made_and_taken_away(tired: PanelLab) -> None:
    before = tired.app.studio.records[0].spec.speed_multiplier
    tired.click("refine")
    tired.enter("much faster")
    tired.press("return")
    tired.frames(30)
    assert tired.find("refine", TextField).text == ""
    assert tired.app.studio.records[0].spec.speed_multiplier > before
    tired.app.root.focus(tired.find("refinement-1", Chip))
    tired.press("delete")
    tired.frames(20)
    assert tired.app.studio.settings.refinements == ()


def test_nothing_is_no_refinement(tired: PanelLab) -> None:
    tired.click("refine")
    tired.press("return")
    tired.click("refine-go")
    assert tired.app.studio.settings.refinements == ()
