"""The export form offers what the daemon can, and remembers what was chosen."""

from neonworks_editor.ui.dropdown import Dropdown
from neonworks_editor.ui.text_field import TextField

from tests.fakes.panel_lab import PanelLab


def _ready(lab: PanelLab) -> None:
    lab.enter("walk")
    lab.frames(20)


def test_every_format_of_the_daemon_is_offered(lab: PanelLab) -> None:
    _ready(lab)
    assert lab.press("e", "ctrl")
    box = lab.find("export-format", Dropdown)
    assert [item.key for item in box.items] == ["frames", "sheet", "gif", "apng", "webp"]
    assert lab.find("export-name", TextField).text == "adventurer_down"
    assert lab.find("export-folder", TextField).text == str(lab.root_folder / "exports")


def test_enter_exports_and_the_choice_is_remembered(lab: PanelLab) -> None:
    _ready(lab)
    lab.press("e", "ctrl")
    lab.find("export-format", Dropdown).chosen = "gif"
    lab.find("export-folder", TextField).text = "out"
    lab.click("export-folder")
    lab.press("return")
    assert not lab.shown("export-dialog")
    lab.until(lambda: (lab.root_folder / "out" / "adventurer_down.gif").exists())
    lab.frames(4)
    lab.press("e", "ctrl")
    assert lab.find("export-format", Dropdown).chosen == "gif"
    assert lab.find("export-folder", TextField).text == "out"


def test_escape_changes_nothing(lab: PanelLab) -> None:
    _ready(lab)
    lab.press("e", "ctrl")
    lab.press("escape")
    assert not lab.shown("export-dialog") and lab.app.visible
    assert not lab.app.desk.exporter.busy


def test_without_an_animation_it_says_what_to_do(lab: PanelLab) -> None:
    lab.press("e", "ctrl")
    assert not lab.shown("export-dialog")
    assert any("nothing to export yet" in text for text in lab.texts())
