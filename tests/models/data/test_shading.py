import numpy as np
from neonworks_models.data.shading import lit, painted


def test_shading_changes_colours_but_never_the_silhouette() -> None:
    random = np.random.default_rng(0)
    flat = np.zeros((40, 40, 4), np.uint8)
    flat[8:34, 10:30] = (120, 90, 60, 255)
    flat[8:18, 12:28] = (200, 180, 40, 255)
    variety = set()
    for _ in range(60):
        shaded = painted(random, flat, 26)
        assert np.array_equal(shaded[..., 3], flat[..., 3])
        assert (shaded[shaded[..., 3] == 0] == 0).all()
        variety.add(len(np.unique(shaded.reshape(-1, 4), axis=0)))
    assert len(variety) > 3
    assert max(variety) > 5


def test_light_alone_has_no_texture_and_is_the_same_for_a_seed() -> None:
    flat = np.zeros((40, 40, 4), np.uint8)
    flat[8:34, 10:30] = (120, 90, 60, 255)
    variety = set()
    for seed in range(30):
        first, again = (lit(np.random.default_rng(seed), flat, 26) for _ in range(2))
        assert np.array_equal(first, again)
        assert np.array_equal(first[..., 3], flat[..., 3])
        # All rows but the outermost are lit alike: no grain, no streaks.
        assert (first[14:28, 15:25] == first[14, 15]).all()
        variety.add(len(np.unique(first.reshape(-1, 4), axis=0)))
    assert len(variety) > 2
