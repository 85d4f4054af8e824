"""Every effect shows, keeps to its palette and to binary alpha, closes its loop and is the same each time."""

from dataclasses import replace

import numpy as np
import pytest
from neonworks_models.contract.checker import check_clip
from neonworks_models.effects.overlay import EffectRenderer
from neonworks_models.examples.gallery import ExampleSprite
from neonworks_models.generators.base import NullContext
from neonworks_models.generators.blob import DraftBlob
from neonworks_models.requests import ClipPlan, GenerationRequest
from neonworks_models.sprites.sprite import RGBA, Sprite
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Effect

from tests.fakes.stills import example, request_for

BLOB = DraftBlob()


def spec_of(*effects: Effect, action: Action = Action.WALK, intensity: float = 0.6) -> MotionSpec:
    return MotionSpec(animation_type=action, special_effects=effects, intensity=intensity)


def padded(request: GenerationRequest) -> ClipPlan:
    bare = BLOB.plan(request)
    sides, top = EffectRenderer(request, bare).margins
    return replace(
        bare,
        width=bare.width + 2 * sides,
        height=bare.height + top,
        offset_x=bare.offset_x + sides,
        offset_y=bare.offset_y + top,
        pivot=(bare.pivot[0] + sides, bare.pivot[1] + top),
    )


def frames_of(request: GenerationRequest, plan: ClipPlan) -> tuple[list[RGBA], list[RGBA]]:
    """The clip without and with its effects."""
    effects = EffectRenderer(request, plan)
    bare = [frame.rgba for frame in BLOB.generate(request, plan, NullContext())]
    return bare, [effects.apply(i, frame) for i, frame in enumerate(bare)]


def colours(frames: list[RGBA]) -> set[tuple[int, ...]]:
    return {tuple(c) for frame in frames for c in frame[frame[..., 3] > 0][:, :3].tolist()}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("effect", Effect)
def test_an_effect_shows_and_keeps_the_contract(effect: Effect, action: Action) -> None:
    for name, direction in (("egg_hero", Direction.RIGHT), ("bat", Direction.DOWN)):
        request = request_for(name, spec_of(effect, action=action), direction=direction)
        plan = padded(request)
        bare, lit = frames_of(request, plan)
        assert any(not np.array_equal(a, b) for a, b in zip(bare, lit, strict=True))
        extra = EffectRenderer(request, plan).palette
        assert colours(lit) - colours(bare) <= set(extra)
        report = check_clip(request.sprite, request.analysis, request.spec, plan, lit, extra_palette=extra)
        assert [str(f) for f in report.findings if not f.passed] == []


@pytest.mark.parametrize("effect", Effect)
def test_binary_alpha_stays_binary_and_soft_alpha_is_used(effect: Effect) -> None:
    request = request_for("slime", spec_of(effect))
    _, lit = frames_of(request, padded(request))
    assert all(set(np.unique(frame[..., 3])) <= {0, 255} for frame in lit)
    soft = request_for(_softened(), spec_of(effect))
    assert all(frame.dtype == np.uint8 for frame in frames_of(soft, padded(soft))[1])


def test_a_soft_still_fades_in_alpha_not_in_dots() -> None:
    request = request_for(_softened(), spec_of(Effect.FADE))
    bare, lit = frames_of(request, padded(request))
    middle = len(lit) // 2
    assert 0 < lit[middle][..., 3].max() < 255
    assert (lit[middle][..., 3] > 0).sum() > 0.9 * (bare[middle][..., 3] > 0).sum()


def test_all_effects_together_stay_on_the_canvas() -> None:
    request = request_for("slime", spec_of(*Effect, intensity=1.0), direction=Direction.RIGHT)
    plan = padded(request)
    _, lit = frames_of(request, plan)
    for frame in lit:
        assert frame.shape == (plan.height, plan.width, 4)
        assert not frame[0, :, 3].any()
        assert not frame[:, 0, 3].any()
        assert not frame[:, -1, 3].any()


@pytest.mark.parametrize("effect", Effect)
def test_frames_may_come_in_any_order_and_twice(effect: Effect) -> None:
    request = request_for("slime", spec_of(effect))
    plan = padded(request)
    bare, lit = frames_of(request, plan)
    again = EffectRenderer(request, plan)
    for index in reversed(range(len(bare))):
        before = bare[index].copy()
        assert np.array_equal(again.apply(index, bare[index]), lit[index])
        assert np.array_equal(bare[index], before), "the frame given is not written to"


def test_only_particles_depend_on_the_seed_among_lights() -> None:
    def clip(effect: Effect, seed: int) -> list[RGBA]:
        request = request_for("slime", spec_of(effect), seed=seed)
        return frames_of(request, padded(request))[1]

    same = [np.array_equal(a, b) for a, b in zip(clip(Effect.GLOW, 1), clip(Effect.GLOW, 2), strict=True)]
    assert all(same)
    other = zip(clip(Effect.PARTICLES, 1), clip(Effect.PARTICLES, 2), strict=True)
    assert not all(a.shape == b.shape and np.array_equal(a, b) for a, b in other)


@pytest.mark.parametrize("effect", [Effect.GLOW, Effect.BLUR, Effect.FADE, Effect.PARTICLES, Effect.SHAKE])
def test_intensity_changes_the_effect(effect: Effect) -> None:
    request = request_for("slime", spec_of(effect, intensity=0.0))
    strong = replace(request, spec=spec_of(effect, intensity=1.0))
    plan = padded(request_for("slime", spec_of(*Effect, intensity=1.0)))
    frame = next(iter(BLOB.generate(request, plan, NullContext()))).rgba
    weak_layer, strong_layer = EffectRenderer(request, plan), EffectRenderer(strong, plan)
    assert any(
        not np.array_equal(weak_layer.apply(i, frame), strong_layer.apply(i, frame))
        for i in range(plan.frame_count)
    )


def test_no_effects_no_change() -> None:
    request = request_for("slime", spec_of())
    plan = BLOB.plan(request)
    renderer = EffectRenderer(request, plan)
    frame = np.full((plan.height, plan.width, 4), 9, np.uint8)
    assert renderer.palette == ()
    assert renderer.margins == (0, 0)
    assert np.array_equal(renderer.apply(0, frame), frame)


def _softened() -> ExampleSprite:
    still = example("slime")
    rgba = still.sprite.rgba.copy()
    rgba[11, :, 3] //= 2
    return replace(still, sprite=Sprite.from_rgba(rgba), archetype=Archetype.BLOB)
