"""``DraftBlob``: honest capabilities, plans that hold every frame, clips that keep the sprite contract."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neonworks_models.contract.checker import check_clip
from neonworks_models.contract.enforce import finish_frame
from neonworks_models.generators.base import NullContext
from neonworks_models.generators.blob import DraftBlob
from neonworks_models.generators.timing import resolve
from neonworks_models.requests import ClipPlan, GenerationRequest
from neonworks_models.sprites.sprite import RGBA, Sprite
from neonworks_protocol.errors import JobCancelled, UnsupportedAction, UnsupportedDirection
from neonworks_protocol.motion import MotionParameters, MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Variant

from tests.fakes.stills import known_analysis, request_for

BLOB = DraftBlob()
CREATURES = ("slime", "small_slime", "egg_hero", "bat")
STYLES = {
    "neutral": MotionParameters(),
    "angry": MotionParameters(stride=1.6, bob=1.5, lean=10, squash=0.6, tempo_curve=0.7),
    "extreme": MotionParameters(stride=3, bob=3, lean=30, arm_swing=3, squash=1, head_drop=-0.5),
    "frozen": MotionParameters(stride=0, bob=0, lean=-30, arm_swing=0, head_drop=0.5, tempo_curve=-1),
}


def drawn(request: GenerationRequest) -> tuple[ClipPlan, list[RGBA]]:
    plan = BLOB.plan(request)
    return plan, [frame.rgba for frame in BLOB.generate(request, plan, NullContext())]


def broken_rules(request: GenerationRequest) -> list[str]:
    plan, frames = drawn(request)
    analysis = request.analysis
    done = [finish_frame(frame, analysis.palette, analysis.alpha) for frame in frames]
    report = check_clip(request.sprite, analysis, request.spec, plan, done)
    return [str(finding) for finding in report.findings if not finding.passed]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("name", CREATURES)
def test_clips_keep_the_contract(name: str, action: Action, style: str) -> None:
    spec = MotionSpec(animation_type=action, parameters=STYLES[style])
    assert broken_rules(request_for(name, spec)) == []


@pytest.mark.parametrize("variant", Variant)
@pytest.mark.parametrize("direction", Direction)
def test_attacks_keep_the_contract_in_every_direction(variant: Variant, direction: Direction) -> None:
    spec = MotionSpec(animation_type=Action.ATTACK, variant=variant, intensity=1.0, direction=direction)
    assert broken_rules(request_for("egg_hero", spec, direction=direction)) == []


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("archetype", [Archetype.PROP, Archetype.QUADRUPED])
def test_other_bodies_keep_the_contract(archetype: Archetype, action: Action) -> None:
    assert (
        broken_rules(request_for("knight_right", MotionSpec(animation_type=action), archetype=archetype))
        == []
    )


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("count", [2, 3, 5, 16])
def test_any_action_can_be_looped(action: Action, count: int) -> None:
    spec = MotionSpec(animation_type=action, frame_count=count, loop=True)
    plan, frames = drawn(request_for("slime", spec))
    assert plan.loop
    assert len(frames) == len(plan.durations) == count
    assert not np.array_equal(frames[0], frames[-1])


def test_the_plan_pads_both_sides_alike_and_never_below() -> None:
    request = request_for("slime", MotionSpec(animation_type=Action.JUMP, intensity=1.0))
    plan, frames = drawn(request)
    still = request.sprite
    assert plan.width - still.width == 2 * plan.offset_x
    assert plan.height - still.height == plan.offset_y > 0
    assert plan.pivot == (request.analysis.core_x + plan.offset_x, request.analysis.foot_line + plan.offset_y)
    for frame in frames:
        assert frame.shape == (plan.height, plan.width, 4)
        assert not frame[0].any()
        assert not frame[:, 0].any()
        assert not frame[:, -1].any()


def test_frames_follow_a_plan_that_was_padded_for_effects() -> None:
    request = request_for("slime", MotionSpec(animation_type=Action.WALK))
    plan, frames = drawn(request)
    wider = ClipPlan(
        plan.width + 8,
        plan.height + 3,
        plan.offset_x + 4,
        plan.offset_y + 3,
        (plan.pivot[0] + 4, plan.pivot[1] + 3),
        plan.durations,
        plan.loop,
    )
    padded = [frame.rgba for frame in BLOB.generate(request, wider, NullContext())]
    assert all(np.array_equal(a, b[3:, 4:-4]) for a, b in zip(frames, padded, strict=True))


@pytest.mark.parametrize("action", Action)
def test_a_symmetric_body_moves_left_as_it_moves_right(action: Action) -> None:
    right, left = (
        drawn(request_for("slime", MotionSpec(animation_type=action, direction=d), direction=d))
        for d in (Direction.RIGHT, Direction.LEFT)
    )
    for a, b in zip(right[1], left[1], strict=True):
        assert np.array_equal(a[..., 3], b[:, ::-1, 3])


def test_a_side_still_is_mirrored_for_the_other_side() -> None:
    spec = MotionSpec(animation_type=Action.WALK)
    same = request_for("knight_right", spec, archetype=Archetype.PROP)
    other = request_for("knight_right", spec, archetype=Archetype.PROP, direction=Direction.LEFT)
    for a, b in zip(drawn(same)[1], drawn(other)[1], strict=True):
        assert np.array_equal(a[..., 3] > 0, b[:, ::-1, 3] > 0)


@pytest.mark.parametrize(
    ("action", "parameters"),
    [
        (Action.WALK, MotionParameters(tempo_curve=0.8)),
        (Action.WALK, MotionParameters(stride=0.3)),
        (Action.WALK, MotionParameters(bob=2.0)),
        (Action.IDLE, MotionParameters(lean=15)),
        (Action.IDLE, MotionParameters(arm_swing=3)),
        (Action.IDLE, MotionParameters(head_drop=0.3)),
        (Action.ATTACK, MotionParameters(squash=1)),
        (Action.ATTACK, MotionParameters(holds=0.8)),
    ],
)
def test_every_parameter_changes_the_clip(action: Action, parameters: MotionParameters) -> None:
    plain = drawn(request_for("slime", MotionSpec(animation_type=action)))
    styled = drawn(request_for("slime", MotionSpec(animation_type=action, parameters=parameters)))
    same = len(plain[1]) == len(styled[1]) and all(
        a.shape == b.shape and np.array_equal(a, b) for a, b in zip(plain[1], styled[1], strict=True)
    )
    assert not same or plain[0].durations != styled[0].durations


def test_same_request_same_pixels() -> None:
    request = request_for("egg_hero", MotionSpec(animation_type=Action.ATTACK))
    again = request_for("egg_hero", MotionSpec(animation_type=Action.ATTACK))
    assert all(np.array_equal(a, b) for a, b in zip(drawn(request)[1], drawn(again)[1], strict=True))


def test_bipeds_are_left_to_their_own_generator() -> None:
    with pytest.raises(UnsupportedAction, match="biped"):
        BLOB.plan(request_for("knight_down", MotionSpec(animation_type=Action.WALK)))


def test_a_flyer_is_not_turned() -> None:
    request = request_for("bat", MotionSpec(animation_type=Action.WALK), direction=Direction.RIGHT)
    with pytest.raises(UnsupportedDirection, match="give a still that faces right"):
        BLOB.plan(request)


def test_the_checkpoint_is_called_between_frames() -> None:
    class Cancelled(NullContext):
        calls = 0

        def checkpoint(self) -> None:
            self.calls += 1
            if self.calls > 2:
                raise JobCancelled("no longer wanted")

    request = request_for("slime", MotionSpec(animation_type=Action.WALK))
    frames = BLOB.generate(request, BLOB.plan(request), Cancelled())
    next(frames)
    next(frames)
    with pytest.raises(JobCancelled):
        next(frames)


def test_capabilities_cover_what_is_drawn() -> None:
    record = BLOB.capabilities
    assert set(record.actions) == set(Action)
    assert Archetype.BIPED not in record.archetypes
    assert record.deterministic


@st.composite
def _stills(draw: st.DrawFn) -> Sprite:
    width, height = draw(st.integers(8, 40)), draw(st.integers(8, 40))
    noise = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    rgba = noise.integers(0, 256, (height, width, 4), dtype=np.uint8)
    rgba[..., 3] = np.where(noise.random((height, width)) < draw(st.floats(0.02, 1.0)), 255, 0)
    rgba[height // 2, width // 2, 3] = 255
    return Sprite.from_rgba(rgba)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    still=_stills(),
    action=st.sampled_from(Action),
    archetype=st.sampled_from([a for a in Archetype if a is not Archetype.BIPED]),
    intensity=st.floats(0, 1),
)
def test_any_picture_can_be_drawn(
    still: Sprite, action: Action, archetype: Archetype, intensity: float
) -> None:
    analysis = known_analysis(still, Direction.RIGHT, archetype)
    spec = resolve(MotionSpec(animation_type=action, intensity=intensity), analysis)
    request = GenerationRequest(still, analysis, spec, Direction.LEFT)
    plan, frames = drawn(request)
    known = {tuple(c) for c in still.rgba.reshape(-1, 4).tolist()} | {(0, 0, 0, 0)}
    for frame in frames:
        assert frame.shape == (plan.height, plan.width, 4)
        assert {tuple(c) for c in frame.reshape(-1, 4).tolist()} <= known
