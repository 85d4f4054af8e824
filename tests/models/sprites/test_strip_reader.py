"""Joints of moving figures, against figures whose joints are known."""

import numpy as np
import pytest
from neonworks_models.draft.puppet import posed_joints
from neonworks_models.sprites.rig import Joint, Joints
from neonworks_models.sprites.sides import mirrored_joints
from neonworks_models.sprites.strip_reader import StripReader, strip_facing, strip_frame
from neonworks_protocol.errors import BadSprite
from neonworks_protocol.vocabulary import Action, Direction

from tests.fakes.strips import SEED, played_strip


def _distance(one: Joints, other: Joints) -> float:
    return float(np.mean([np.hypot(*np.subtract(one[joint], other[joint])) for joint in Joint]))


@pytest.mark.parametrize("view", [Direction.DOWN, Direction.UP, Direction.RIGHT])
def test_moving_joints_are_read_better_than_if_nothing_moved(view: Direction) -> None:
    errors, nothing = [], []
    for seed in range(SEED, SEED + 6):
        actor, poses, frames = played_strip(view, Action.RUN, seed=seed)
        reading = StripReader.shipped().read(frames, view, cyclic=True)
        rest = actor.joints
        for pose, read in zip(poses, reading.joints, strict=True):
            true = {joint: tuple(point) for joint, point in posed_joints(rest, 44.0, pose).items()}
            moved = {joint: np.subtract(true[joint], rest[joint]) for joint in Joint}
            seen = {joint: np.subtract(read[joint], reading.rest[joint]) for joint in Joint}
            errors.append(np.mean([np.hypot(*(moved[j] - seen[j])) for j in Joint]) / 44)
            nothing.append(np.mean([np.hypot(*moved[j]) for j in Joint]) / 44)
    assert np.mean(errors) < 0.85 * np.mean(nothing)


def test_a_mirrored_strip_is_read_mirrored() -> None:
    _, _, frames = played_strip(Direction.RIGHT)
    reader = StripReader.shipped()
    right = reader.read(frames, Direction.RIGHT, cyclic=True)
    left = reader.read([frame[:, ::-1] for frame in frames], Direction.LEFT, cyclic=True)
    for one, other in zip(right.joints, left.joints, strict=True):
        assert _distance(mirrored_joints(one, 64.0), other) < 1e-3
    assert [pair[::-1] for pair in right.depths] == list(left.depths)


def test_the_same_strip_at_twice_the_size_is_read_alike() -> None:
    _, _, frames = played_strip(Direction.DOWN)
    reader = StripReader.shipped()
    small = reader.read(frames, Direction.DOWN, cyclic=True)
    large = reader.read([f.repeat(2, axis=0).repeat(2, axis=1) for f in frames], Direction.DOWN, cyclic=True)
    for one, other in zip(small.joints, large.joints, strict=True):
        halved = {joint: (x / 2, y / 2) for joint, (x, y) in other.items()}
        assert _distance(one, halved) < 0.03 * small.height


def test_facing_is_read_from_all_frames_together() -> None:
    for view in (Direction.DOWN, Direction.RIGHT):
        facing, share = strip_facing(played_strip(view)[2])
        assert facing is view and share > 0.5


def test_the_figure_stands_where_most_frames_have_it() -> None:
    _, _, frames = played_strip(Direction.RIGHT)
    place = strip_frame(frames)
    assert abs(place.core - 32) < 3
    assert 0.8 * 44 < place.height < 1.3 * 44
    assert place.foot <= 64


def test_an_empty_frame_is_named() -> None:
    frames = played_strip()[2]
    frames[2] = np.zeros_like(frames[2])
    with pytest.raises(BadSprite, match="Frame 3"):
        StripReader.shipped().read(frames, Direction.RIGHT, cyclic=True)
