"""Glow surrounds the figure, flash stays on it."""

import numpy as np
from neonworks_models.effects.layer import Stage
from neonworks_models.effects.light import Flash, Glow
from neonworks_models.effects.tints import tints_of
from neonworks_models.generators.blob import DraftBlob
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action

from tests.fakes.stills import request_for


def stage(action: Action, intensity: float = 0.5) -> Stage:
    request = request_for("slime", MotionSpec(animation_type=action, intensity=intensity))
    return Stage(request, DraftBlob().plan(request))


def square() -> RGBA:
    rgba = np.zeros((20, 20, 4), np.uint8)
    rgba[6:14, 6:14] = (40, 160, 90, 255)
    rgba[8, 8] = (250, 250, 250, 255)
    return rgba


def test_the_halo_touches_the_figure_all_around_and_pulses() -> None:
    where = stage(Action.IDLE)
    glow = Glow(where, tints_of([(40, 160, 90)]))
    sizes = []
    for index in range(where.count):
        lit = glow.draw(index, square())
        assert lit[5, 6:14, 3].all()
        assert lit[6:14, 14, 3].all()
        sizes.append(int((lit[..., 3] > 0).sum()))
    assert max(sizes) > min(sizes)


def test_the_halo_stays_within_its_margins() -> None:
    where = stage(Action.IDLE, intensity=1.0)
    glow = Glow(where, tints_of([(40, 160, 90)]))
    for index in range(where.count):
        rows, columns = np.nonzero(glow.draw(index, square())[..., 3])
        assert min(rows.min(), columns.min()) >= 6 - glow.margins[0]


def test_only_the_lightest_pixels_catch_the_light() -> None:
    where = stage(Action.IDLE)
    tints = tints_of([(40, 160, 90)])
    lit = Glow(where, tints).draw(where.count // 2, square())
    assert tuple(lit[8, 8, :3].tolist()) == tints.white
    assert tuple(lit[10, 10, :3].tolist()) == (40, 160, 90)


def test_a_flash_lights_some_frames_and_never_the_canvas() -> None:
    for action in Action:
        where = stage(action, intensity=1.0)
        flash = Flash(where, tints_of([(40, 160, 90)]))
        lit = [not np.array_equal(flash.draw(i, square()), square()) for i in range(where.count)]
        assert 0 < sum(lit) < where.count
        for index in range(where.count):
            assert np.array_equal(flash.draw(index, square())[..., 3], square()[..., 3])
