"""A request's digest: the same for equal requests, another for anything that can change a pixel."""

from dataclasses import FrozenInstanceError, replace

import msgspec
import pytest
from neonworks_models.requests import ClipPlan, GenerationRequest
from neonworks_models.sprites.rig import Joint
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.motion import MotionParameters, MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Effect, Tier, Variant

from tests.fakes.stills import example, request_for

BASE = request_for(
    "knight_right",
    MotionSpec(animation_type=Action.ATTACK, variant=Variant.SLASH, special_effects=(Effect.GLOW,)),
)
SPEC_CHANGES: dict[str, object] = {
    "animation_type": Action.WALK,
    "variant": Variant.KICK,
    "direction": Direction.LEFT,
    "style_modifiers": ("angry",),
    "intensity": 0.51,
    "speed_multiplier": 1.1,
    "special_effects": (Effect.FLASH,),
    "frame_count": 7,
    "loop": True,
    "parameters": MotionParameters(bob=1.1),
}


def joint_moved() -> GenerationRequest:
    joints = dict(BASE.analysis.joints or {})
    joints[Joint.LEFT_KNEE] = (1.0, 2.0)
    return replace(BASE, analysis=replace(BASE.analysis, joints=joints))


def pixel_changed() -> GenerationRequest:
    rgba = BASE.sprite.rgba.copy()
    rgba[40, 30] = (1, 2, 3, 255)
    return replace(BASE, sprite=Sprite.from_rgba(rgba))


OTHERS = {
    "sprite": pixel_changed(),
    "joints": joint_moved(),
    "no joints": replace(BASE, analysis=replace(BASE.analysis, joints=None)),
    "archetype": replace(BASE, analysis=replace(BASE.analysis, archetype=Archetype.PROP)),
    "facing": replace(BASE, analysis=replace(BASE.analysis, facing=Direction.LEFT)),
    "direction": replace(BASE, direction=Direction.LEFT),
    "tier": replace(BASE, tier=Tier.SPRITE),
    "generator": replace(BASE, generator="draft-biped"),
    "seed": replace(BASE, seed=1),
    "keyframe": replace(BASE, keyframes=(BASE.sprite,)),
    "keyframes": replace(BASE, keyframes=(BASE.sprite, BASE.sprite.mirrored())),
    "keyframes in another order": replace(BASE, keyframes=(BASE.sprite.mirrored(), BASE.sprite)),
    **{
        f"spec.{name}": replace(BASE, spec=msgspec.structs.replace(BASE.spec, **{name: value}))
        for name, value in SPEC_CHANGES.items()
    },
}


def test_equal_requests_have_equal_digests() -> None:
    again = request_for(
        "knight_right",
        MotionSpec(animation_type=Action.ATTACK, variant=Variant.SLASH, special_effects=(Effect.GLOW,)),
    )
    assert again is not BASE
    assert again.digest == BASE.digest
    assert len(bytes.fromhex(BASE.digest)) == 32


def test_the_order_of_joints_does_not_matter() -> None:
    joints = dict(reversed(list((BASE.analysis.joints or {}).items())))
    assert replace(BASE, analysis=replace(BASE.analysis, joints=joints)).digest == BASE.digest


def test_how_sure_the_reading_was_does_not_matter() -> None:
    unsure = replace(BASE, spec=msgspec.structs.replace(BASE.spec, confidence=0.3))
    assert unsure.digest == BASE.digest


def test_a_whole_number_is_no_other_number_than_its_float() -> None:
    """What is built in code and what is decoded from the wire must draw the same particles."""
    spec = msgspec.structs.replace(
        BASE.spec, speed_multiplier=1, intensity=1, parameters=MotionParameters(lean=5, bob=0)
    )
    joints = {joint: (round(x), round(y)) for joint, (x, y) in (BASE.analysis.joints or {}).items()}
    decoded = msgspec.json.decode(msgspec.json.encode(spec), type=MotionSpec)
    floats = {joint: (float(x), float(y)) for joint, (x, y) in joints.items()}
    built = replace(BASE, spec=spec, analysis=replace(BASE.analysis, joints=joints))
    assert built.digest == replace(BASE, spec=decoded, analysis=replace(BASE.analysis, joints=floats)).digest


@pytest.mark.parametrize("what", OTHERS)
def test_every_input_changes_the_digest(what: str) -> None:
    assert OTHERS[what].digest != BASE.digest


def test_no_two_of_them_are_alike() -> None:
    assert len({request.digest for request in OTHERS.values()}) == len(OTHERS)


def test_every_field_of_a_spec_was_tried() -> None:
    names = {field.name for field in msgspec.structs.fields(MotionSpec)}
    assert names == set(SPEC_CHANGES) | {"confidence"}


def test_every_parameter_changes_the_digest() -> None:
    digests = {BASE.digest}
    names = [field.name for field in msgspec.structs.fields(MotionParameters)]
    for name in names:
        parameters = MotionParameters(**{name: 0.25})
        digests.add(replace(BASE, spec=msgspec.structs.replace(BASE.spec, parameters=parameters)).digest)
    assert len(digests) == len(names) + 1


def test_the_same_picture_is_the_same_sprite() -> None:
    """What hides under clear pixels is no part of the picture."""
    rgba = BASE.sprite.rgba.copy()
    rgba[rgba[..., 3] == 0] = (9, 9, 9, 0)
    assert replace(BASE, sprite=Sprite.from_rgba(rgba)).digest == BASE.digest


def test_requests_and_plans_are_fixed() -> None:
    plan = ClipPlan(8, 9, 1, 2, (4.0, 9.0), (100, 80), True)
    assert plan.frame_count == 2
    with pytest.raises(FrozenInstanceError):
        plan.width = 3  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        BASE.seed = 3  # type: ignore[misc]


def test_facing_is_the_analysis_own() -> None:
    assert BASE.facing is example("knight_right").facing is Direction.RIGHT
