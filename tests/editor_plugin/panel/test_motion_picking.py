"""Moving like another figure: a sheet is chosen, sent with the request, named, and taken away again."""

from pathlib import Path

import pytest
from neonworks_editor.ui.chip import Chip
from neonworks_editor.ui.label import Label
from neonworks_protocol.vocabulary import Action

from tests.fakes.panel_lab import PanelLab
from tests.fakes.paper_daemon import example_png


@pytest.fixture
def sheet(lab: PanelLab) -> Path:
    folder = lab.root_folder / "sheets"
    folder.mkdir()
    path = folder / "guard_walk.png"
    path.write_bytes(example_png("knight_down"))
    return path


def test_a_sheet_is_chosen_among_files_and_sent_with_what_is_drawn(lab: PanelLab, sheet: Path) -> None:
    lab.enter("walk, angry")
    lab.frames(20)
    lab.click("motion-choose")
    lab.frames(4)
    assert lab.shown("pick-files") and not lab.shown("sprite-pick-map")
    lab.click("sprite-sheets/")
    lab.frames(4)
    lab.click("sprite-guard_walk")
    lab.frames(20)
    assert not lab.shown("picker") and not lab.shown("motion-choose")
    sent = lab.daemon.submitted[-1]
    assert sent.text == "walk, angry" and sent.motion is not None
    assert sent.motion.sheet == sheet.read_bytes()
    assert lab.find("motion-sheet", Chip).text == "Moves like guard_walk.png"


def test_it_may_be_all_that_is_said(lab: PanelLab, sheet: Path) -> None:
    assert lab.studio.move_like(sheet)
    lab.frames(20)
    sent = lab.daemon.submitted[-1]
    assert sent.motion is not None and not (sent.text or sent.spec or sent.actions)
    assert lab.find("state-word", Label).text == "Up to date"
    assert [record.spec.animation_type for record in lab.studio.records] == [Action.IDLE], (
        "as the daemon said"
    )
    lab.clock.pass_(2.0)
    lab.frames(3)
    assert lab.studio.history.entries[0].label == "like guard_walk.png"


def test_the_cross_takes_it_away_and_undo_brings_it_back(lab: PanelLab, sheet: Path) -> None:
    lab.enter("walk")
    assert lab.studio.move_like(sheet)
    lab.frames(20)
    lab.click("motion-sheet", (0.95, 0.5))
    lab.frames(20)
    assert lab.studio.settings.motion is None and lab.shown("motion-choose")
    assert lab.daemon.submitted[-1].motion is not None, "what was drawn before is not asked for again"
    lab.press("z", "ctrl")
    lab.frames(4)
    assert lab.studio.settings.motion is not None and lab.shown("motion-sheet")


def test_the_chip_is_worked_by_keys(lab: PanelLab, sheet: Path) -> None:
    lab.studio.move_like(sheet)
    lab.frames(4)
    lab.app.root.focus(lab.find("motion-sheet", Chip))
    lab.press("return")
    assert lab.shown("picker")
    lab.press("escape")
    assert not lab.shown("picker") and lab.app.root.focused is lab.find("motion-sheet", Chip)
    lab.press("delete")
    assert lab.studio.settings.motion is None


def test_what_is_no_sheet_is_one_line_and_changes_nothing(lab: PanelLab) -> None:
    (lab.root_folder / "dance.gif").write_bytes(b"GIF89a\x08\0\x08\0")
    assert not lab.studio.move_like(lab.root_folder / "dance.gif")
    lab.frames(3)
    assert any("save its frames as a sheet" in toast.text for toast in lab.app.root.toasts)
    assert lab.studio.settings.motion is None
