"""Poses without proportions: what was read off one figure moves another."""

import numpy as np
import pytest
from neonworks_models.draft.puppet import posed_joints
from neonworks_models.motion.borrowed import Performance, performance_of, pose_between, view_of
from neonworks_models.motion.library import shipped_library
from neonworks_models.motion.pose import Depth, Pose
from neonworks_models.sprites.rig import Joint, Joints
from neonworks_models.sprites.sides import mirrored_joints
from neonworks_models.sprites.strip_reader import StripReading
from neonworks_protocol.vocabulary import Action, Direction, Variant

from tests.fakes.stills import example

_KNIGHT, _VILLAGER = example("knight_right"), example("villager_right")
_HEIGHTS = {"knight_right": 46.0, "villager_right": 26.0}


def _joints(name: str) -> Joints:
    joints = example(name).joints
    assert joints is not None
    return joints


def _posed(name: str, pose: Pose) -> Joints:
    moved = posed_joints(_joints(name), _HEIGHTS[name], pose)
    return {joint: (float(x), float(y)) for joint, (x, y) in moved.items()}


def _reading(poses: list[Pose], facing: Direction = Direction.RIGHT) -> StripReading:
    joints = tuple(_posed("knight_right", pose) for pose in poses)
    rest = _joints("knight_right")
    if facing is Direction.LEFT:
        joints, rest = tuple(mirrored_joints(each, 64.0) for each in joints), mirrored_joints(rest, 64.0)
    depths = tuple((Depth.BEHIND, Depth.BEFORE) for _ in poses)
    if facing is Direction.LEFT:
        depths = tuple((right, left) for left, right in depths)
    return StripReading(facing, joints, rest, depths, _HEIGHTS["knight_right"])


def _walk(count: int = 8) -> list[Pose]:
    track = shipped_library().track(Action.WALK, None, Direction.RIGHT)
    return [track.at(index / count) for index in range(count)]


@pytest.mark.parametrize("index", range(8))
def test_a_pose_that_was_drawn_is_read_back(index: int) -> None:
    pose = _walk()[index]
    read = pose_between(_joints("knight_right"), _posed("knight_right", pose), 46.0, 0, 1)
    again = _posed("knight_right", read)
    for joint, point in _posed("knight_right", pose).items():
        assert np.hypot(*np.subtract(again[joint], point)) < 1.0, joint


def test_it_moves_a_smaller_figure_by_its_own_measure() -> None:
    pose = Pose.of({"right_ankle_x": 0.5, "root_y": 0.1})
    read = pose_between(_joints("knight_right"), _posed("knight_right", pose), 46.0, 0, 1)
    moved, same = (_posed("villager_right", each)[Joint.RIGHT_ANKLE][0] for each in (read, pose))
    assert moved == pytest.approx(same, abs=0.3)


def test_left_and_right_strips_give_the_same_performance() -> None:
    right = performance_of(_reading(_walk()), cyclic=True)
    left = performance_of(_reading(_walk(), Direction.LEFT), cyclic=True)
    for one, other in zip(right.poses, left.poses, strict=True):
        assert np.allclose(one.values, other.values, atol=1e-9)
        assert (one.left_arm, one.right_arm) == (other.left_arm, other.right_arm)
    assert right.digest != left.digest


def test_a_library_of_one_motion_plays_every_frame() -> None:
    performance = performance_of(_reading(_walk()), cyclic=True)
    track = performance.library.track(Action.ATTACK, Variant.KICK, Direction.UP)
    for index, pose in enumerate(performance.poses):
        assert np.allclose(track.at(index / 8).values, pose.values)


def _travelling(**ends: float) -> tuple[Pose, ...]:
    return tuple(Pose.of({name: value * i / 3 for name, value in ends.items()}) for i in range(4))


@pytest.mark.parametrize(
    ("poses", "cyclic", "action"),
    [
        (_travelling(root_y=0.02), True, Action.IDLE),
        (_travelling(left_ankle_x=0.5), True, Action.WALK),
        (_travelling(left_ankle_x=0.5, left_ankle_y=-0.4, right_ankle_y=-0.3), True, Action.RUN),
        (_travelling(root_y=0.5), False, Action.DEATH),
        (
            _travelling(left_ankle_y=-0.6, right_ankle_y=-0.6, root_y=-0.2),
            False,
            Action.JUMP,
        ),
        (_travelling(right_wrist_x=0.8), False, Action.ATTACK),
    ],
)
def test_what_it_most_looks_like(poses: tuple[Pose, ...], cyclic: bool, action: Action) -> None:
    assert Performance(poses, Direction.RIGHT, cyclic).action is action


def test_a_digest_tells_motions_apart() -> None:
    one = Performance(_travelling(root_y=0.02), Direction.DOWN, True)
    assert one.digest == Performance(_travelling(root_y=0.02), Direction.DOWN, True).digest
    others = (
        Performance(_travelling(root_y=0.03), Direction.DOWN, True),
        Performance(_travelling(root_y=0.02), Direction.UP, True),
        Performance(_travelling(root_y=0.02), Direction.DOWN, False),
        Performance(_travelling(root_y=0.02), Direction.DOWN, True, (90, 90, 90, 90)),
    )
    assert len({one.digest, *(other.digest for other in others)}) == 5


def test_left_is_drawn_in_the_view_of_right() -> None:
    assert view_of(Direction.LEFT) is view_of(Direction.RIGHT) is Direction.RIGHT
    assert view_of(Direction.UP) is Direction.UP
