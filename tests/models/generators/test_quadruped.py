"""``DraftQuadruped``: clips that keep the contract, legs that really move, bodies it leaves to others."""

import numpy as np
import pytest
from neonworks_models.contract.checker import check_clip
from neonworks_models.contract.enforce import finish_frame
from neonworks_models.examples.creatures import wolf
from neonworks_models.generators.base import NullContext
from neonworks_models.generators.blob import DraftBlob
from neonworks_models.generators.quadruped import DraftQuadruped
from neonworks_models.requests import ClipPlan, GenerationRequest
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.errors import JobCancelled, UnsupportedDirection
from neonworks_protocol.motion import MotionParameters, MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Variant

from tests.fakes.stills import known_analysis, request_for

_STYLES = (
    MotionParameters(),
    MotionParameters(stride=1.6, bob=1.5, lean=10, squash=0.6, tempo_curve=0.7),
    MotionParameters(stride=0.5, bob=0.6, head_drop=0.2, lean=12),
)


class _Cancelled(NullContext):
    def checkpoint(self) -> None:
        raise JobCancelled("the job was cancelled")


def _drawn(request: GenerationRequest) -> tuple[ClipPlan, list[RGBA]]:
    generator = DraftQuadruped()
    plan = generator.plan(request)
    return plan, [frame.rgba for frame in generator.generate(request, plan, NullContext())]


@pytest.mark.parametrize("style", _STYLES)
@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("direction", [Direction.LEFT, Direction.RIGHT])
def test_clips_keep_the_contract(direction: Direction, action: Action, style: MotionParameters) -> None:
    request = request_for("wolf", MotionSpec(animation_type=action, parameters=style), direction=direction)
    plan, frames = _drawn(request)
    analysis = request.analysis
    done = [finish_frame(frame, analysis.palette, analysis.alpha) for frame in frames]
    report = check_clip(request.sprite, analysis, request.spec, plan, done)
    assert report.passed, report.one_line()


def test_the_legs_of_a_walk_move_and_its_back_does_not_change() -> None:
    plan, frames = _drawn(request_for("wolf", MotionSpec(animation_type=Action.WALK)))
    stack = np.stack(frames)[:, plan.offset_y :]
    legs, back = stack[:, -8:], stack[:, 10:16, plan.offset_x + 14 : plan.offset_x + 24]
    assert len({frame.tobytes() for frame in legs}) >= 6
    assert all((np.diff((legs[i, ..., 3] > 0).astype(int), axis=0) != 0).any() for i in range(len(legs)))
    assert np.abs(np.diff(back.astype(int), axis=0)).mean() < 25


def test_left_is_the_mirror_of_right() -> None:
    spec = MotionSpec(animation_type=Action.RUN)
    right, left = (
        _drawn(request_for("wolf", spec, direction=side))[1] for side in (Direction.RIGHT, Direction.LEFT)
    )
    for one, other in zip(right, left, strict=True):
        assert np.array_equal(one[:, ::-1], other)


def test_a_still_that_faces_left_is_drawn_facing_left() -> None:
    still = wolf().mirrored()
    analysis = known_analysis(still, Direction.LEFT, Archetype.QUADRUPED)
    spec = request_for("wolf", MotionSpec(animation_type=Action.WALK)).spec
    _, frames = _drawn(GenerationRequest(still, analysis, spec, Direction.LEFT))
    _, mirrored = _drawn(request_for("wolf", MotionSpec(animation_type=Action.WALK)))
    assert np.array_equal(frames[2], mirrored[2][:, ::-1])


def test_without_legs_the_body_is_moved_as_a_whole() -> None:
    spec = MotionSpec(animation_type=Action.WALK)
    request = request_for("slime", spec, archetype=Archetype.QUADRUPED)
    plan, frames = _drawn(request)
    whole = DraftBlob()
    assert plan == whole.plan(request)
    other = [frame.rgba for frame in whole.generate(request, plan, NullContext())]
    assert all(np.array_equal(a, b) for a, b in zip(frames, other, strict=True))


def test_a_side_view_cannot_be_turned_to_the_front() -> None:
    request = request_for("wolf", MotionSpec(animation_type=Action.WALK), direction=Direction.DOWN)
    with pytest.raises(UnsupportedDirection, match="cannot turn"):
        DraftQuadruped().plan(request)


def test_attacks_that_loop_close() -> None:
    spec = MotionSpec(animation_type=Action.ATTACK, variant=Variant.THRUST, loop=True, frame_count=8)
    plan, frames = _drawn(request_for("wolf", spec))
    assert plan.loop and not np.array_equal(frames[0], frames[-1])


def test_cancelling_stops_it() -> None:
    generator = DraftQuadruped()
    request = request_for("wolf", MotionSpec(animation_type=Action.WALK))
    plan = generator.plan(request)
    with pytest.raises(JobCancelled):
        next(generator.generate(request, plan, _Cancelled()))
