"""The sentence, the presets, and the readings that are offered where it was not understood."""

import pygame
from neonworks_editor.panel.recording import RecordedEvent
from neonworks_editor.panel.words import describe
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.chip import Chip
from neonworks_editor.ui.text_field import TextField
from neonworks_protocol.vocabulary import Action

from tests.fakes.panel_lab import PanelLab


def test_each_preset_draws_its_action_and_is_taken_back(lab: PanelLab) -> None:
    lab.press("escape")
    for action in Action:
        lab.click(f"preset-{action}")
        assert lab.app.studio.settings.actions == (action,)
        assert lab.find(f"preset-{action}", Button).chosen
    lab.click(f"preset-{action}")
    assert lab.app.studio.settings.actions == ()


def test_shift_adds_presets(lab: PanelLab) -> None:
    lab.click("preset-walk")
    pygame.key.set_mods(pygame.KMOD_LSHIFT)
    lab.click("preset-run")
    lab.click("preset-walk")
    assert lab.app.studio.settings.actions == (Action.RUN,)


def test_two_other_readings_are_offered_and_taken(lab: PanelLab) -> None:
    lab.enter("he does the thing with the frobnicator")
    lab.frames(20)
    offered = lab.app.studio.alternatives
    assert len(offered) == 2
    assert lab.find("reading-2", Button).text == describe(offered[1])
    lab.click("reading-2")
    assert lab.app.studio.settings.chosen == offered[1]
    assert not lab.shown("reading-1")
    lab.click("own-words")
    lab.frames(10)
    assert lab.app.studio.settings.chosen is None and lab.shown("reading-1")


def test_doubts_wait_until_the_typing_rests(lab: PanelLab) -> None:
    lab.enter("he does the thing with the frobnicator")
    lab.frames(40)
    assert lab.shown("readings")
    for letter in "abcdef":
        lab.play([RecordedEvent(t=0, event="TEXTINPUT", text=letter)], settle=0)
        lab.frames(6)
        assert not lab.shown("readings") and not lab.shown("notes"), "nothing jumps while somebody types"
    lab.frames(40)
    assert lab.shown("readings")


def test_a_sentence_that_was_understood_offers_nothing(lab: PanelLab) -> None:
    lab.enter("walk")
    lab.frames(20)
    assert not lab.shown("readings")


def test_notes_are_shown(lab: PanelLab) -> None:
    lab.enter("walk with 100 frames")
    lab.frames(20)
    reading = lab.app.studio.reading
    assert reading is not None and reading.notes
    assert any(reading.notes[0] in text for text in lab.texts())


def test_undo_of_the_settings_reaches_the_field(lab: PanelLab) -> None:
    lab.enter("walk")
    lab.app.studio.end_gesture()
    lab.app.studio.undo()
    lab.frames(6)
    assert lab.find("prompt", TextField).text == ""


def test_what_is_worth_animating_is_suggested_until_something_is_written(lab: PanelLab) -> None:
    lab.until(lambda: lab.app.studio.analysis is not None)
    lab.frames(5)
    seen = lab.app.studio.analysis
    assert seen is not None and seen.suggestions
    assert lab.find("idea-1", Chip).text == seen.suggestions[0]
    lab.click("idea-1")
    assert lab.app.studio.settings.text == seen.suggestions[0]
    lab.frames(5)
    assert not lab.shown("idea-1")
