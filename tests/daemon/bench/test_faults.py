import numpy as np
import pytest
from neonworks_daemon.bench.faults import PlantedFault, planted_faults
from neonworks_models.contract.checker import check_clip
from neonworks_models.contract.report import Rule
from neonworks_models.requests import ClipPlan, GenerationRequest
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.sprite import RGBA, Sprite
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction

from tests.daemon.bench.drawn_cases import SIZE, figure


def _clip(action: Action) -> tuple[GenerationRequest, ClipPlan, list[RGBA]]:
    frames = []
    for lift in (0, 1, 2, 1):
        frame = figure()
        frame[14 - lift : 30 - lift] = figure()[14:30]
        frames.append(frame)
    still = Sprite.from_rgba(figure())
    analysis = analyse(still, facing=Direction.DOWN, archetype=Archetype.BIPED)
    loop = action is Action.IDLE
    spec = MotionSpec(animation_type=action, direction=Direction.DOWN, frame_count=4, loop=loop)
    plan = ClipPlan(SIZE, SIZE, 0, 0, (32.0, 60.0), (100,) * 4, loop)
    return GenerationRequest(still, analysis, spec, Direction.DOWN), plan, frames


def _faults(action: Action) -> dict[str, PlantedFault]:
    request, plan, frames = _clip(action)
    return {fault.name: fault for fault in planted_faults(request, plan, frames)}


def test_the_clip_itself_is_good() -> None:
    request, plan, frames = _clip(Action.IDLE)
    assert check_clip(request.sprite, request.analysis, request.spec, plan, frames).passed


@pytest.mark.parametrize("name", sorted(_faults(Action.IDLE)))
def test_each_planted_fault_is_found(name: str) -> None:
    request, plan, _ = _clip(Action.IDLE)
    fault = _faults(Action.IDLE)[name]
    report = check_clip(request.sprite, request.analysis, request.spec, plan, fault.frames)
    assert any(not report[rule].passed for rule in fault.rules), report.one_line()


def test_only_faults_that_make_sense_are_planted() -> None:
    death = _faults(Action.DEATH)
    assert "torso 4 px aside" not in death
    assert "planted feet 3 px aside" not in death
    assert "first frame again at the end" not in death
    assert {rule for fault in _faults(Action.IDLE).values() for rule in fault.rules} == set(Rule) - {
        Rule.CANVAS,
        Rule.LOOP,
    }


def test_one_frame_changes_and_the_given_ones_do_not() -> None:
    request, plan, frames = _clip(Action.IDLE)
    before = [frame.copy() for frame in frames]
    for fault in planted_faults(request, plan, frames):
        changed = [i for i, frame in enumerate(fault.frames) if not np.array_equal(frame, before[i])]
        assert len(changed) == 1, fault.name
    assert all(np.array_equal(a, b) for a, b in zip(frames, before, strict=True))
