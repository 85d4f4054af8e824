import pytest
from neonworks_models.intent.context import SpriteContext
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Variant


@pytest.mark.parametrize(
    ("name", "action", "variant"),
    [
        ("goblin_archer_02", Action.ATTACK, Variant.SHOOT),
        ("old mage", Action.CAST_SPELL, None),
        ("crate", None, None),
        ("", None, None),
    ],
)
def test_names_suggest(
    name: str, action: Action | None, variant: Variant | None, interpreter: EmbeddedInterpreter
) -> None:
    hints = interpreter.hints(name)
    assert (hints.action, hints.variant) == (action, variant)


def test_an_attack_is_the_characters_own(interpreter: EmbeddedInterpreter) -> None:
    archer = SpriteContext("archer")
    assert interpreter.interpret("attack", context=archer).spec.variant is Variant.SHOOT
    assert interpreter.interpret("kick", context=archer).spec.variant is Variant.KICK
    assert interpreter.interpret("walk", context=archer).spec.variant is None


def test_a_mage_may_have_meant_a_spell(interpreter: EmbeddedInterpreter) -> None:
    answer = interpreter.interpret("attack", context=SpriteContext("mage"))
    assert answer.spec.animation_type is Action.ATTACK
    assert answer.alternatives[0].animation_type is Action.CAST_SPELL


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("walk the other way", Direction.LEFT),
        ("turn around and walk", Direction.LEFT),
        ("walk down the screen, mirrored", Direction.DOWN),
        ("walk", None),
        ("in die andere Richtung gehen", Direction.LEFT),
        ("反対向きに歩く", Direction.LEFT),
    ],
)
def test_directions_are_relative_to_the_sprite(
    text: str, direction: Direction | None, interpreter: EmbeddedInterpreter
) -> None:
    context = SpriteContext(facing=Direction.RIGHT)
    assert interpreter.interpret(text, context=context).spec.direction is direction
    assert interpreter.interpret(text).spec.direction in (direction, None)


def test_a_refinement_turns_what_was_there(interpreter: EmbeddedInterpreter) -> None:
    before = MotionSpec(animation_type=Action.RUN, direction=Direction.UP)
    after = interpreter.interpret("the other way please", previous=before)
    assert after.understood
    assert after.spec == MotionSpec(animation_type=Action.RUN, direction=Direction.DOWN)


def test_how_a_body_without_legs_walks_is_told(interpreter: EmbeddedInterpreter) -> None:
    notes = interpreter.interpret("walk", context=SpriteContext(archetype=Archetype.BLOB)).notes
    assert any("hops" in note for note in notes)
    assert interpreter.interpret("attack", context=SpriteContext(archetype=Archetype.BLOB)).notes == ()
