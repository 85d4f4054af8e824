from pathlib import Path

import numpy as np
from neonworks_models.data.reader_samples import make_samples, resized
from neonworks_models.sprites.rig import Joint
from neonworks_models.sprites.silhouette import figure_box, main_figure


def test_samples_are_complete_and_repeatable(lpc_root: Path) -> None:
    first, again = (make_samples(lpc_root, 60, 5, characters=3) for _ in range(2))
    assert np.array_equal(first.pictures, again.pictures)
    assert np.array_equal(first.joints, again.joints)
    assert first.pictures.shape == (60, 4, 48, 48)
    assert (first.pictures[:, 0] > 0).any(axis=(1, 2)).all()
    bipeds = first.archetypes == 0
    assert 0.6 < bipeds.mean() < 0.98
    assert (first.weights[~bipeds] == 0).all()
    assert (first.weights[bipeds].max(axis=1) > 0).all()
    known = first.joints[first.weights > 0]
    assert known.min() > -0.3
    assert known.max() < 1.3


def test_resizing_moves_joints_with_their_pixels() -> None:
    random = np.random.default_rng(0)
    for _ in range(60):
        rgba = np.zeros((64, 64, 4), np.uint8)
        rgba[14:62, 24:40] = (90, 90, 90, 255)
        marks = {Joint.NECK: (32.5, 34.5), Joint.PELVIS: (32.5, 50.5), Joint.LEFT_ANKLE: (37.5, 58.5)}
        rgba[55:62, 34:41] = (250, 0, 0, 255)
        picture, joints = resized(random, rgba, marks)
        red = np.argwhere(picture[..., 0] == 250)
        x, y = joints[Joint.LEFT_ANKLE]
        assert abs(red[:, 1].mean() + 0.5 - x) < 2
        assert abs(red[:, 0].mean() + 0.5 - y) < 2
        box = figure_box(main_figure(picture[..., 3] > 127))
        assert 13 <= box.height <= 131
