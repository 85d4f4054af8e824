"""Fits the table of words alone, before the whole net: minutes instead of the hours that the net would take.

The first layer is set to look at all words alike and to add up what they say; nothing else is fitted yet than
which words of a request go with which words of its reply. As fastText does (Joulin et al., 2016), but in the
very form that the net has at that point, so that training goes on from there.
"""

from collections.abc import Callable, MutableMapping
from typing import Any

import numpy as np

from neonworks_models.training.tiny_reader_net import EPSILON
from neonworks_models.training.tiny_reader_recipe import Recipe
from neonworks_models.training.tiny_reader_shards import Shard

__all__ = ["warm_up_words"]

_BATCH = 512
_SHOWN = 100
_RATE = 5e-3


def warm_up_words(
    torch: Any,
    weights: MutableMapping[str, Any],
    shard_of: Callable[[int], Shard],
    recipe: Recipe,
    tell: Callable[[str], None],
) -> None:
    """Change ``weights`` in place: the table of words, and the first layer's way to add them up."""
    with torch.no_grad():
        for name in ("attn_v", "attn_output"):
            weights[f"blk.0.{name}.weight"].copy_(torch.eye(recipe.sizes.width))
    table = weights["token_embd.weight"]
    optimiser = torch.optim.Adam([table], _RATE)
    random = np.random.default_rng(recipe.seed)
    for step in range(recipe.word_steps):
        shard = shard_of(step % recipe.first_held)
        loss, right = _learn(torch, table, shard, random.integers(len(shard), size=_BATCH))
        for group in optimiser.param_groups:
            group["lr"] = _RATE * min(1.0, (step + 1) / 50) * (1 - step / recipe.word_steps)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % _SHOWN == _SHOWN - 1:
            tell(f"words: step {step + 1} of {recipe.word_steps}, action {right:.3f} right")


def _learn(torch: Any, table: Any, shard: Shard, chosen: Any) -> tuple[Any, float]:
    """The loss of a batch, and how often the first token of the reply would be right."""
    f = torch.nn.functional
    starts, replies = shard.starts[chosen], shard.replies[chosen].astype(np.int64)
    counts = np.diff(shard.starts)[chosen] - replies - 1
    asked = np.concatenate([shard.numbers[a : a + n] for a, n in zip(starts, replies, strict=True)])
    owners = np.repeat(np.arange(len(chosen)), replies)
    begins = starts + replies
    told = np.concatenate([shard.numbers[a : a + n] for a, n in zip(begins, counts, strict=True)])
    known, wanted = np.unique(told, return_inverse=True)
    found = f.embedding(torch.from_numpy(asked.astype(np.int64)), table)
    said = f.rms_norm(found, (table.shape[1],), None, EPSILON)
    total = torch.zeros(len(chosen), table.shape[1]).index_add(0, torch.from_numpy(owners), said)
    last = f.embedding(torch.from_numpy(shard.numbers[begins - 1].astype(np.int64)), table)
    mean = total / torch.from_numpy(replies.astype(np.float32))[:, None]
    state = f.rms_norm(mean + last, (table.shape[1],), None, EPSILON)
    scores = state @ f.embedding(torch.from_numpy(known.astype(np.int64)), table).T
    first = torch.from_numpy(wanted[np.cumsum(counts) - counts])
    rows = torch.from_numpy(np.repeat(np.arange(len(chosen)), counts))
    every = f.cross_entropy(scores[rows], torch.from_numpy(wanted))
    right = float((scores.argmax(-1) == first).float().mean())
    return f.cross_entropy(scores, first) + 0.5 * every, right
