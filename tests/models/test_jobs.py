import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_models.intent.styles import STYLES
from neonworks_models.jobs import MotionOptions, apply_options, understand
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.vocabulary import Action, Direction, Effect, Variant

_WALK = MotionSpec(
    animation_type=Action.WALK,
    direction=Direction.LEFT,
    frame_count=10,
    speed_multiplier=0.5,
    special_effects=(Effect.GLOW,),
)
_JUMP = MotionSpec(animation_type=Action.JUMP)


def _heard(*specs: MotionSpec) -> Interpretation:
    return Interpretation(understood=True, sequence=specs)


def _never(text: str) -> Interpretation:
    raise AssertionError(text)


def test_without_options_the_sentence_stands() -> None:
    heard = _heard(_WALK, _JUMP)
    assert apply_options(heard, MotionOptions()) == heard


def test_options_win_over_the_sentence() -> None:
    options = MotionOptions(frames=6, speed=2.0, intensity=0.9, effects=(Effect.GLOW, Effect.SHAKE))
    (walk, jump) = apply_options(_heard(_WALK, _JUMP), options).sequence
    assert (walk.frame_count, walk.speed_multiplier, walk.intensity) == (6, 2.0, 0.9)
    assert walk.special_effects == (Effect.GLOW, Effect.SHAKE)
    assert (jump.frame_count, jump.special_effects) == (6, (Effect.GLOW, Effect.SHAKE))


def test_a_named_action_is_done_in_the_manner_of_the_sentence() -> None:
    heard = apply_options(_heard(_WALK, _JUMP), MotionOptions(action=Action.ATTACK, variant=Variant.KICK))
    (spec,) = heard.sequence
    assert (spec.animation_type, spec.variant, spec.frame_count) == (Action.ATTACK, Variant.KICK, None)
    assert (spec.direction, spec.speed_multiplier) == (Direction.LEFT, 0.5)


def test_the_same_action_keeps_its_frames() -> None:
    (spec,) = apply_options(_heard(_WALK), MotionOptions(action=Action.WALK)).sequence
    assert spec.frame_count == 10


def test_a_variant_alone_means_an_attack() -> None:
    heard = understand(None, MotionOptions(variant=Variant.PUNCH), _never)
    assert (heard.spec.animation_type, heard.spec.variant) == (Action.ATTACK, Variant.PUNCH)


def test_only_attacks_have_variants() -> None:
    with pytest.raises(BadRequest, match="walk has no variant"):
        understand(None, MotionOptions(action=Action.WALK, variant=Variant.PUNCH), _never)


@pytest.mark.parametrize("text", [None, "", "   \n"])
def test_nothing_asked_for_is_an_error_that_teaches(text: str | None) -> None:
    with pytest.raises(BadRequest, match="a sentence"):
        understand(text, MotionOptions(), _never)


def test_endless_text_is_refused_unread() -> None:
    with pytest.raises(BadRequest, match="100000 characters"):
        understand("a" * 100_000, MotionOptions(), _never)


def test_an_action_makes_an_unclear_sentence_clear() -> None:
    unclear = Interpretation(understood=False, sequence=(_JUMP,), alternatives=(_WALK,))
    heard = understand("blorp", MotionOptions(action=Action.RUN), lambda _text: unclear)
    assert heard.understood
    assert heard.alternatives == ()


def test_styles_change_pose_and_speed() -> None:
    (spec,) = understand(None, MotionOptions(action=Action.WALK, styles=("tired",)), _never).sequence
    tired = STYLES["tired"]
    assert spec.parameters == tired.parameters
    assert spec.speed_multiplier == pytest.approx(tired.tempo)
    assert spec.style_modifiers == ("tired",)


def test_a_style_that_was_said_already_is_not_doubled() -> None:
    read = EmbeddedInterpreter().interpret
    assert understand("a tired walk", MotionOptions(styles=("tired",)), read) == read("a tired walk")


@given(
    st.lists(st.sampled_from(sorted(STYLES)), max_size=5, unique=True),
    st.sampled_from(Action),
    st.none() | st.floats(0.1, 3),
)
def test_values_stay_in_range(styles: list[str], action: Action, speed: float | None) -> None:
    options = MotionOptions(action=action, speed=speed, styles=tuple(styles))
    spec = understand(None, options, _never).spec
    assert 0.1 <= spec.speed_multiplier <= 3
    assert 0 <= spec.intensity <= 1
    assert speed is None or spec.speed_multiplier == speed
