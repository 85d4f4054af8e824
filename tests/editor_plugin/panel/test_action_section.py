"""Apply, Export, Undo and Redo can be pressed when they mean something, and say what they would do."""

from neonworks_editor.ui.button import Button
from neonworks_protocol.messages import Export

from tests.fakes.panel_lab import PanelLab


def test_buttons_wait_for_something_to_do(lab: PanelLab) -> None:
    apply, export, undo = (lab.find(name, Button) for name in ("apply", "export", "undo"))
    assert not apply.enabled and not export.enabled
    lab.enter("walk")
    lab.frames(20)
    assert apply.enabled and export.enabled and undo.enabled
    assert "the last change" in undo.tooltip


def test_apply_asks_for_the_files_of_what_is_shown(lab: PanelLab) -> None:
    lab.enter("walk")
    lab.frames(20)
    assert "on adventurer_down" in lab.find("apply", Button).tooltip
    lab.click("apply")
    lab.until(lambda: any(isinstance(q, Export) for q in lab.daemon.asked))
    assert {q.format for q in lab.daemon.asked if isinstance(q, Export)} == {"frames", "sheet"}


def test_an_apply_that_goes_wrong_is_said(lab: PanelLab) -> None:
    lab.enter("walk")
    lab.frames(20)
    lab.click("apply")
    lab.until(lambda: any("daemon sent" in text for text in lab.texts()))
