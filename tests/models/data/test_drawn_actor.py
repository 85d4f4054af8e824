import numpy as np
import pytest
from neonworks_models.data.drawn_actor import FOOT_ROW, WINDOW, DrawnActor
from neonworks_models.motion.pose import Pose
from neonworks_models.sprites.rig import Joint
from neonworks_protocol.vocabulary import Direction

VIEWS = (Direction.DOWN, Direction.UP, Direction.RIGHT)


@pytest.mark.parametrize("view", VIEWS)
def test_a_pose_of_rest_is_the_still(view: Direction) -> None:
    for seed in range(6):
        actor = DrawnActor(seed, view)
        assert np.array_equal(actor.frame(), actor.frame())
        still, rested = actor.frame(), actor.frame(Pose.rest())
        # In a side view resting arms are keyed before the body: only what overlaps may differ.
        assert (still != rested).any(axis=-1).mean() < 0.05


@pytest.mark.parametrize("view", VIEWS)
def test_the_figure_stands_on_the_foot_row(view: Direction) -> None:
    for seed in range(8):
        actor = DrawnActor(seed, view)
        frame = actor.frame()
        assert frame.shape == (WINDOW, WINDOW, 4)
        rows = np.flatnonzero((frame[..., 3] > 127).any(axis=1))
        assert abs(int(rows[-1]) + 1 - FOOT_ROW) <= 2


def test_joints_lie_in_the_window_where_the_figure_is_drawn() -> None:
    actor = DrawnActor(3, Direction.DOWN, height=40)
    assert set(actor.joints) == set(Joint)
    x, y = actor.joints[Joint.CHEST]
    assert actor.frame()[int(y), int(x), 3] == 255
    assert actor.joints[Joint.HEAD_TOP][1] == pytest.approx(FOOT_ROW - 40, abs=1.5)


def test_a_raised_head_keeps_its_pixels() -> None:
    actor = DrawnActor(5, Direction.DOWN, height=48)
    still, raised = actor.frame(), actor.frame(Pose.of({"head_y": -3 / 48}))
    top = int(np.flatnonzero((still[..., 3] > 127).any(axis=1))[0])
    chin = int(actor.joints[Joint.NECK][1]) - 6
    # Light and outline read the neighbouring row, so the head's edge may differ, not its middle.
    same = (still[top + 3 : chin] == raised[top : chin - 3]).all(axis=-1)
    assert same.mean() > 0.97


def test_a_lifted_foot_moves_that_leg_only() -> None:
    actor = DrawnActor(5, Direction.DOWN, height=48)
    changed = (actor.frame() != actor.frame(Pose.of({"right_ankle_y": -0.4}))).any(axis=-1)
    assert changed.any()
    hip = actor.joints[Joint.PELVIS][1]
    assert np.flatnonzero(changed.any(axis=1))[0] > hip - 8
