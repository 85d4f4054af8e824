"""Samples of moving figures: what is labelled, what is left out."""

from pathlib import Path

import numpy as np
from neonworks_models.data.net_composer import Kind, make_samples
from neonworks_models.nets.hands import Hand
from neonworks_models.sprites.figure import SIDE
from neonworks_models.sprites.strip_frame import PLANES
from neonworks_models.training.strip_samples import clips_of, strip_samples


def test_drawn_figures_are_labelled_by_their_poses(tmp_path: Path) -> None:
    drawn = make_samples(tmp_path, Kind.DRAWN, 4, 3, holdout=True)
    samples = strip_samples(drawn, tmp_path, np.random.default_rng(1))
    count = len(samples.views)
    assert samples.planes.shape == (count, PLANES, SIDE, SIDE)
    assert samples.joints.shape == (count, 2, 16, 2)
    assert 0 < count < len(drawn.frames)
    free = sum(int((drawn.hands[clip.frames[0]]) == Hand.FREE) * len(clip.frames) for clip in clips_of(drawn))
    assert count <= len(drawn.frames) - free
    moved = np.linalg.norm(samples.joints[:, 0] - samples.joints[:, 1], axis=-1)
    assert 0.005 < moved.mean() < 0.2
    assert set(np.unique(samples.weights)) == {1.0}
    standing = samples.joints[:, 1]
    assert (standing[:, 0, 1] < standing[:, 3, 1]).all()


def test_clips_are_the_frames_of_one_motion_in_order(tmp_path: Path) -> None:
    drawn = make_samples(tmp_path, Kind.DRAWN, 2, 5, holdout=False)
    clips = list(clips_of(drawn))
    assert sum(len(clip.frames) for clip in clips) == len(drawn.frames)
    for clip in clips:
        assert len(set(drawn.actions[clip.frames])) == 1
        assert (np.diff(drawn.phases[clip.frames]) > 0).all()
