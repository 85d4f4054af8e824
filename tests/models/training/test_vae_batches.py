from pathlib import Path

import numpy as np
import pytest
from neonworks_models.data.look_samples import LookSamples, make_looks
from neonworks_models.training.vae_batches import batch_of, windows_of
from numpy.random import default_rng


@pytest.fixture(scope="module")
def looks(tmp_path_factory: pytest.TempPathFactory) -> LookSamples:
    return make_looks(Path(), 0, 16, 1, holdout=False)


def test_a_batch_holds_figures_within_the_window_in_sensible_colours(looks: LookSamples) -> None:
    planes = batch_of(looks, default_rng(0), 12)
    assert planes.shape == (12, 4, 64, 64) and planes.dtype == np.float32
    assert set(np.unique(planes[:, 0])) == {0, 1}
    assert np.abs(planes[:, 1:]).max() <= 0.5
    assert not planes[:, 1:][np.repeat(planes[:, :1] == 0, 3, axis=1)].any()
    assert (planes[:, 0].sum(axis=(1, 2)) > 40).all()


def test_the_same_numbers_give_the_same_batch_and_others_another(looks: LookSamples) -> None:
    one, two, other = (batch_of(looks, default_rng(seed), 6) for seed in (1, 1, 2))
    assert np.array_equal(one, two) and not np.array_equal(one, other)


def test_windows_for_scores_show_the_pictures_as_they_are(looks: LookSamples) -> None:
    planes = windows_of(looks, np.arange(3))
    for index in range(3):
        shown = {tuple(c) for c in np.rint((planes[index, 1:, planes[index, 0] > 0] + 0.5) * 255).astype(int)}
        assert shown <= {tuple(int(v) for v in c) for c in looks.colours[index]}
