from pathlib import Path

import numpy as np
from neonworks_models.data.look_samples import GROUPS, LookSamples, make_looks


def test_characters_and_drawings_become_pictures_in_their_own_colours(lpc_root: Path, tmp_path: Path) -> None:
    looks = make_looks(lpc_root, 2, 10, 3, holdout=False)
    assert len(looks.pictures) == 2 * 8 + 10
    assert looks.pictures.shape[1:] == (64, 64) and looks.colours.shape[1:] == (64, 3)
    assert (looks.groups == -1).sum() == 2 * 4
    assert looks.groups.max() < GROUPS
    for picture, (foot, core, height, aside) in zip(looks.pictures, looks.places, strict=True):
        rows, columns = np.nonzero(picture)
        assert rows.max() + 1 == foot == 64
        assert foot - rows.min() == height
        assert max(core - columns.min(), columns.max() + 1 - core) <= aside + 1e-3
    looks.save(tmp_path / "looks.npz")
    again = LookSamples.load(tmp_path / "looks.npz")
    assert np.array_equal(again.pictures, looks.pictures) and np.array_equal(again.places, looks.places)


def test_the_same_seed_makes_the_same_and_the_measuring_share_is_another(lpc_root: Path) -> None:
    one, two, held = (make_looks(lpc_root, 1, 4, 5, holdout=each) for each in (False, False, True))
    assert np.array_equal(one.pictures, two.pictures) and np.array_equal(one.colours, two.colours)
    assert not np.array_equal(one.pictures, held.pictures)
