"""The history: restore, compare, pin, remove, and what the daemon kept."""

import pytest
from neonworks_editor.panel.panel import Page
from neonworks_editor.panel.preview_view import PreviewView
from neonworks_protocol.messages import ListJobs, Pin

from tests.fakes.panel_lab import PanelLab
from tests.fakes.panel_scenes import fill


@pytest.fixture
def filled(lab: PanelLab) -> PanelLab:
    fill(lab)
    lab.app.panel.page = Page.HISTORY
    lab.frames(3)
    return lab


def _numbers(lab: PanelLab) -> list[int]:
    return [entry.number for entry in lab.app.studio.history.entries]


def test_an_entry_is_restored_with_its_pictures(filled: PanelLab) -> None:
    _, earlier = _numbers(filled)
    filled.click(f"restore-{earlier}")
    assert filled.app.studio.settings.text == "run angry"
    filled.frames(3)
    assert filled.app.desk.strip is not None and not filled.app.desk.strip.superseded


def test_two_are_set_side_by_side_and_one_is_taken(filled: PanelLab) -> None:
    newest, earlier = _numbers(filled)
    filled.click(f"compare-{newest}")
    assert filled.app.studio.comparison is None
    filled.click(f"compare-{earlier}")
    assert filled.app.studio.comparison is not None
    filled.frames(4)
    keys = {name: filled.find(name, PreviewView).view.shot.key for name in ("compare-a", "compare-b")}
    assert all(keys.values())
    filled.click("restore-b")
    assert filled.app.studio.settings.text == "run angry"
    assert filled.app.studio.comparison is None


def test_the_first_choice_can_be_taken_back(filled: PanelLab) -> None:
    newest, earlier = _numbers(filled)
    filled.click(f"compare-{newest}")
    filled.click(f"compare-{newest}")
    filled.click(f"compare-{earlier}")
    assert filled.app.studio.comparison is None


def test_pins_are_asked_of_the_daemon_and_entries_removed(filled: PanelLab) -> None:
    newest, earlier = _numbers(filled)
    filled.click(f"pin-{newest}")
    assert any(isinstance(question, Pin) for question in filled.daemon.asked)
    filled.click(f"remove-{earlier}")
    assert _numbers(filled) == [newest]
    assert not filled.shown(f"entry-{earlier}")


def test_the_daemon_is_asked_what_it_kept(filled: PanelLab) -> None:
    filled.click("list-jobs")
    assert any(isinstance(question, ListJobs) for question in filled.daemon.asked)


def test_an_empty_history_says_what_comes_here(lab: PanelLab) -> None:
    lab.app.panel.page = Page.HISTORY
    lab.frames(2)
    assert any("Nothing here yet" in text for text in lab.texts())
