import pytest
from neonworks_models.intent.confidence import UNSURE
from neonworks_models.intent.interpreter import EmbeddedInterpreter


def sure(interpreter: EmbeddedInterpreter, text: str) -> dict[str, float]:
    return interpreter.interpret(text).field_confidence


def test_every_field_of_the_spec_is_weighed(interpreter: EmbeddedInterpreter) -> None:
    heard = interpreter.interpret("a quick slash to the left in 6 frames")
    assert set(heard.field_confidence) <= set(type(heard.spec).__struct_fields__)
    assert {"animation_type", "variant", "direction", "speed_multiplier", "frame_count"} <= set(
        heard.field_confidence
    )
    assert heard.field_confidence["animation_type"] == heard.spec.confidence
    assert "variant" not in sure(interpreter, "walk")


@pytest.mark.parametrize(
    ("field", "plain", "vague"),
    [
        ("variant", "stab with the spear", "the archer attacks"),
        ("direction", "walk, facing left", "walk left, then facing right"),
        ("speed_multiplier", "walk slowly", "stroll"),
        ("intensity", "walk with force", "an exhausted walk"),
        ("frame_count", "walk in 8 frames", "walk in 99 frames"),
        ("direction", "walk to the left", "wlak to the lfet"),
    ],
)
def test_what_is_said_plainly_is_surer(
    field: str, plain: str, vague: str, interpreter: EmbeddedInterpreter
) -> None:
    assert sure(interpreter, plain)[field] > sure(interpreter, vague)[field]


def test_only_odd_sentences_are_unsure(interpreter: EmbeddedInterpreter) -> None:
    assert min(sure(interpreter, "walk to the left").values()) >= UNSURE
    assert sure(interpreter, "zorblax the quux")["animation_type"] < UNSURE
