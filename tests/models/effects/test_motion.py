"""Blur trails behind, shake dies away, fade dissolves."""

import numpy as np
import pytest
from neonworks_models.effects.layer import Stage
from neonworks_models.effects.motion import Blur, Fade, Shake
from neonworks_models.effects.tints import tints_of
from neonworks_models.generators.blob import DraftBlob
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Direction

from tests.fakes.stills import request_for

TINTS = tints_of([(40, 160, 90)])


def stage(action: Action, direction: Direction = Direction.RIGHT, frames: int | None = None) -> Stage:
    spec = MotionSpec(animation_type=action, frame_count=frames, direction=direction)
    request = request_for("slime", spec, direction=direction)
    return Stage(request, DraftBlob().plan(request))


def square() -> RGBA:
    rgba = np.zeros((30, 40, 4), np.uint8)
    rgba[12:24, 14:26] = (40, 160, 90, 255)
    return rgba


def added(layer: Blur, index: int) -> tuple[float, float]:
    """Mean (x, y) of the new pixels, from the figure's centre."""
    rows, columns = np.nonzero((layer.draw(index, square())[..., 3] > 0) & (square()[..., 3] == 0))
    return float(columns.mean() - 19.5), float(rows.mean() - 17.5)


def test_trails_lie_behind_the_motion() -> None:
    assert added(Blur(stage(Action.RUN), TINTS), 0)[0] < -6
    assert added(Blur(stage(Action.RUN, Direction.LEFT), TINTS), 0)[0] > 6
    assert added(Blur(stage(Action.HURT), TINTS), 1)[0] > 6
    assert added(Blur(stage(Action.WALK, Direction.DOWN), TINTS), 0)[1] < -6


def test_a_jump_trails_below_going_up_and_above_coming_down() -> None:
    where = stage(Action.JUMP)
    assert added(Blur(where, TINTS), 1)[1] > 0
    assert added(Blur(where, TINTS), where.count - 2)[1] < 0


def test_a_trail_is_striped_and_never_covers_the_figure() -> None:
    drawn = Blur(stage(Action.RUN), TINTS).draw(0, square())
    assert np.array_equal(drawn[12:24, 14:26], square()[12:24, 14:26])
    column = drawn[12:24, 13, 3] > 0
    assert column.any()
    assert not column.all()


@pytest.mark.parametrize("action", [Action.HURT, Action.WALK])
def test_a_shake_starts_and_ends_still_and_dies_away(action: Action) -> None:
    where = stage(action, frames=12)
    shake = Shake(where, TINTS)
    jolts = []
    for index in range(where.count):
        rows, columns = np.nonzero(shake.draw(index, square())[..., 3])
        assert len(rows) == 144, "nothing is lost"
        assert rows.max() <= 23, "never below the ground"
        jolts.append(int(columns.min()) - 14)
    assert jolts[0] == jolts[-1] == 0
    assert abs(jolts[1]) >= abs(jolts[-2]) > 0
    assert abs(jolts[1]) > 1
    assert max(map(abs, jolts)) <= shake.margins[0]
    assert {jolt > 0 for jolt in jolts[1:-1]} == {True, False}


def test_two_frames_shake_too() -> None:
    shake = Shake(stage(Action.HURT, frames=2), TINTS)
    assert not np.array_equal(shake.draw(1, square()), square())


def test_a_death_fades_for_good() -> None:
    where = stage(Action.DEATH)
    fade = Fade(where, TINTS)
    left = [int((fade.draw(i, square())[..., 3] > 0).sum()) for i in range(where.count)]
    assert left[0] == 144
    assert left == sorted(left, reverse=True)
    assert left[-1] < 30


def test_other_actions_fade_and_come_back() -> None:
    where = stage(Action.WALK)
    fade = Fade(where, TINTS)
    left = [int((fade.draw(i, square())[..., 3] > 0).sum()) for i in range(where.count)]
    assert min(left) < 100
    assert left.index(min(left)) not in (0, len(left) - 1)
    assert left[0] > 130
