import pytest
from neonworks_models.intent.context import Hints
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_models.intent.suggestions import suggest
from neonworks_protocol.vocabulary import Action, Archetype, Variant


@pytest.mark.parametrize("archetype", Archetype)
def test_the_interpreter_reads_every_suggestion(
    archetype: Archetype, interpreter: EmbeddedInterpreter
) -> None:
    for variant in (None, *Variant):
        for made in suggest(archetype, (), Hints(Action.ATTACK, variant), most=8):
            spec = interpreter.interpret(made.text).spec
            assert (spec.animation_type, spec.variant) == (made.action, made.variant), made.text


def test_what_is_there_is_not_suggested_again() -> None:
    made = {Action.IDLE, Action.WALK}
    texts = suggest(Archetype.BIPED, made)
    assert len(texts) == 3
    assert not made & {suggestion.action for suggestion in texts}
    assert suggest(Archetype.PROP, set(Action)) == ()


def test_a_mage_casts_before_it_fights() -> None:
    first = suggest(Archetype.BIPED, {Action.IDLE, Action.WALK}, Hints(Action.CAST_SPELL))[0]
    assert first.action is Action.CAST_SPELL
