import msgspec
import pytest
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Direction, Effect

WALK = MotionSpec(
    animation_type=Action.WALK,
    direction=Direction.RIGHT,
    speed_multiplier=1.0,
    special_effects=(Effect.GLOW,),
    frame_count=8,
)


def refined(interpreter: EmbeddedInterpreter, text: str, previous: MotionSpec = WALK) -> MotionSpec:
    return interpreter.interpret(text, previous=previous).spec


@pytest.mark.parametrize(
    ("text", "speed"),
    [("half the speed", 0.5), ("twice as fast", 2.0), ("10x speed", 3.0), ("normal speed", 1.0)],
)
def test_factors_apply_to_the_speed_before(text: str, speed: float, interpreter: EmbeddedInterpreter) -> None:
    assert refined(interpreter, text).speed_multiplier == speed


@pytest.mark.parametrize("start", [0.2, 0.7, 1.0, 1.8, 2.5])
def test_slower_lowers_and_faster_raises(start: float, interpreter: EmbeddedInterpreter) -> None:
    before = msgspec.structs.replace(WALK, speed_multiplier=start)
    assert refined(interpreter, "slower", before).speed_multiplier < start
    assert refined(interpreter, "much slower", before).speed_multiplier <= (
        refined(interpreter, "a bit slower", before).speed_multiplier
    )
    assert refined(interpreter, "faster", before).speed_multiplier > start


def test_only_what_is_said_changes(interpreter: EmbeddedInterpreter) -> None:
    assert refined(interpreter, "same but to the left") == msgspec.structs.replace(
        WALK, direction=Direction.LEFT
    )
    assert refined(interpreter, "12 frames instead") == msgspec.structs.replace(WALK, frame_count=12)
    assert refined(interpreter, "make it 12") == msgspec.structs.replace(WALK, frame_count=12)
    assert refined(interpreter, "without the glow") == msgspec.structs.replace(WALK, special_effects=())
    assert refined(interpreter, "don't loop") == msgspec.structs.replace(WALK, loop=False)


def test_effects_are_added_and_removed(interpreter: EmbeddedInterpreter) -> None:
    assert refined(interpreter, "add sparkles").special_effects == (Effect.GLOW, Effect.PARTICLES)
    assert refined(interpreter, "remove all effects").special_effects == ()


def test_pose_words_change_parameters(interpreter: EmbeddedInterpreter) -> None:
    bouncy = refined(interpreter, "more bounce")
    assert bouncy.parameters.bob > 1
    assert bouncy == msgspec.structs.replace(WALK, parameters=bouncy.parameters)
    assert refined(interpreter, "less bounce").parameters.bob < 1
    assert refined(interpreter, "bigger steps").parameters.stride > 1


def test_a_new_mood_replaces_the_old_one(interpreter: EmbeddedInterpreter) -> None:
    tired = refined(interpreter, "make him tired")
    assert tired.style_modifiers == ("tired",)
    assert tired.speed_multiplier < 1
    angry = refined(interpreter, "now make him angry", tired)
    assert angry.style_modifiers == ("angry",)
    assert angry.parameters.bob > 1
    assert angry.speed_multiplier > 1
    calm = refined(interpreter, "not angry anymore", angry)
    assert calm.style_modifiers == ()
    assert calm.parameters == WALK.parameters


def test_values_set_by_hand_survive_a_style_that_does_not_touch_them(
    interpreter: EmbeddedInterpreter,
) -> None:
    edited = msgspec.structs.replace(WALK, parameters=msgspec.structs.replace(WALK.parameters, squash=0.7))
    assert refined(interpreter, "make him tired", edited).parameters.squash == 0.7


def test_a_new_action_starts_afresh_unless_the_rest_stays(interpreter: EmbeddedInterpreter) -> None:
    fresh = refined(interpreter, "jump")
    assert (fresh.animation_type, fresh.direction, fresh.special_effects) == (Action.JUMP, None, ())
    kept = refined(interpreter, "the same but running")
    assert (kept.animation_type, kept.direction, kept.special_effects) == (
        Action.RUN, Direction.RIGHT, (Effect.GLOW,),
    )  # fmt: skip


def test_nothing_to_change_is_not_understood(interpreter: EmbeddedInterpreter) -> None:
    answer = interpreter.interpret("bananas", previous=WALK)
    assert not answer.understood
    assert answer.spec == WALK
    assert len(answer.alternatives) == 2
