from neonworks_models.intent.explain import explain
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action


def test_a_plain_action_is_one_line() -> None:
    assert explain(MotionSpec(animation_type=Action.WALK)) == ("walk",)


def test_styles_show_their_numbers(interpreter: EmbeddedInterpreter) -> None:
    spec = interpreter.interpret("a tired punch to the left with glow, 8 frames, once").spec
    lines = explain(spec)
    assert lines[0] == "attack (punch)"
    assert any(line.startswith("tired: tempo ×0.7, ") and "head drop +0.16" in line for line in lines)
    assert {"direction: left", "effects: glow", "frames: 8", "plays once"} <= set(lines)


def test_the_head_is_told_in_pixels_where_its_height_is_known(interpreter: EmbeddedInterpreter) -> None:
    spec = interpreter.interpret("a tired walk").spec
    assert any("head -2 px" in line for line in explain(spec, head_px=12))
    assert not any("px" in line for line in explain(spec))
