from pathlib import Path

import numpy as np
from neonworks_models.sprites.joint_score import score_joints, shown_differently
from neonworks_models.sprites.rig import Joint
from neonworks_protocol.vocabulary import Direction

from tests.fakes.lpc_folder import make_lpc_folder


def test_joints_stay_on_their_pixels() -> None:
    random = np.random.default_rng(0)
    for _ in range(80):
        rgba = np.zeros((64, 64, 4), np.uint8)
        rgba[12:60, 20:44] = (90, 90, 90, 255)
        rgba[30:34, 24:28] = (255, 0, 0, 255)
        marked = {Joint.RIGHT_ELBOW: (26.0, 32.0)}
        picture, facing, joints = shown_differently(random, rgba, Direction.LEFT, marked)
        mirrored = facing is Direction.RIGHT
        x, y = joints[Joint.LEFT_ELBOW if mirrored else Joint.RIGHT_ELBOW]
        red = np.argwhere(picture[..., 0] == 255)
        size = (picture[..., 3] > 127).any(axis=1).sum()
        assert abs(red[:, 1].mean() + 0.5 - x) < 0.03 * size
        assert abs(red[:, 0].mean() + 0.5 - y) < 0.03 * size
        assert 23 <= size <= 193


def test_scores_ours_and_the_table_on_the_same_stills(tmp_path: Path) -> None:
    root = make_lpc_folder(tmp_path)
    score = score_joints(root, 2, 3)
    assert score.stills == 8
    assert 0 < score.error < 0.5
    assert 0 < score.table_error < 0.5
    assert set(score.by_joint) == set(score.table_by_joint) == set(Joint) - {Joint.HEAD_TOP}
    assert 0 <= score.facing <= 1
    assert 0 <= score.facing_classic <= 1
    assert score.examples_error < 0.08
    assert score.examples_facing >= 0.8
