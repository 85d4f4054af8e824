import importlib.util
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from neonworks_models.intent.large.reply import decode
from neonworks_models.intent.large.schema import REPLY_START
from neonworks_models.training.tiny_reader_recipe import Recipe, Sizes
from neonworks_models.training.tiny_reader_shards import ShardFolder, Source, make_shard

from tests.fakes.little_wordnet import write_little_wordnet

WITHOUT = importlib.util.find_spec("tokenizers") is None
RECIPE = Recipe(
    "tiny", sizes=Sizes(words=400), shards=3, shard_requests=80, validation=40, held_from=0.5, slips=0.1
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    return Source(write_little_wordnet(tmp_path_factory.mktemp("wordnet")), prose=0.2)


def test_the_same_seed_gives_the_same_pairs(source: Source) -> None:
    one, two, other = (list(islice(source.pairs(seed, held=False), 40)) for seed in (1, 1, 2))
    assert one == two
    assert one != other


def test_every_reply_is_of_the_form_that_is_read(source: Source) -> None:
    for pair in islice(source.mixed(3), 300):
        reply = decode(REPLY_START + pair.reply)
        assert reply.do == (pair.request.action or "unclear")


def test_mixed_pairs_come_from_both_halves(source: Source) -> None:
    texts = {held: {p.prompt for p in islice(source.pairs(4, held=held), 300)} for held in (False, True)}
    mixed = {pair.prompt for pair in islice(source.mixed(4), 300)}
    assert mixed & texts[False]
    assert mixed & texts[True]


def test_a_shard_holds_prompts_replies_and_ends(source: Source, tmp_path: Path) -> None:
    if WITHOUT:
        pytest.skip("tokenizers is not installed")
    folder = ShardFolder(tmp_path, RECIPE, lambda: source)
    pairs = list(islice(source.pairs(5, held=False), 30))
    shard = make_shard(pairs, 20, folder.words)
    assert len(shard) == 20
    for at, pair in enumerate(pairs[:20]):
        numbers = list(shard.numbers[shard.starts[at] : shard.starts[at + 1]])
        assert numbers[-1] == 0
        assert folder.words.text(numbers[: shard.replies[at]]) == pair.prompt
        assert folder.words.text(numbers[shard.replies[at] : -1]) == pair.reply


@pytest.mark.skipif(WITHOUT, reason="tokenizers is not installed")
def test_files_are_made_once(source: Source, tmp_path: Path) -> None:
    calls: list[int] = []

    def load() -> Source:
        calls.append(1)
        return source

    first = ShardFolder(tmp_path, RECIPE, load)
    shard, held = first.shard(2), first.validation(held=True)
    again = ShardFolder(tmp_path, RECIPE, load)
    assert np.array_equal(again.shard(2).numbers, shard.numbers)
    assert np.array_equal(again.validation(held=True).numbers, held.numbers)
    assert again.words.merges == first.words.merges
    assert len(calls) == 1
    assert not list(tmp_path.glob("*.part*"))
