import importlib.util
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from neonworks_models.training.tiny_reader import Trainer, batches, main
from neonworks_models.training.tiny_reader_recipe import Recipe, Sizes
from neonworks_models.training.tiny_reader_shards import Shard, ShardFolder, Source
from neonworks_protocol.errors import BadRequest, Unavailable

from tests.fakes.little_wordnet import write_little_wordnet

WITHOUT_TORCH = importlib.util.find_spec("torch") is None
WITHOUT = WITHOUT_TORCH or importlib.util.find_spec("tokenizers") is None
RECIPE = Recipe(
    "tiny",
    sizes=Sizes(words=400, width=32, inner=48, layers=1, heads=2),
    shards=2,
    shard_requests=60,
    validation=30,
    held_from=0.5,
    word_steps=10,
    rate=2e-2,
    batch_tokens=400,
    steps=12,
    warm_up=1,
    cool_down=1,
)
needs_both = pytest.mark.skipif(WITHOUT, reason="PyTorch and tokenizers are not both installed")


def little_shard(lengths: list[int]) -> Shard:
    starts = np.cumsum([0, *lengths])
    return Shard(starts, np.full(len(lengths), 2, np.int16), np.arange(starts[-1]).astype(np.int16))


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> ShardFolder:
    if WITHOUT:
        pytest.skip("PyTorch and tokenizers are not both installed")
    folder = tmp_path_factory.mktemp("shards")
    return ShardFolder(folder, RECIPE, lambda: Source(write_little_wordnet(folder / "wordnet"), 0.2))


def test_batches_hold_every_reply_once_and_keep_to_their_size() -> None:
    shard = little_shard([5, 3, 9, 4, 4, 7, 3, 3, 10])
    found = list(batches(shard, np.random.default_rng(0), 32))
    assert all(batch.numbers.size <= 32 for batch in found)
    assert {batch.numbers.shape[1] for batch in found} == {8, 16}
    wanted = sorted(int(number) for batch in found for number in batch.wanted)
    ends = zip(shard.starts[:-1], shard.starts[1:], strict=True)
    assert wanted == sorted(n for start, stop in ends for n in range(int(start) + 2, int(stop)))
    assert sum(int(batch.first.sum()) for batch in found) == len(shard)
    for batch in found:
        assert (batch.numbers[batch.rows, batch.places] + 1 == batch.wanted).all()


@pytest.mark.skipif(not WITHOUT_TORCH, reason="PyTorch is installed")
def test_without_pytorch_one_line_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="pip install torch"):
        Trainer(RECIPE, tmp_path)


@needs_both
def test_training_goes_on_where_it_stopped(shards: ShardFolder, tmp_path: Path) -> None:
    ticks = count(0.0, 10.0)
    first = Trainer(RECIPE, tmp_path)
    first.run(shards, minutes=0.4, clock=lambda: next(ticks), tell=lambda _: None)
    assert 0 < first.step < RECIPE.steps
    second = Trainer(RECIPE, tmp_path)
    assert (second.step, second.shard) == (first.step, first.shard)
    for name, value in first.averaged.items():
        assert bool((second.averaged[name] == value).all())
    told: list[str] = []
    second.run(shards, minutes=5, tell=told.append)
    assert second.step == RECIPE.steps
    assert "other phrases: action" in told[-1]


@needs_both
def test_training_lowers_the_loss(shards: ShardFolder, tmp_path: Path) -> None:
    trainer = Trainer(RECIPE, tmp_path)
    batch = next(batches(shards.shard(0), np.random.default_rng(0), 400))
    losses = [trainer.learn(batch) for _ in range(12)]
    assert losses[-1] < 0.8 * losses[0]


@needs_both
def test_late_shards_are_drawn_in_the_second_half(shards: ShardFolder, tmp_path: Path) -> None:
    trainer = Trainer(RECIPE, tmp_path)
    early = [trainer.next_shard() for trainer.shard in range(3)]
    trainer.step = RECIPE.steps // 2
    late = [trainer.next_shard() for trainer.shard in range(3)]
    assert (early, late) == ([0, 0, 0], [1, 1, 1])


@needs_both
def test_a_model_of_other_sizes_is_not_resumed(shards: ShardFolder, tmp_path: Path) -> None:
    Trainer(RECIPE, tmp_path).save()
    other = Recipe("other", sizes=Sizes(words=400, width=64, inner=48, layers=1, heads=2))
    with pytest.raises(BadRequest, match="other sizes"):
        Trainer(other, tmp_path)


def test_the_command_needs_wordnet(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--folder", "b"])
    assert "--wordnet" in capsys.readouterr().err
