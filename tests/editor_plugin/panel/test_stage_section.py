"""The stage plays in true time, stops, steps, looks at clips and takes, and marks what is old."""

import pytest
from neonworks_editor.panel.shots import Backdrop
from neonworks_editor.ui.button import Button
from neonworks_protocol.vocabulary import Direction

from tests.fakes.panel_lab import PanelLab


@pytest.fixture
def walking(lab: PanelLab) -> PanelLab:
    lab.enter("walk")
    lab.frames(20)
    lab.press("escape")
    return lab


def test_frames_are_shown_for_their_own_time(walking: PanelLab) -> None:
    strip = walking.app.desk.strip
    assert strip is not None and strip.clip is not None
    shown: list[int] = []
    strip.playback.restart(walking.clock.now)
    for _ in range(sum(strip.clip.durations) // 10):
        walking.frames(1, every_s=0.01)
        shown.append(walking.app.panel.stage.strip.current)
    for index, duration in enumerate(strip.clip.durations):
        assert abs(shown.count(index) - duration / 10) <= 1.5


def test_stepping_stops_and_the_strip_goes_to_frames(walking: PanelLab) -> None:
    stage = walking.app.panel.stage
    walking.press("space")
    assert not stage.playing
    before = stage.strip.current
    walking.click("step-on")
    walking.press(".")
    assert stage.strip.current == (before + 2) % len(stage.strip.cells)
    walking.press(",")
    assert stage.strip.current == (before + 1) % len(stage.strip.cells)
    walking.click("scrubber", part=(0.02, 0.5))
    assert stage.strip.current == 0
    walking.click("play")
    assert stage.playing


def test_onion_skins_come_and_go(walking: PanelLab) -> None:
    preview = walking.app.panel.stage.preview
    for wanted in (1, 2, 0):
        walking.press("o")
        walking.frames(2)
        assert len(preview.view.before) == len(preview.view.after) == wanted


def test_backdrops_come_round(walking: PanelLab) -> None:
    seen = []
    for _ in Backdrop:
        walking.click("backdrop")
        seen.append(walking.app.panel.stage.preview.backdrop)
    assert set(seen) == set(Backdrop)


def test_several_clips_have_buttons(walking: PanelLab) -> None:
    walking.app.studio.set_directions((Direction.LEFT, Direction.RIGHT))
    walking.frames(20)
    assert walking.find("clip-1", Button).text == "Walk right"
    walking.click("clip-1")
    strip = walking.app.desk.strip
    assert strip is not None and strip.clip is not None and strip.clip.direction is Direction.RIGHT


def test_what_is_older_stays_and_is_marked_after_a_moment(walking: PanelLab) -> None:
    stage = walking.app.panel.stage
    walking.daemon.held = True
    walking.app.studio.set_text("run")
    walking.frames(3)
    assert not stage.preview.view.old, "live drafts come sooner than a mark would help"
    walking.frames(20)
    assert stage.preview.view.old and stage.preview.view.shot is not None
    assert all(cell.old for cell in stage.strip.cells)
    walking.daemon.held = False
    walking.app.studio.set_text("run ")
    walking.frames(60)
    assert not stage.preview.view.old and not any(cell.old for cell in stage.strip.cells)


def test_takes_play_side_by_side_in_step(walking: PanelLab) -> None:
    walking.app.studio.set_take_count(4)
    walking.frames(20)
    walking.press("space")
    walking.click("strip", part=(0.02, 0.3))
    walking.frames(2)
    strips = walking.app.desk.together()
    assert len({strip.playback.index(walking.clock.now) for strip in strips}) == 1
    walking.click("take-2")
    assert walking.app.desk.take == 1


def test_without_a_sprite_it_says_what_to_do(walking: PanelLab) -> None:
    walking.app.studio.close_sprite()
    walking.frames(6)
    assert "drop a picture" in walking.app.panel.stage.preview.view.hint
    assert not walking.find("joints", Button).enabled
