"""Variations: asked for when they are shown, chosen, kept as files, animated, taken back."""

import pytest
from neonworks_editor.panel.look_tile import LookTile
from neonworks_editor.studio.looks import LookState
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.label import Label

from tests.fakes.panel_lab import PanelLab


@pytest.fixture
def varied(lab: PanelLab) -> PanelLab:
    lab.app.take(lab.root_folder / "knight_down.png")
    lab.enter("walk")
    lab.frames(10)
    lab.click("variations-open")
    lab.frames(4)
    return lab


def _note(lab: PanelLab) -> str:
    return lab.find("look-note", Label).text


def test_six_are_made_at_once_and_the_first_is_chosen(varied: PanelLab) -> None:
    assert len(varied.daemon.varied) == 1 and len(varied.studio.looks.pictures) == 6
    assert varied.find("look-1", LookTile).chosen and not varied.shown("look-stop")
    varied.click("look-4")
    assert varied.find("look-4", LookTile).chosen and not varied.find("look-1", LookTile).chosen


def test_what_differs_how_much_and_other_ones(varied: PanelLab) -> None:
    varied.click("look-change", (0.5, 0.5))
    varied.click("look-strength", (0.9, 0.5))
    varied.click("look-others")
    texts = [(asked.text, asked.strength, asked.seed) for asked in varied.daemon.varied]
    assert texts == [("", 0.5, 0), ("colours", 0.5, 0), ("colours", 0.85, 0), ("colours", 0.85, 6)]


def test_one_is_animated_in_the_sprites_place_and_undo_brings_it_back(varied: PanelLab) -> None:
    before = varied.studio.settings
    varied.click("look-3")
    look = varied.studio.looks.pictures[2]
    varied.click("look-use")
    varied.frames(20)
    after = varied.studio.settings.sprite
    assert after is not None and after.data == look.data and after.name == "knight_down_variation_03.png"
    assert not varied.shown("variations") and varied.daemon.submitted[-1].sprite == look.data
    assert varied.studio.looks.state is LookState.NONE
    varied.press("z", "ctrl")
    varied.frames(20)
    assert varied.studio.settings == before


def test_kept_ones_are_files_beside_the_sprite(varied: PanelLab) -> None:
    for number, name in ((2, "knight_down_variation_01.png"), (5, "knight_down_variation_02.png")):
        varied.click(f"look-{number}")
        varied.click("look-keep")
        assert (varied.root_folder / name).read_bytes() == varied.studio.looks.pictures[number - 1].data
        assert _note(varied) == f"Kept as {name}" and not varied.app.root.toasts
        assert not varied.find("look-keep", Button).enabled, "once is enough"
    varied.click("look-use")
    sprite = varied.studio.settings.sprite
    assert sprite is not None and sprite.path == varied.root_folder / "knight_down_variation_02.png"


def test_it_says_how_far_it_is_and_stops(lab: PanelLab) -> None:
    lab.daemon.held = True
    lab.click("variations-open")
    lab.frames(4)
    assert _note(lab) == "Drawing 6 of 6" and lab.shown("look-progress")
    lab.click("look-stop")
    assert lab.daemon.cancelled and _note(lab) == "Stopped after 5"
    lab.click("look-others")
    lab.press("escape")
    assert not lab.shown("variations") and len(lab.daemon.cancelled) == 2, "nothing is made for nobody"


def test_a_refusal_says_what_to_do(lab: PanelLab) -> None:
    lab.daemon.refusal = ("unavailable", "the net is not installed")
    lab.click("variations-open")
    lab.frames(4)
    assert "see the models page" in _note(lab)
    assert not lab.find("look-use", Button).enabled and not lab.find("look-keep", Button).enabled


def test_a_folder_that_cannot_be_written_is_told(varied: PanelLab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(varied.app.panel.sprite._variations, "_folder", lambda: varied.folder / "gone")
    varied.click("look-keep")
    assert "cannot be written" in _note(varied) and "make the folder writable" in _note(varied)
    assert varied.find("look-keep", Button).enabled


def test_all_of_it_is_reached_with_the_keyboard(varied: PanelLab) -> None:
    seen = set()
    for _ in range(20):
        varied.press("tab")
        assert varied.app.root.focused is not None
        seen.add(varied.app.root.focused.name)
    assert {"look-change", "look-strength", "look-2", "look-others", "look-keep", "look-use"} <= seen


def test_without_a_sprite_there_is_nothing_to_vary(lab: PanelLab) -> None:
    lab.studio.close_sprite()
    lab.frames(4)
    assert not lab.find("variations-open", Button).enabled
    lab.app.panel.sprite.open_variations()
    assert not lab.shown("variations")
