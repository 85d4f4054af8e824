"""From specs to finished frames: requests in order, effects on a wider canvas, the contract's report."""

from collections.abc import Sequence

import numpy as np
import pytest
from neonworks_models.contract.report import ContractReport, Rule
from neonworks_models.examples.gallery import ExampleSprite
from neonworks_models.generators.base import NullContext
from neonworks_models.generators.registry import default_registry
from neonworks_models.pipeline import Pipeline, build_requests
from neonworks_models.requests import GenerationRequest
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.errors import (
    BadRequest,
    JobCancelled,
    Unavailable,
    UnsupportedAction,
    UnsupportedDirection,
)
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Direction, Effect, Tier, Variant

from tests.fakes.bipeds import BIPED_NAMES, biped
from tests.fakes.stills import example, known_analysis, request_for

PIPELINE = Pipeline(default_registry())
WALK, JUMP = MotionSpec(animation_type=Action.WALK), MotionSpec(animation_type=Action.JUMP)
PERFORMANCES = [
    *((action, None) for action in Action if action is not Action.ATTACK),
    *((Action.ATTACK, variant) for variant in Variant),
]
DRAWN = [name for name in BIPED_NAMES if not name.endswith("left")]
BIPEDS = ("knight_down", "knight_right", "knight_up", "mage_right", "adventurer_down", "adventurer_right")
CREATURES = ("slime", "egg_hero", "bat")


class Reports(NullContext):
    """Keeps what was reported; cancels at checkpoint ``last`` if there is one."""

    def __init__(self, last: int | None = None) -> None:
        self.last = last
        self.fractions: list[float] = []
        self.checkpoints = 0

    def checkpoint(self) -> None:
        self.checkpoints += 1
        if self.checkpoints == self.last:
            raise JobCancelled("no longer wanted")

    def progress(self, fraction: float, note: str = "") -> None:
        self.fractions.append(fraction)


def built(
    still: ExampleSprite, specs: Sequence[MotionSpec], *directions: Direction
) -> list[GenerationRequest]:
    analysis = known_analysis(still.sprite, still.facing, still.archetype, still.joints)
    return list(build_requests(still.sprite, analysis, specs, directions=directions))


def rendered(request: GenerationRequest) -> list[RGBA]:
    plan = PIPELINE.plan(request)
    return [frame.rgba for frame in PIPELINE.render(request, plan, NullContext())]


def reported(request: GenerationRequest) -> ContractReport:
    return PIPELINE.report(request, PIPELINE.plan(request), rendered(request))


def test_requests_come_spec_by_spec_in_each_direction() -> None:
    requests = built(biped("knight_right"), (WALK, JUMP), Direction.LEFT, Direction.RIGHT)
    assert [(r.spec.animation_type, r.direction) for r in requests] == [
        (Action.WALK, Direction.LEFT),
        (Action.WALK, Direction.RIGHT),
        (Action.JUMP, Direction.LEFT),
        (Action.JUMP, Direction.RIGHT),
    ]
    for request in requests:
        assert request.spec.direction is request.direction
        assert request.spec.frame_count == len(PIPELINE.plan(request).durations)


def test_without_directions_each_spec_has_its_own() -> None:
    turned = MotionSpec(animation_type=Action.WALK, direction=Direction.LEFT)
    requests = built(biped("knight_right"), (WALK, turned))
    assert [r.direction for r in requests] == [Direction.RIGHT, Direction.LEFT]
    assert built(biped("knight_right"), ()) == []


def test_requests_carry_what_was_asked_for() -> None:
    still = example("slime")
    analysis = known_analysis(still.sprite, still.facing, still.archetype)
    (request,) = build_requests(
        still.sprite, analysis, [WALK], tier=Tier.SPRITE, generator="draft-blob", seed=7
    )
    assert (request.tier, request.generator, request.seed) == (Tier.SPRITE, "draft-blob", 7)
    assert request.sprite is still.sprite
    assert request.analysis is analysis


def test_a_spec_out_of_range_is_a_bad_request() -> None:
    with pytest.raises(BadRequest, match="choose 2 to 32"):
        built(biped("knight_right"), (WALK, MotionSpec(animation_type=Action.IDLE, frame_count=99)))


@pytest.mark.parametrize("name", [*BIPEDS, *CREATURES])
def test_the_report_judges_the_finished_frames(name: str) -> None:
    request = request_for(name, WALK)
    plan, frames = PIPELINE.plan(request), rendered(request)
    good = PIPELINE.report(request, plan, frames)
    assert [finding.rule for finding in good.findings] == list(Rule)
    assert good[Rule.CANVAS].passed
    assert good[Rule.COLOURS].passed
    spoilt = [frame.copy() for frame in frames]
    spoilt[1][spoilt[1][..., 3] > 0] = (1, 254, 3, 128)
    bad = PIPELINE.report(request, plan, spoilt)
    assert not bad[Rule.COLOURS].passed
    assert not bad[Rule.ALPHA].passed
    assert not PIPELINE.report(request, plan, frames[:-1])[Rule.CANVAS].passed


@pytest.mark.parametrize(("action", "variant"), PERFORMANCES)
@pytest.mark.parametrize("name", DRAWN)
def test_bipeds_keep_the_contract_on_ground_canvas_and_colours(
    name: str, action: Action, variant: Variant | None
) -> None:
    report = reported(request_for(biped(name), MotionSpec(animation_type=action, variant=variant)))
    for rule in (Rule.CANVAS, Rule.BORDER, Rule.GROUND, Rule.FEET, Rule.COLOURS, Rule.ALPHA, Rule.SPECKS):
        assert report[rule].passed, report[rule].sentence()
    assert report[Rule.REPEAT].passed


@pytest.mark.parametrize("effect", Effect)
@pytest.mark.parametrize("name", ["villager_right", "adventurer_down", "slime"])
def test_effects_widen_the_canvas_and_keep_their_palette(name: str, effect: Effect) -> None:
    spec = MotionSpec(animation_type=Action.CAST_SPELL, special_effects=(effect,), intensity=1.0)
    bare = request_for(name, MotionSpec(animation_type=Action.CAST_SPELL, intensity=1.0))
    lit = request_for(name, spec)
    small, large = PIPELINE.plan(bare), PIPELINE.plan(lit)
    sides, top = large.offset_x - small.offset_x, large.offset_y - small.offset_y
    assert min(sides, top) >= 0
    assert (large.width, large.height) == (small.width + 2 * sides, small.height + top)
    assert large.pivot == (small.pivot[0] + sides, small.pivot[1] + top)
    assert (large.durations, large.loop) == (small.durations, small.loop)
    plain, shown = rendered(bare), rendered(lit)
    assert any(
        not np.array_equal(frame[top:, sides : sides + small.width], other)
        for frame, other in zip(shown, plain, strict=True)
    )
    report = PIPELINE.report(lit, large, shown)
    for rule in (Rule.CANVAS, Rule.BORDER, Rule.COLOURS, Rule.ALPHA):
        assert report[rule].passed, report.one_line()


def test_all_effects_at_once_fit_on_the_canvas() -> None:
    request = request_for(
        "villager_down", MotionSpec(animation_type=Action.JUMP, special_effects=tuple(Effect), intensity=1.0)
    )
    plan = PIPELINE.plan(request)
    frames = rendered(request)
    assert all(frame.shape == (plan.height, plan.width, 4) for frame in frames)
    assert PIPELINE.report(request, plan, frames)[Rule.BORDER].passed


@pytest.mark.parametrize("effects", [(), tuple(Effect)])
@pytest.mark.parametrize("name", ["mage_right", "bat"])
def test_the_same_request_gives_the_same_bytes(name: str, effects: tuple[Effect, ...]) -> None:
    spec = MotionSpec(animation_type=Action.ATTACK, special_effects=effects)
    one, other = request_for(name, spec), request_for(name, spec)
    assert one.digest == other.digest
    plan = PIPELINE.plan(one)
    fresh = Pipeline(default_registry())
    drawn = [frame.rgba.tobytes() for frame in fresh.render(other, plan, NullContext())]
    assert [frame.tobytes() for frame in rendered(one)] == drawn


def test_progress_grows_to_one() -> None:
    request = request_for("knight_down", WALK)
    context = Reports()
    frames = list(PIPELINE.render(request, PIPELINE.plan(request), context))
    assert len(context.fractions) == len(frames)
    assert context.fractions == sorted(set(context.fractions))
    assert context.fractions[-1] == 1.0
    assert context.checkpoints >= len(frames)
    assert {frame.tier for frame in frames} == {Tier.DRAFT}


@pytest.mark.parametrize("name", ["knight_down", "slime"])
def test_cancelling_ends_a_clip(name: str) -> None:
    request = request_for(name, WALK)
    plan = PIPELINE.plan(request)
    frames = PIPELINE.render(request, plan, Reports(last=3))
    assert [next(frames).index, next(frames).index] == [0, 1]
    with pytest.raises(JobCancelled):
        next(frames)


def test_what_cannot_be_drawn_is_refused_before_the_first_frame() -> None:
    knight = biped("knight_right")
    with pytest.raises(UnsupportedDirection):
        PIPELINE.plan(request_for(knight, WALK, direction=Direction.UP))
    analysis = known_analysis(knight.sprite, knight.facing, knight.archetype, knight.joints)
    for options, error in (
        ({"tier": Tier.DIFFUSION}, Unavailable),
        ({"generator": "nobody"}, Unavailable),
        ({"generator": "draft-blob"}, UnsupportedAction),
    ):
        (request,) = build_requests(knight.sprite, analysis, [WALK], **options)
        with pytest.raises(error):
            PIPELINE.plan(request)


def test_directions_nobody_draws_are_turned_back_with_a_note() -> None:
    requests = built(biped("knight_right"), (WALK,), Direction.LEFT, Direction.UP, Direction.RIGHT)
    kept, notes = PIPELINE.facing_as_drawn(requests)
    assert [r.direction for r in kept] == [Direction.LEFT, Direction.RIGHT, Direction.RIGHT]
    assert all(r.spec.direction is r.direction for r in kept)
    assert kept[0] is requests[0]
    assert len(notes) == 1
    assert "drawn facing right" in notes[0]
    assert "up" in notes[0]


def test_every_variant_is_its_own_attack() -> None:
    clips = {
        b"".join(f.tobytes() for f in rendered(request_for("knight_right", _attack(variant))))
        for variant in Variant
    }
    assert len(clips) == len(Variant)


def _attack(variant: Variant) -> MotionSpec:
    return MotionSpec(animation_type=Action.ATTACK, variant=variant, frame_count=6)
