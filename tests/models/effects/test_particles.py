"""Sparkles live around the figure, before and behind it."""

import numpy as np
from neonworks_models.effects.layer import Stage
from neonworks_models.effects.particles import Particles
from neonworks_models.effects.tints import tints_of
from neonworks_models.generators.blob import DraftBlob
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action

from tests.fakes.stills import request_for

TINTS = tints_of([(40, 160, 90)])


def stage(intensity: float = 1.0) -> Stage:
    request = request_for(
        "slime", MotionSpec(animation_type=Action.IDLE, intensity=intensity, frame_count=12)
    )
    return Stage(request, DraftBlob().plan(request))


def empty(where: Stage) -> RGBA:
    return np.zeros((where.plan.height + 20, where.plan.width, 4), np.uint8)


def lit(where: Stage) -> list[RGBA]:
    particles = Particles(where, TINTS)
    return [particles.draw(i, empty(where)) for i in range(where.count)]


def test_more_intensity_more_sparks() -> None:
    few, many = (sum((frame[..., 3] > 0).sum() for frame in lit(stage(i))) for i in (0.0, 1.0))
    assert many > 1.5 * few


def test_sparks_stay_above_the_ground_and_in_their_palette() -> None:
    where = stage()
    for frame in lit(where):
        assert not frame[where.foot_line :].any()
        drawn = {tuple(c) for c in frame[frame[..., 3] > 0][:, :3].tolist()}
        assert drawn <= set(Particles(where, TINTS).palette)


def test_some_sparks_pass_behind_the_figure() -> None:
    where = stage()
    particles = Particles(where, TINTS)
    wall = empty(where)
    wall[:] = (1, 2, 3, 255)
    front = sum(int((particles.draw(i, wall)[..., :3] != (1, 2, 3)).any(axis=2).sum()) for i in range(12))
    everywhere = sum(int((frame[..., 3] > 0).sum()) for frame in lit(where))
    assert 0 < front < everywhere


def test_the_sparks_of_a_loop_move_in_like_steps() -> None:
    frames = lit(stage())
    steps = [
        float(np.abs(a.astype(int) - b.astype(int)).mean())
        for a, b in zip(frames, [*frames[1:], frames[0]], strict=True)
    ]
    assert all(step > 0 for step in steps)
    assert steps[-1] <= 1.25 * max(steps[:-1])
