from dataclasses import replace

from neonworks_editor.studio.settings import Settings
from neonworks_editor.studio.spec import FieldEdit, SpecField
from neonworks_editor.studio.sprite import sprite_from_bytes
from neonworks_protocol.limits import Limits
from neonworks_protocol.vocabulary import Action, Direction, Tier

from tests.fakes.editor_links import png, reading_of

SPRITE = sprite_from_bytes(png(), "hero.png", Limits())
TEXT = "gehe langsam — 歩く 🙂 - a=b? s0 é"


def test_the_sentence_is_sent_unchanged() -> None:
    message = Settings(sprite=SPRITE, text=TEXT).content(0, None).message
    assert (message.text, message.spec, message.sprite) == (TEXT, (), SPRITE.data)


def test_everything_that_is_set_is_asked_for() -> None:
    settings = Settings(
        sprite=SPRITE,
        text="walk",
        actions=(Action.RUN,),
        directions=(Direction.LEFT, Direction.UP),
        facing=Direction.DOWN,
        joints=(("neck", (1.0, 2.0)),),
        tier=Tier.DRAFT,
        seeds=(7, 9),
    )
    message = settings.content(1, None).message
    assert (message.seed, message.tier, message.facing) == (9, Tier.DRAFT, Direction.DOWN)
    assert (message.actions, message.directions) == ((Action.RUN,), (Direction.LEFT, Direction.UP))
    assert message.joints == {"neck": (1.0, 2.0)}
    assert settings.content(0, None).key != settings.content(1, None).key


def test_edits_make_specs_of_a_sequence() -> None:
    settings = Settings(sprite=SPRITE, text="walk run", edits=(FieldEdit(1, SpecField.SPEED, 2.0),))
    assert settings.needs_reading
    specs = settings.content(0, reading_of("walk run")).message.spec
    assert [(spec.animation_type, spec.speed_multiplier) for spec in specs] == [("walk", 1.0), ("run", 2.0)]


def test_a_sentence_alone_needs_no_reading_and_a_sprite_alone_asks_nothing() -> None:
    plain = Settings(sprite=SPRITE, text="walk")
    assert not plain.needs_reading
    assert plain.asks_for_something
    assert not replace(plain, text="  ").asks_for_something
    assert not replace(plain, sprite=None).asks_for_something
    assert not replace(plain, text="", edits=(FieldEdit(0, SpecField.SPEED, 2.0),)).asks_for_something
    assert replace(plain, text="", edits=(FieldEdit(0, SpecField.ACTION, Action.RUN),)).asks_for_something
    assert replace(plain, text="", actions=(Action.IDLE,)).asks_for_something
