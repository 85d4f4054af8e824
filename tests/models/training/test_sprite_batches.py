import numpy as np
import pytest
from neonworks_models.data.net_composer import Kind, make_samples
from neonworks_models.data.net_samples import NetSamples
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.indexed import COLOURS
from neonworks_models.nets.motions import MOTIONS, STRIPS
from neonworks_models.nets.pixel_choice import KEY_FEATURES, PLANES
from neonworks_models.training.sprite_batches import COLUMNS, Batch, Drawer, batch_of, recoloured


@pytest.fixture(scope="module")
def shard(tmp_path_factory: pytest.TempPathFactory) -> NetSamples:
    return make_samples(tmp_path_factory.mktemp("none"), Kind.DRAWN, 6, 0, holdout=False)


def plain(shard: NetSamples) -> Batch:
    return batch_of([(shard, np.arange(12))], None)


def test_an_unchanged_batch_is_the_middle_of_its_samples(shard: NetSamples) -> None:
    batch = plain(shard)
    edge = (64 - COLUMNS) // 2
    assert batch.still.shape == (12, 64, COLUMNS)
    assert np.array_equal(batch.still, shard.stills[shard.views[:12]][:, :, edge:-edge])
    assert np.array_equal(batch.truth, shard.truth(np.arange(12))[:, :, edge:-edge])
    assert batch.inputs["planes"].shape == (12, 64, COLUMNS, PLANES)
    assert batch.inputs["keys"].shape == (12, COLOURS, KEY_FEATURES)
    assert batch.inputs["action"].tolist() == shard.actions[:12].tolist()


def test_moved_pictures_keep_the_figures_own_coordinates(shard: NetSamples) -> None:
    moved = False
    for seed in range(6):
        batch, still = batch_of([(shard, np.arange(12))], np.random.default_rng(seed)), plain(shard)
        for new, old in zip(range(12), range(12), strict=True):
            head_new, head_old = (np.argwhere(b.still[i] > 0)[0] for b, i in ((batch, new), (still, old)))
            own = batch.inputs["planes"][new, head_new[0], head_new[1], 9:]
            was = still.inputs["planes"][old, head_old[0], head_old[1], 9:]
            assert np.allclose(own, was, atol=1e-5)
            moved |= bool((head_new != head_old).any())
    assert moved


def test_all_pictures_of_a_sample_are_moved_alike(shard: NetSamples) -> None:
    batch = batch_of([(shard, np.arange(12))], np.random.default_rng(3))
    same = plain(shard)
    assert np.allclose(
        (batch.still != batch.truth).sum(axis=(1, 2)), (same.still != same.truth).sum(axis=(1, 2)), atol=40
    )


def test_a_nameless_sample_hides_action_and_phase(shard: NetSamples) -> None:
    batch = batch_of([(shard, np.arange(12))], np.random.default_rng(0), (0.0, 1.0))
    assert set(batch.inputs["action"].tolist()) == {len(MOTIONS)}
    assert not batch.inputs["phase"].any()
    batch = batch_of([(shard, np.arange(12))], np.random.default_rng(0), (1.0, 0.0))
    assert len(MOTIONS) not in batch.inputs["action"]


def test_an_untold_sample_hides_its_hand(shard: NetSamples) -> None:
    told, untold = (
        batch_of([(shard, np.arange(12))], np.random.default_rng(0), untold=s) for s in (0.0, 1.0)
    )
    assert told.inputs["hand"].tolist() == shard.hands[:12].tolist()
    assert set(untold.inputs["hand"].tolist()) == {Hand.UNTOLD}


def test_walks_are_drawn_as_often_as_wanted(shard: NetSamples) -> None:
    def share(walks: float) -> float:
        drawn = Drawer([shard], walks=walks).draw(np.random.default_rng(1), 2000)
        return float(np.mean(np.concatenate([s.actions[chosen] for s, chosen in drawn]) == STRIPS["walk"]))

    true = float(np.mean(shard.actions == STRIPS["walk"]))
    assert share(3.0) > share(1.0) > 0
    assert share(1.0) == pytest.approx(true, abs=0.12)
    assert sum(len(chosen) for _, chosen in Drawer([shard]).draw(np.random.default_rng(1), 21)) == 21


def test_colours_change_by_ramp_and_some_palettes_stay() -> None:
    random = np.random.default_rng(0)
    colours = np.zeros((300, COLOURS, 3), np.float32)
    colours[:, 1:4] = np.array([[0.8, 0.2, 0.2], [0.4, 0.1, 0.1], [0.2, 0.3, 0.9]], np.float32)
    new = recoloured(random, colours)
    assert ((new >= 0) & (new <= 1)).all()
    stay = (new == colours).all(axis=(1, 2)).mean()
    assert 0.3 < stay < 0.75
    assert not new[:, 4:].any()
    hue = new[..., 1:4, :] - new[..., 1:4, :].min(axis=-1, keepdims=True)
    hue = hue / np.maximum(hue.max(axis=-1, keepdims=True), 1e-6)
    # Two shades of one red stay shades of one colour; the blue goes its own way.
    assert np.abs(hue[:, 0] - hue[:, 1]).max() < 0.02
    assert np.abs(hue[:, 0] - hue[:, 2]).mean() > 0.2
