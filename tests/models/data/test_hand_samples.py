from pathlib import Path

import numpy as np
from neonworks_models.data.hand_samples import make_hand_samples
from neonworks_models.sprites.figure import CHANNELS, SIDE
from neonworks_models.sprites.hand_reader import Artist


def test_each_artist_and_strangers_have_their_share(lpc_root: Path) -> None:
    samples = make_hand_samples(lpc_root, 90, 3, characters=4)
    assert samples.pictures.shape == (90, CHANNELS, SIDE, SIDE)
    counts = np.bincount(samples.artists, minlength=len(Artist))
    assert (counts >= 12).all()
    assert (samples.pictures[:, 0] > 127).any(axis=(1, 2)).all()


def test_the_same_seed_makes_the_same_samples(lpc_root: Path) -> None:
    one, other = (make_hand_samples(lpc_root, 12, 5, characters=2) for _ in range(2))
    assert np.array_equal(one.pictures, other.pictures)
    assert np.array_equal(one.artists, other.artists)
