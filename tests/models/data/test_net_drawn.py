import numpy as np
from neonworks_models.data.net_drawn import add_drawn
from neonworks_models.data.net_motions import STRIPS
from neonworks_models.data.net_samples import Collector


def test_a_drawn_figure_walks_thrice_of_which_two_walks_differ_from_its_draft() -> None:
    apart = []
    for seed in range(6):
        gathered = Collector()
        add_drawn(gathered, seed, np.random.default_rng(seed))
        samples = gathered.samples()
        walk = np.flatnonzero(samples.actions == STRIPS["walk"])
        starts = walk[samples.phases[walk] == 0]
        assert len(starts) >= 3
        truth = samples.truth(np.arange(len(samples.frames)))
        differs = (truth != samples.drafts).mean(axis=(1, 2))
        assert differs.max() < 0.5
        ends = [*starts[1:3], starts[2] + 3]
        apart.append([differs[start:end].mean() for start, end in zip(starts[:3], ends, strict=True)])
    # The library's own walk is nearer to its draft than walks keyed by hand.
    means = np.mean(apart, axis=0)
    assert means[0] < min(means[1:])
