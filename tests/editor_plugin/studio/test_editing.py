from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.studio.editing import MAX_REFINEMENTS, Editing, clean_text
from neonworks_editor.studio.settings import Settings
from neonworks_editor.studio.spec import SpecField
from neonworks_editor.studio.sprite import sprite_from_bytes
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.limits import MAX_TEXT_CHARS, Limits
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Tier

from tests.fakes.editor_links import ManualClock, png


class Edited(Editing):
    """Counts the changes; the joints are seen at two places."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.changes = 0
        seeds = iter(range(10, 1000))
        super().__init__(self.clock, lambda: next(seeds))

    def settings_changed(self) -> None:
        self.changes += 1

    def seeds(self) -> tuple[int, ...]:
        return self.settings.seeds

    def joints(self) -> dict[str, tuple[float, float]]:
        return dict(self.settings.joints)

    def base_joints(self) -> dict[str, tuple[float, float]] | None:
        return {"neck": (10.0, 10.0), "pelvis": (10.0, 30.0)}


@pytest.mark.parametrize("text", ["gehe müde", "走る 🙂", "Walk 10 - a=b? s0 é", " spaces  stay ", "\n", ""])
def test_text_is_kept_unchanged(text: str) -> None:
    edited = Edited()
    edited.set_text(text)
    assert edited.settings.text == text


@given(st.text(st.characters(codec=None), max_size=2100))
def test_any_text_can_be_sent(text: str) -> None:
    cleaned = clean_text(text)
    cleaned.encode()
    assert len(cleaned) <= MAX_TEXT_CHARS
    if text.isascii():
        assert cleaned == text[:MAX_TEXT_CHARS]


def test_halves_of_a_pair_are_joined() -> None:
    assert clean_text("a\ud83d\ude42") == "a🙂"
    assert clean_text("a\ud83d") == "a�"


def test_typing_is_one_step_and_each_choice_another() -> None:
    edited = Edited()
    for text in ("w", "wa", "walk"):
        edited.set_text(text)
        edited.clock.pass_(0.1)
    edited.set_tier(Tier.DRAFT)
    edited.set_facing(Direction.LEFT)
    edited.undo()
    edited.undo()
    assert (edited.settings.text, edited.settings.tier) == ("walk", Tier.SPRITE)
    edited.undo()
    assert edited.settings == Settings()
    assert not edited.can_undo
    for _ in range(3):
        edited.redo()
    assert edited.settings.facing is Direction.LEFT
    assert not edited.can_redo


def test_dragging_is_one_step_until_the_mouse_is_released() -> None:
    edited = Edited()
    for lean in (1.0, 2.0, 3.0):
        edited.edit(SpecField.LEAN, lean)
    edited.end_gesture()
    edited.edit(SpecField.LEAN, 4.0)
    edited.undo()
    assert [edit.value for edit in edited.settings.edits] == [3.0]
    edited.undo()
    assert edited.settings.edits == ()


def test_setting_what_is_set_changes_nothing() -> None:
    edited = Edited()
    edited.set_text("")
    edited.set_tier(Tier.SPRITE)
    edited.set_actions(())
    assert edited.changes == 0
    assert not edited.can_undo


def test_a_bad_value_changes_nothing() -> None:
    edited = Edited()
    with pytest.raises(BadRequest):
        edited.edit(SpecField.SPEED, 99.0)
    assert edited.changes == 0


def test_fields_are_reset_one_by_one_and_all_at_once() -> None:
    edited = Edited()
    edited.edit(SpecField.LEAN, 5.0)
    edited.edit(SpecField.BOB, 2.0, place=1)
    edited.reset_field(SpecField.LEAN)
    assert [(edit.field, edit.place) for edit in edited.settings.edits] == [(SpecField.BOB, 1)]
    edited.refine("slower")
    edited.choose_reading(MotionSpec(animation_type=Action.RUN))
    edited.reset_edits()
    assert edited.settings == Settings()


def test_a_new_sentence_gives_the_chosen_reading_up() -> None:
    edited = Edited()
    edited.choose_reading(MotionSpec(animation_type=Action.RUN))
    edited.set_text("walk")
    assert edited.settings.chosen is None


def test_refinements_are_kept_in_order_and_bounded() -> None:
    edited = Edited()
    for number in range(MAX_REFINEMENTS + 3):
        edited.refine(f" slower {number} ")
    edited.refine("   ")
    assert len(edited.settings.refinements) == MAX_REFINEMENTS
    edited.remove_refinement(0)
    assert edited.settings.refinements[0].text == "slower 1"


def test_one_or_four_takes_with_seeds_of_their_own() -> None:
    edited = Edited()
    edited.set_take_count(4)
    assert edited.seeds() == (0, 10, 11, 12)
    edited.lock_take(1, True)
    edited.reroll()
    assert edited.seeds() == (13, 10, 14, 15)
    edited.reroll(take=3)
    assert edited.seeds() == (13, 10, 14, 16)
    edited.reroll(take=1)
    assert 10 in edited.seeds(), "locked"
    edited.set_seed(0, 10)
    assert edited.seeds().index(13) == 0, "another take has it"
    edited.set_seed(0, 2**40)
    assert max(edited.seeds()) == 2**32 - 1
    edited.keep_take(1)
    assert edited.seeds() == (10,)
    assert edited.settings.locked == {0}
    edited.set_take_count(99)
    assert len(set(edited.seeds())) == 4
    edited.lock_take(3, True)
    edited.set_take_count(1)
    assert edited.settings.locked == {0}


def test_a_dragged_joint_stays_in_the_still_and_brings_the_others_along() -> None:
    edited = Edited()
    edited.move_joint("neck", 5, 5)
    assert edited.joints() == {}, "there is no still"
    sprite = sprite_from_bytes(png(), "hero.png", Limits())
    edited.apply_settings(replace(edited.settings, sprite=sprite))
    edited.move_joint("neck", -3, 99)
    assert edited.joints() == {"neck": (0.0, 64.0), "pelvis": (10.0, 30.0)}
    edited.move_joint("tail", 5, 5)
    assert len(edited.joints()) == 2, "no such joint is known"
    edited.reset_joints()
    assert edited.joints() == {}


def test_presets_directions_and_the_rest() -> None:
    edited = Edited()
    edited.set_actions([Action.RUN, Action.RUN, Action.JUMP])
    edited.set_directions([Direction.LEFT, Direction.LEFT])
    edited.set_archetype(Archetype.FLYER)
    edited.set_generator("rig")
    edited.set_tier(Tier.DIFFUSION, only=True)
    settings = edited.settings
    assert (settings.actions, settings.directions) == ((Action.RUN, Action.JUMP), (Direction.LEFT,))
    assert (settings.archetype, settings.generator) == (Archetype.FLYER, "rig")
    assert (settings.tier, settings.only_tier) == (Tier.DIFFUSION, True)
