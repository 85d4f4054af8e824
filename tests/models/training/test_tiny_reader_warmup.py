import importlib.util
import re
from itertools import pairwise

import numpy as np
import pytest
from neonworks_models.training.tiny_reader_net import fresh_weights, hidden, import_torch, logits
from neonworks_models.training.tiny_reader_recipe import Recipe, Sizes
from neonworks_models.training.tiny_reader_shards import Shard
from neonworks_models.training.tiny_reader_warmup import warm_up_words

pytestmark = pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")
RECIPE = Recipe("r", sizes=Sizes(words=90, width=32, inner=32, layers=1, heads=2), word_steps=120)
ASKED = 5
START = 80


def toy_shard(count: int) -> Shard:
    """Requests of words 20 to 79; word ``20 + n`` of the eight first says that the reply is ``1 + n``."""
    random = np.random.default_rng(0)
    rows = random.integers(28, 80, (count, ASKED))
    meant = random.integers(0, 8, count)
    rows[np.arange(count), random.integers(0, ASKED, count)] = 20 + meant
    starts, replies = np.full((count, 1), START), np.stack([1 + meant, np.zeros_like(meant)], 1)
    numbers = np.hstack([rows, starts, replies]).astype(np.int16)
    width = numbers.shape[1]
    return Shard(np.arange(count + 1) * width, np.full(count, ASKED + 1, np.int16), numbers.reshape(-1))


def test_the_whole_net_starts_with_what_the_words_say() -> None:
    torch = import_torch()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    weights = fresh_weights(torch, RECIPE.sizes)
    for value in weights.values():
        value.requires_grad_(True)
    shard, told = toy_shard(600), list[str]()
    warm_up_words(torch, weights, lambda _: shard, RECIPE, told.append)
    scores = [float(found[1]) for line in told if (found := re.search(r"action ([\d.]+) right", line))]
    assert all(later >= earlier - 0.02 for earlier, later in pairwise(scores))
    assert scores[-1] > 0.95
    held = toy_shard(600)
    rows = torch.from_numpy(held.numbers.reshape(600, -1).astype(np.int64))
    with torch.inference_mode():
        found = logits(torch, weights, hidden(torch, weights, RECIPE.sizes, rows[:, : ASKED + 1])[:, -1])
    assert float((found.argmax(-1) == rows[:, ASKED + 1]).float().mean()) > 0.9
