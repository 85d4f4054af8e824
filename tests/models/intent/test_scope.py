import pytest
from neonworks_models.intent.interpreter import EmbeddedInterpreter


@pytest.mark.parametrize(
    "text",
    [
        "make it do the dishes",
        "play the lute",
        "xyzzy plugh",
        "what's the weather?",
        "12345",
        "???",
        "sing a song",
        "write a poem about walking",
        "pixel art wizard",
        "walk the dog",
    ],
)
def test_other_matters_are_not_understood(text: str, interpreter: EmbeddedInterpreter) -> None:
    answer = interpreter.interpret(text)
    assert not answer.understood
    assert answer.spec.confidence <= 0.35
    assert len(answer.alternatives) == 2
    assert answer.spec.animation_type not in {spec.animation_type for spec in answer.alternatives}
    assert answer.notes


def test_the_unknown_action_is_named(interpreter: EmbeddedInterpreter) -> None:
    (note, *_) = interpreter.interpret("yodel loudly").notes
    assert "'yodel'" in note
    assert "I chose" in note


@pytest.mark.parametrize(
    "text",
    ["walk", "a knight walks past a hotel animation frame", "he runs, then dances", "knuckle sandwich"],
)
def test_known_actions_are_understood(text: str, interpreter: EmbeddedInterpreter) -> None:
    assert interpreter.interpret(text).understood
