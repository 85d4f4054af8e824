import numpy as np
import pytest
from neonworks_models.generators.artists import Artists
from neonworks_models.generators.base import NullContext
from neonworks_models.generators.biped import DraftBiped
from neonworks_models.generators.short_steps import short_walk, takes_short_steps
from neonworks_models.pipeline import build_requests
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.hand_reader import Artist, Likeness
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.motion import MotionParameters, MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction

from tests.fakes.stills import request_for

MOMENTS = tuple(index / 8 for index in range(8))


@pytest.mark.parametrize("view", [Direction.DOWN, Direction.UP, Direction.RIGHT])
def test_the_figure_stands_between_its_steps_and_sinks_on_them(view: Direction) -> None:
    poses = short_walk(48, view, MOMENTS)
    sinking = [float(pose["root_y"]) for pose in poses]
    assert len(set(sinking)) > 1
    assert poses[2].values.tolist() == pytest.approx(poses[6].values.tolist(), abs=1e-6)


@pytest.mark.parametrize("height", [12, 18, 24, 60])
def test_every_figure_sinks_by_a_pixel_at_least(height: int) -> None:
    for view in (Direction.DOWN, Direction.RIGHT):
        sinking = [height * float(pose["root_y"]) for pose in short_walk(height, view, MOMENTS)]
        assert max(sinking) >= 1
        assert min(sinking) == 0


def test_three_frames_are_step_stand_step() -> None:
    step, stand, other = short_walk(30, Direction.DOWN, (0.0, 1 / 3, 2 / 3))
    assert not stand.values.any()
    assert step["right_ankle_y"] < 0 <= step["left_ankle_y"]
    assert other["left_ankle_y"] < 0 <= other["right_ankle_y"]


def test_only_strangers_who_walk_take_short_steps() -> None:
    walk = request_for("knight_right", MotionSpec(animation_type=Action.WALK))
    run = request_for("knight_right", MotionSpec(animation_type=Action.RUN))
    assert takes_short_steps(Artist.STRANGER, walk)
    assert not takes_short_steps(Artist.CLASSIC, walk)
    assert not takes_short_steps(Artist.STRANGER, run)


def test_a_style_is_shown_in_the_strides_of_the_library() -> None:
    lively = MotionSpec(animation_type=Action.WALK, parameters=MotionParameters(arm_swing=1.5))
    assert not takes_short_steps(Artist.STRANGER, request_for("knight_right", lively))


def test_the_draft_takes_them_too() -> None:
    """A stranger stands in the middle of its step, an artist's character strides through."""

    def still_frames(*shares: float) -> int:
        request = request_for("knight_down", MotionSpec(animation_type=Action.WALK, frame_count=8))
        draft = DraftBiped(artists=Artists(lambda sprite: Likeness(shares)))
        plan = draft.plan(request)
        frames = [frame.rgba for frame in draft.generate(request, plan, NullContext())]
        canvas = np.zeros_like(frames[0])
        high, wide = request.sprite.rgba.shape[:2]
        canvas[plan.offset_y :, plan.offset_x : plan.offset_x + wide][:high] = request.sprite.rgba
        return sum(np.array_equal(frame, canvas) for frame in frames)

    assert (still_frames(0.0, 0.0, 1.0), still_frames(1.0, 0.0, 0.0)) == (2, 0)


@pytest.mark.parametrize("direction", [Direction.DOWN, Direction.UP])
def test_a_figure_sinks_on_a_canvas_without_room_below_and_without_legs(direction: Direction) -> None:
    """A small robe that reaches the canvas' lower edge."""
    rgba = np.zeros((20, 14, 4), np.uint8)
    rgba[2:10, 3:11] = (220, 170, 120, 255)
    rgba[10:20, 2:12] = (90, 30, 120, 255)
    sprite = Sprite.from_rgba(rgba)
    analysis = analyse(sprite, facing=direction, archetype=Archetype.BIPED)
    (request,) = build_requests(sprite, analysis, [MotionSpec(animation_type=Action.WALK, frame_count=4)])
    draft = DraftBiped(artists=Artists(lambda sprite: Likeness((0.0, 0.0, 1.0))))
    plan = draft.plan(request)
    frames = [frame.rgba for frame in draft.generate(request, plan, NullContext())]
    tops = [int(np.flatnonzero(frame[..., 3].any(axis=1))[0]) for frame in frames]
    assert tops[0] == tops[2] == tops[1] + 1 == tops[3] + 1
    assert all(frame[plan.offset_y + 19].any() for frame in frames)
