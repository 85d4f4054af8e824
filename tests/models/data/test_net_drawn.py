import numpy as np
from neonworks_models.data.net_drawn import add_drawn
from neonworks_models.data.net_samples import Collector, NetSamples
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.motions import STRIPS


def figure(seed: int) -> NetSamples:
    gathered = Collector()
    add_drawn(gathered, seed, np.random.default_rng(seed))
    return gathered.samples()


def test_a_free_walk_differs_more_from_its_draft_than_one_that_shows_its_pose() -> None:
    apart: dict[Hand, list[float]] = {Hand.POSE: [], Hand.FREE: []}
    for seed in range(10):
        samples = figure(seed)
        truth = samples.truth(np.arange(len(samples.frames)))
        walks = samples.actions == STRIPS["walk"]
        differs = (truth != samples.drafts).sum(axis=(1, 2)) / (truth > 0).sum(axis=(1, 2))
        for hand, shares in apart.items():
            shares += differs[walks & (samples.hands == hand)].tolist()
    assert np.mean(apart[Hand.FREE]) > 1.3 * np.mean(apart[Hand.POSE])


def test_a_free_walks_draft_is_the_librarys_whatever_is_drawn() -> None:
    samples = figure(3)
    free = samples.hands == Hand.FREE
    assert free.any()
    assert set(samples.actions[free].tolist()) == {STRIPS["walk"]}
    assert samples.poses[free].any()
