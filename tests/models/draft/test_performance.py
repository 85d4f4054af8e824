import numpy as np
import pytest
from neonworks_models.data.drawn_actor import DrawnActor
from neonworks_models.draft.performance import Actor, Manner, Motion, drafted, poses
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.errors import UnsupportedAction
from neonworks_protocol.motion import MotionParameters
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Variant

WALK = Motion(Action.WALK, looped=True)
PHASES = (0.0, 0.25, 0.5, 0.75)


def actor(view: Direction = Direction.RIGHT) -> Actor:
    sprite = Sprite.from_rgba(DrawnActor(4, view, height=44).frame())
    return Actor.of(sprite, analyse(sprite, facing=view, archetype=Archetype.BIPED))


def test_a_left_facing_still_plays_as_its_mirror() -> None:
    right = actor()
    mirror = right.sprite.mirrored()
    left = Actor.of(mirror, analyse(mirror, facing=Direction.LEFT, archetype=Archetype.BIPED))
    assert left.mirrored
    assert left.view is Direction.RIGHT
    assert np.array_equal(left.sprite.rgba, right.sprite.rgba)
    for joint, point in left.joints.items():
        assert point == pytest.approx(right.joints[joint], abs=1e-3)


def test_drafts_keep_the_canvas_and_move() -> None:
    played = actor()
    pieces = played.cut()
    frames = drafted(played, WALK, poses(played, WALK, PHASES, Manner.plain()), pieces)
    assert {frame.shape for frame in frames} == {(64, 64, 4)}
    assert len({frame.tobytes() for frame in frames}) == 4
    again = drafted(played, WALK, poses(played, WALK, PHASES, Manner.plain()))
    assert all(np.array_equal(a, b) for a, b in zip(frames, again, strict=True))


def test_a_fallen_figure_lies_on_the_ground() -> None:
    fallen = actor(Direction.DOWN)
    death = Motion(Action.DEATH)
    first, last = drafted(fallen, death, poses(fallen, death, (0.0, 1.0), Manner.plain()))
    heights = [int((frame[..., 3] > 0).any(axis=1).sum()) for frame in (first, last)]
    assert heights[1] < 0.75 * heights[0]
    assert abs(int(np.flatnonzero((last[..., 3] > 0).any(axis=1))[-1]) + 1 - fallen.foot) <= 1


def test_manners_change_the_poses() -> None:
    walker = actor()
    plain = poses(walker, WALK, PHASES, Manner.plain())
    bent = poses(walker, WALK, PHASES, Manner(MotionParameters(lean=12.0)))
    assert all(new["neck_x"] > old["neck_x"] + 0.03 for new, old in zip(bent, plain, strict=True))


def test_a_still_without_joints_plays_nothing() -> None:
    sprite = Sprite.from_rgba(DrawnActor(4, Direction.DOWN, height=44).frame())
    with pytest.raises(UnsupportedAction, match="joints"):
        Actor.of(sprite, analyse(sprite, archetype=Archetype.BLOB))


def test_what_the_library_does_not_know_is_refused() -> None:
    with pytest.raises(UnsupportedAction):
        poses(actor(), Motion(Action.WALK, Variant.KICK), PHASES, Manner.plain())
