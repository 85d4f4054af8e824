"""``DraftBiped``: plans that hold every frame, own colours, the same bytes every time, at any size."""

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from neonworks_models.draft.raster import pack_pixels
from neonworks_models.examples.gallery import ExampleSprite
from neonworks_models.generators.base import NullContext
from neonworks_models.generators.biped import DraftBiped
from neonworks_models.motion.library import Key, MotionLibrary, TrackFile
from neonworks_models.requests import ClipPlan, GenerationRequest
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.errors import JobCancelled, UnsupportedAction, UnsupportedDirection
from neonworks_protocol.motion import MotionParameters, MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Variant

from tests.fakes.bipeds import BIPED_NAMES, biped, enlarged, in_mirror, reduced, roomier
from tests.fakes.stills import request_for

PERFORMANCES = [
    *((action, None) for action in Action if action is not Action.ATTACK),
    *((Action.ATTACK, variant) for variant in Variant),
]
DRAWN = [name for name in BIPED_NAMES if not name.endswith("left")]
BIPED = DraftBiped()
WALK = MotionSpec(animation_type=Action.WALK)
ROUNDING = 2
"""Pixels that a limb may gain or lose where a sample falls exactly between two."""
STRONG = MotionParameters(stride=3, bob=3, lean=30, arm_swing=3, squash=1, head_drop=-0.5, tempo_curve=1)


def frames_of(
    request: GenerationRequest, plan: ClipPlan | None = None, generator: DraftBiped = BIPED
) -> list[RGBA]:
    plan = plan or generator.plan(request)
    made = list(generator.generate(request, plan, NullContext()))
    assert [frame.index for frame in made] == list(range(plan.frame_count))
    return [frame.rgba for frame in made]


def grown(plan: ClipPlan, sides: int, top: int) -> ClipPlan:
    return replace(
        plan,
        width=plan.width + 2 * sides,
        height=plan.height + top,
        offset_x=plan.offset_x + sides,
        offset_y=plan.offset_y + top,
        pivot=(plan.pivot[0] + sides, plan.pivot[1] + top),
    )


def library_of(**fields: float) -> MotionLibrary:
    """Every performance in every view: from rest to the given pose and back."""
    keys = (Key(fields={}), Key(fields=fields), Key(fields={}))
    track = TrackFile(
        cyclic=False, source="this test", views=dict.fromkeys((Direction.DOWN, Direction.RIGHT), keys)
    )
    return MotionLibrary({"hurt": track, "jump": track})


def figure_pixels(frames: list[RGBA]) -> list[int]:
    return [int((frame[..., 3] > 0).sum()) for frame in frames]


@pytest.mark.parametrize(("action", "variant"), PERFORMANCES)
@pytest.mark.parametrize("name", DRAWN)
def test_a_plan_holds_every_frame(name: str, action: Action, variant: Variant | None) -> None:
    """With much more room around the figure no frame shows more of it; nothing new is on the canvas' edge."""
    still, spec = biped(name), MotionSpec(animation_type=action, variant=variant)
    request = request_for(still, spec)
    plan = BIPED.plan(request)
    assert plan.width - still.sprite.width == 2 * plan.offset_x >= 0
    assert plan.height - still.sprite.height == plan.offset_y >= 0
    assert plan.frame_count == request.spec.frame_count
    assert plan.loop == request.spec.loop
    frames = frames_of(request, plan)
    colours = np.unique(pack_pixels(still.sprite.rgba))
    for frame in frames:
        assert frame.shape == (plan.height, plan.width, 4)
        assert np.isin(pack_pixels(frame), colours).all()
        assert not plan.offset_x or not frame[:, [0, -1]].any()
        assert not plan.offset_y or not frame[0].any()
    roomy = frames_of(request_for(roomier(still, 40), spec))
    assert figure_pixels(frames) == pytest.approx(figure_pixels(roomy), abs=ROUNDING)


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("name", ["knight_right", "villager_down", "adventurer_up"])
def test_wild_motion_is_held_as_well(name: str, action: Action) -> None:
    wild = msgspec.structs.replace(STRONG, stride=1.5)
    spec = MotionSpec(animation_type=action, intensity=1.0, parameters=wild, frame_count=6)
    drawn = figure_pixels(frames_of(request_for(biped(name), spec)))
    roomy = figure_pixels(frames_of(request_for(roomier(biped(name), 40), spec)))
    assert drawn == pytest.approx(roomy, abs=ROUNDING)


@pytest.mark.parametrize("name", ["knight_right", "villager_down"])
def test_frames_follow_a_plan_that_was_padded_for_effects(name: str) -> None:
    request = request_for(biped(name), WALK)
    plan = BIPED.plan(request)
    for frame, roomy in zip(frames_of(request), frames_of(request, grown(plan, 60, 50)), strict=True):
        assert roomy.shape == (plan.height + 50, plan.width + 120, 4)
        assert np.array_equal(frame, roomy[50:, 60:-60])
        assert figure_pixels([frame]) == figure_pixels([roomy])


def test_what_reaches_far_gets_room_on_both_sides_and_on_top() -> None:
    still = biped("adventurer_down")
    calm, high, wide = (
        DraftBiped(library_of(**fields)).plan(request_for(still, MotionSpec(animation_type=Action.JUMP)))
        for fields in ({}, {"root_y": -0.3}, {"root_x": 0.5})
    )
    assert (calm.offset_x, calm.offset_y) == (0, 0)
    assert high.offset_y > 0 == high.offset_x
    assert wide.offset_x > 0 == wide.offset_y


@pytest.mark.parametrize("name", BIPED_NAMES)
@pytest.mark.parametrize("turned", [False, True])
def test_the_pivot_is_the_ground_under_the_body(name: str, turned: bool) -> None:
    still = biped(name)
    direction = still.facing.mirrored if turned else still.facing
    request = request_for(still, WALK, direction=direction)
    plan = BIPED.plan(request)
    core = request.analysis.core_x
    if direction is not still.facing:
        core = still.sprite.width - core
    assert plan.pivot == (core + plan.offset_x, request.analysis.foot_line + plan.offset_y)


@pytest.mark.parametrize("facing", ["knight_down", "knight_up", "knight_right", "knight_left"])
def test_a_still_is_not_turned(facing: str) -> None:
    still = biped(facing)
    for direction in Direction:
        request = request_for(still, WALK, direction=direction)
        if direction in (still.facing, still.facing.mirrored):
            assert BIPED.plan(request).frame_count == 8
        else:
            wanted = f"cannot turn this {still.facing}-facing still to {direction}"
            with pytest.raises(UnsupportedDirection, match=wanted):
                BIPED.plan(request)


def test_a_still_without_joints_is_refused_with_the_way_out() -> None:
    request = request_for("slime", WALK)
    with pytest.raises(UnsupportedAction, match="no joints; set its archetype to biped or place them"):
        BIPED.plan(request)


@pytest.mark.parametrize("name", ["knight_right", "mage_right", "adventurer_right", "villager_right"])
def test_left_is_right_in_a_mirror(name: str) -> None:
    right = biped(name)
    left = in_mirror(right)
    plain = frames_of(request_for(right, WALK))
    for still, direction in ((right, Direction.LEFT), (left, Direction.LEFT), (left, Direction.RIGHT)):
        other = frames_of(request_for(still, WALK, direction=direction))
        for a, b in zip(plain, other, strict=True):
            assert np.array_equal(a, b if direction is Direction.RIGHT else b[:, ::-1])


@pytest.mark.parametrize("name", ["knight_down", "adventurer_left"])
def test_the_same_request_gives_the_same_bytes_in_any_order(name: str) -> None:
    specs = [MotionSpec(animation_type=action) for action in Action]
    requests = [request_for(biped(name), spec) for spec in specs]
    one, other = DraftBiped(), DraftBiped()
    forward = {r.digest: [f.tobytes() for f in frames_of(r, generator=one)] for r in requests}
    plans = {r.digest: one.plan(r) for r in requests}
    for request in reversed(requests):
        drawn = frames_of(request, plans[request.digest], other)
        assert [f.tobytes() for f in drawn] == forward[request.digest]
        assert other.plan(request) == plans[request.digest]


@pytest.mark.parametrize(
    ("action", "parameters"),
    [
        (Action.WALK, {"stride": 0.3}),
        (Action.WALK, {"bob": 3.0}),
        (Action.WALK, {"lean": 15.0}),
        (Action.WALK, {"arm_swing": 0.2}),
        (Action.IDLE, {"head_drop": 0.3}),
        (Action.IDLE, {"head_drop": -0.3}),
        (Action.WALK, {"squash": 1.0}),
        (Action.ATTACK, {"tempo_curve": 0.8}),
        (Action.ATTACK, {"tempo_curve": -0.8}),
    ],
)
@pytest.mark.parametrize("name", ["knight_down", "knight_right", "villager_down"])
def test_every_parameter_changes_the_frames(name: str, action: Action, parameters: dict[str, float]) -> None:
    plain = request_for(name, MotionSpec(animation_type=action))
    spec = MotionSpec(animation_type=action, parameters=MotionParameters(**parameters))
    styled = request_for(name, spec)
    canvas = grown(BIPED.plan(plain), 20, 20)
    pairs = zip(frames_of(plain, canvas), frames_of(styled, canvas), strict=True)
    assert sum(int((a != b).any(axis=-1).sum()) for a, b in pairs) > 10


def test_every_parameter_is_among_them() -> None:
    tested = {"stride", "bob", "lean", "arm_swing", "head_drop", "squash", "tempo_curve"}
    assert {field.name for field in msgspec.structs.fields(MotionParameters)} == tested | {"holds"}


@pytest.mark.parametrize("action", Action)
def test_holds_change_durations_not_pictures(action: Action) -> None:
    plain = request_for("knight_down", MotionSpec(animation_type=action))
    held = request_for(
        "knight_down", MotionSpec(animation_type=action, parameters=MotionParameters(holds=0.5))
    )
    assert BIPED.plan(plain).durations != BIPED.plan(held).durations
    assert all(np.array_equal(a, b) for a, b in zip(frames_of(plain), frames_of(held), strict=True))


@pytest.mark.parametrize("action", Action)
def test_intensity_changes_every_action(action: Action) -> None:
    weak, strong = (
        request_for("knight_right", MotionSpec(animation_type=action, intensity=i)) for i in (0.0, 1.0)
    )
    canvas = grown(BIPED.plan(weak), 40, 40)
    pairs = zip(frames_of(weak, canvas), frames_of(strong, canvas), strict=True)
    assert any(not np.array_equal(a, b) for a, b in pairs)


@pytest.mark.parametrize("count", [2, 3, 13, 32])
def test_any_number_of_frames_can_be_asked_for(count: int) -> None:
    request = request_for("villager_right", MotionSpec(animation_type=Action.WALK, frame_count=count))
    assert len(frames_of(request)) == count
    assert not np.array_equal(frames_of(request)[0], frames_of(request)[1])


def _sized(name: str, size: int) -> ExampleSprite:
    still = biped(name)
    width = still.sprite.width
    return reduced(still, width // size) if size < width else enlarged(still, size // width)


@pytest.mark.parametrize("action", [Action.WALK, Action.JUMP, Action.DEATH])
@pytest.mark.parametrize(
    ("name", "size"), [("villager_down", 8), ("villager_right", 8), ("knight_up", 16), ("mage_right", 16)]
)
def test_tiny_stills_are_drawn(name: str, size: int, action: Action) -> None:
    still = _sized(name, size)
    assert still.sprite.width == size
    for frame in frames_of(request_for(still, MotionSpec(animation_type=action, parameters=STRONG))):
        assert frame[..., 3].any()


@pytest.mark.parametrize(("name", "size"), [("knight_right", 512), ("villager_down", 256)])
def test_large_stills_are_drawn(name: str, size: int) -> None:
    still = _sized(name, size)
    assert still.sprite.width == size
    spec = MotionSpec(animation_type=Action.ATTACK, variant=Variant.KICK, frame_count=3)
    frames = frames_of(request_for(still, spec))
    assert not np.array_equal(frames[0], frames[1])


@pytest.mark.parametrize("after", [0, 1, 3])
@pytest.mark.parametrize("planned", [False, True])
def test_a_cancelled_job_stops_between_frames(after: int, planned: bool) -> None:
    """Both while the clip is drawn and, when it was drawn for the plan already, while it is handed over."""

    class Cancelled(NullContext):
        calls = 0

        def checkpoint(self) -> None:
            self.calls += 1
            if self.calls > after:
                raise JobCancelled("no longer wanted")

    request = request_for("knight_down", WALK)
    plan = DraftBiped().plan(request)
    generator = DraftBiped()
    if planned:
        generator.plan(request)
    received = []
    with pytest.raises(JobCancelled):
        for frame in generator.generate(request, plan, Cancelled()):
            received.append(frame)
    assert len(received) == (after if planned else 0)
    assert len(frames_of(request, plan, generator)) == 8, "a cancelled clip can be asked for again"


def test_soft_alpha_is_moved_as_it_is() -> None:
    still = biped("knight_down")
    rgba = still.sprite.rgba.copy()
    rgba[rgba[..., 3] > 0, 3] = 200
    soft = replace(still, sprite=type(still.sprite).from_rgba(rgba))
    for frame in frames_of(request_for(soft, WALK)):
        assert set(np.unique(frame[..., 3])) == {0, 200}


def test_capabilities_say_what_is_drawn() -> None:
    record = BIPED.capabilities
    assert record.archetypes == (Archetype.BIPED,)
    assert set(record.actions) == set(Action)
    assert set(record.directions) == set(Direction)
    assert record.deterministic
    assert not record.can_turn
