"""What was understood can be seen, edited, refined and reset."""

import pytest
from neonworks_editor.panel.knobs import KNOBS
from neonworks_editor.studio.spec import SpecField
from neonworks_editor.ui.chip import Chip
from neonworks_editor.ui.slider import Slider
from neonworks_protocol.vocabulary import Effect, Variant

from tests.fakes.panel_lab import PanelLab


@pytest.fixture
def tired(lab: PanelLab) -> PanelLab:
    lab.enter("walk slowly, tired")
    lab.frames(30)
    return lab


def test_marks_and_sliders_appear_as_the_sentence_is_understood(tired: PanelLab) -> None:
    assert tired.shown("chip-tired")
    assert tired.shown("row-stride") and not tired.shown("row-squash")
    tired.click("all-sliders")
    assert tired.shown("row-squash")


def test_dragging_a_slider_is_one_edit_and_a_double_click_takes_it_back(tired: PanelLab) -> None:
    read = tired.app.studio.records[0].reading.speed_multiplier
    slider = tired.find("slider-speed_multiplier", Slider)
    slider.track.name = "speed-track"
    tired.click("speed-track", part=(0.9, 0.5))
    assert tired.app.studio.records[0].spec.speed_multiplier > 2
    assert tired.daemon.submitted[-1].spec[0].speed_multiplier > 2
    for _ in range(2):
        tired.click("speed-track", part=(0.9, 0.5))
        tired.clock.pass_(-0.2)
    tired.app.root.focus(slider.track)
    tired.press("backspace")
    assert tired.app.studio.settings.edits == ()
    assert tired.app.studio.records[0].spec.speed_multiplier == read


def test_a_style_and_an_effect_are_pressed_away_and_on(tired: PanelLab) -> None:
    chip = tired.find("chip-tired", Chip)
    tired.play([])
    tired.app.root.focus(chip)
    tired.press("delete")
    assert "tired" not in tired.app.studio.records[0].spec.style_modifiers
    effects: list[tuple[Effect, ...]] = []
    for _ in range(2):
        tired.click("effect-glow")
        effects.append(tired.app.studio.records[0].spec.special_effects)
    assert effects == [(Effect.GLOW,), ()]


def test_an_attack_has_variants_and_nothing_else_has(lab: PanelLab) -> None:
    lab.enter("attack")
    lab.frames(30)
    lab.click("variant-kick")
    assert lab.app.studio.records[0].spec.variant is Variant.KICK
    lab.app.studio.set_text("walk")
    lab.frames(30)
    assert not lab.shown("variant-kick")


def test_loop_and_frames_are_edited(tired: PanelLab) -> None:
    tired.click("loop", part=(0.1, 0.5))
    assert tired.app.studio.records[0].spec.loop is False
    slider = tired.find("slider-frame_count", Slider)
    slider.track.name = "frames-track"
    tired.click("frames-track", part=(0.5, 0.5))
    count = tired.app.studio.records[0].spec.frame_count
    assert count is not None and 12 < count < 22
    tired.frames(20)
    assert len(tired.app.panel.stage.strip.cells) == count


def test_each_action_of_a_sequence_has_its_own_page(lab: PanelLab) -> None:
    lab.enter("walk then jump")
    lab.frames(30)
    lab.click("place-2")
    lab.app.panel.spec._slide(KNOBS[0], 2.5)
    assert [edit.place for edit in lab.app.studio.settings.edits] == [1]
    assert lab.app.studio.settings.edits[0].field is SpecField.SPEED


def test_reset_takes_everything_back(tired: PanelLab) -> None:
    tired.click("effect-glow")
    tired.click("reset-edits")
    assert tired.app.studio.settings.edits == ()
    tired.frames(10)
    assert not tired.shown("reset-edits")
