from neonworks_models.intent.fields import new_spec, read_fields
from neonworks_models.intent.sentence import Reader
from neonworks_protocol.vocabulary import Action, Direction, Effect, Variant


def test_a_spec_holds_all_that_was_said(reader: Reader) -> None:
    fields = read_fields(reader.read("tired, to the left, sparkles, 8 frames, looping"), None)
    spec = new_spec(Action.WALK, None, fields, 0.9)
    assert spec.direction is Direction.LEFT
    assert spec.special_effects == (Effect.PARTICLES,)
    assert (spec.frame_count, spec.loop) == (8, True)
    assert spec.style_modifiers == ("tired",)
    assert spec.speed_multiplier < 0.9
    assert spec.parameters.head_drop > 0


def test_a_stated_speed_overrides_the_style(reader: Reader) -> None:
    spec = new_spec(Action.WALK, None, read_fields(reader.read("tired but fast"), None), 0.9)
    assert spec.speed_multiplier > 1.1


def test_only_attacks_have_variants(reader: Reader) -> None:
    fields = read_fields(reader.read("walk"), None)
    assert new_spec(Action.WALK, Variant.KICK, fields, 1.0).variant is None
    assert new_spec(Action.ATTACK, Variant.KICK, fields, 1.0).variant is Variant.KICK


def test_silence_is_noticed(reader: Reader) -> None:
    assert not read_fields(reader.read("hm"), None).says_something
    assert read_fields(reader.read("faster"), None).says_something
