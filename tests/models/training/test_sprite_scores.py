import numpy as np
import pytest
from neonworks_models.data.net_composer import Kind, make_samples
from neonworks_models.data.net_samples import NetSamples
from neonworks_models.nets.indexed import COLOURS, Indices
from neonworks_models.nets.pixel_choice import CHOICES
from neonworks_models.training.sprite_batches import Batch
from neonworks_models.training.sprite_scores import chosen_frames, score_kind
from numpy.typing import NDArray


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> list[NetSamples]:
    return [make_samples(tmp_path_factory.mktemp("none"), Kind.DRAWN, 8, 1, holdout=True)]


def certain(frames: Indices) -> NDArray[np.float32]:
    """Logits of one who is sure of these frames."""
    logits = np.full((*frames.shape, CHOICES + COLOURS), -20.0, np.float32)
    np.put_along_axis(logits, CHOICES + frames.astype(np.int64)[..., None], 20.0, axis=-1)
    return logits


def test_who_knows_the_truth_gains_all_who_holds_still_nothing(shards: list[NetSamples]) -> None:
    best, _ = score_kind(shards, lambda batch: certain(batch.truth), batches=2, size=12)
    assert best.gain == pytest.approx(1.0)
    assert best.motion == pytest.approx(1.0)
    frozen, _ = score_kind(shards, lambda batch: certain(batch.still), batches=2, size=12)
    assert frozen.gain == pytest.approx(0.0)
    assert frozen.motion == pytest.approx(0.0)


def test_the_draft_scores_as_its_own_line_says(shards: list[NetSamples]) -> None:
    drafted, sheet = score_kind(shards, lambda batch: certain(batch.draft), batches=2, size=12)
    assert drafted.gain == pytest.approx(drafted.draft)
    assert sheet.dtype == np.uint8
    assert sheet.shape == (8 * 64, 4 * 56, 3)


def test_frames_are_made_of_the_stills_colours(shards: list[NetSamples]) -> None:
    seen: list[Batch] = []

    def guess(batch: Batch) -> NDArray[np.float32]:
        seen.append(batch)
        shape = (*batch.still.shape, CHOICES + COLOURS)
        return np.random.default_rng(0).normal(0, 5, shape).astype(np.float32)

    score_kind(shards, guess, batches=1, size=4)
    made = chosen_frames(seen[0], guess(seen[0]))
    assert (made <= seen[0].inputs["allowed"].sum(axis=1)[:, None, None] - 1).all()
