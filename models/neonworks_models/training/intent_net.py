"""Trains the sentence net: ``python -m neonworks_models.training.intent_net --help``.

Samples (``intent_samples``) in, one safetensors file of half precision out; ``intent.knowledge.net`` runs it.
Word vectors stay as they are, so that words which no sample has are read like their neighbours.
"""

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from neonworks_protocol.errors import Unavailable
from neonworks_protocol.vocabulary import Effect
from numpy.typing import NDArray
from safetensors.numpy import save_file

from neonworks_models.intent.knowledge.features import GRAM_ROWS, MAX_TOKENS, SIGNS
from neonworks_models.intent.knowledge.net import FIELDS, HEADS, NET_FORMAT
from neonworks_models.intent.knowledge.vectors import WordVectors
from neonworks_models.training.intent_samples import LABELS, IntentSamples, load_samples
from neonworks_models.training.word_vectors import read_table

__all__ = ["main", "train"]

_WIDTH = 128
_INNER = 256
_LAYERS = 2
_GRAM_WIDTH = 48
_HIDDEN = 160
_BATCH = 256
_RATE = 1.5e-3
_DROPOUT = 0.1
_BLIND_WORDS = 0.06
"""Share of words whose vector is hidden in training, so that one odd word does not decide."""
_WEIGHTS = {"action": 1.0, "variant": 0.5, "direction": 0.4, "speed": 0.3, "intensity": 0.3}
_EFFECTS_AT = LABELS.index(Effect.GLOW)


def train(
    shards: Sequence[IntentSamples],
    validation: IntentSamples,
    vectors: WordVectors,
    out: Path,
    *,
    minutes: float,
    seed: int = 0,
) -> None:
    """Fit for ``minutes`` of wall time over the ``shards`` in turn, print scores, write the weights."""
    try:
        torch: Any = import_module("torch")
    except ModuleNotFoundError:
        raise Unavailable("training needs PyTorch: pip install torch") from None
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    weights = _fresh_weights(torch, vectors.width)
    fitted = [{"params": list(weights.values())}]
    optimiser = torch.optim.AdamW(fitted, _RATE, weight_decay=0.01)
    started, limit = time.monotonic(), minutes * 60
    for step, batch in enumerate(_batches(shards, random)):
        progress = (time.monotonic() - started) / limit
        if progress >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = _RATE * min(1.0, (step + 1) / 100) * 0.5 * (1 + np.cos(np.pi * progress))
        loss = _loss(torch, _forward(torch, weights, vectors, batch, random), batch.labels)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(list(weights.values()), 1.0)
        optimiser.step()
        if step % 100 == 99:
            scores = _scores(torch, weights, vectors, validation)
            print(f"step {step + 1}, loss {loss.item():.3f}, {scores}", flush=True)
    tensors = {name: value.detach().numpy().astype(np.float16) for name, value in weights.items()}
    save_file(tensors, out, {"format": NET_FORMAT})


def _fresh_weights(torch: Any, vector_width: int) -> dict[str, Any]:
    """Matrices are stored (in, out), as the numpy net multiplies them."""
    weights: dict[str, Any] = {}

    def linear(name: str, inner: int, outer: int) -> None:
        weights[name + ".weight"] = torch.randn(inner, outer) / inner**0.5
        weights[name + ".bias"] = torch.zeros(outer)

    def norm(name: str) -> None:
        weights[name + ".weight"] = torch.ones(_WIDTH)
        weights[name + ".bias"] = torch.zeros(_WIDTH)

    linear("input", vector_width + _GRAM_WIDTH + SIGNS, _WIDTH)
    weights["grams"] = torch.randn(GRAM_ROWS, _GRAM_WIDTH) * 0.1
    weights["places"] = torch.randn(MAX_TOKENS, _WIDTH) * 0.02
    for layer in range(_LAYERS):
        name = f"layers.{layer}."
        norm(name + "norm1")
        norm(name + "norm2")
        linear(name + "qkv", _WIDTH, 3 * _WIDTH)
        linear(name + "out", _WIDTH, _WIDTH)
        linear(name + "up", _WIDTH, _INNER)
        linear(name + "down", _INNER, _WIDTH)
    norm("norm")
    linear("pool", _WIDTH, 1)
    linear("hidden", 2 * _WIDTH, _HIDDEN)
    for field, size in FIELDS.items():
        linear(f"heads.{field}", _HIDDEN, size)
    for value in weights.values():
        value.requires_grad_(True)
    return weights


class _Batch:
    """Sentences padded to the longest one."""

    def __init__(self, samples: IntentSamples, chosen: NDArray[np.int64]) -> None:
        starts, stops = samples.starts[chosen], samples.starts[chosen + 1]
        lengths = stops - starts
        places = np.arange(lengths.max())
        self.mask = places[None] < lengths[:, None]
        at = np.where(self.mask, starts[:, None] + places[None], starts[:, None])
        self.rows = np.where(self.mask, samples.rows[at], -1)
        self.grams = np.where(self.mask[:, :, None], samples.grams[at], -1).astype(np.int64)
        self.signs = samples.signs[at].astype(np.float32) * self.mask[:, :, None]
        self.labels = samples.labels[chosen].astype(np.int64)


def _batches(shards: Sequence[IntentSamples], random: np.random.Generator) -> Iterator[_Batch]:
    """Batches of sentences of like length, without end."""
    while True:
        shard = shards[int(random.integers(len(shards)))]
        pool = random.permutation(len(shard.labels))[: _BATCH * 32]
        pool = pool[np.argsort(np.diff(shard.starts)[pool], kind="stable")]
        parts = np.array_split(pool, max(1, len(pool) // _BATCH))
        for index in random.permutation(len(parts)):
            yield _Batch(shard, parts[index])


def _forward(
    torch: Any,
    w: Mapping[str, Any],
    vectors: WordVectors,
    batch: _Batch,
    random: np.random.Generator | None,
) -> dict[str, Any]:
    """Logits; ``random`` None for scoring, without dropout."""
    f, training = torch.nn.functional, random is not None
    rows = batch.rows
    if random is not None:
        rows = np.where(random.random(rows.shape) < _BLIND_WORDS, -1, rows)
    words = torch.from_numpy(vectors.take(rows.reshape(-1)).reshape(*rows.shape, -1))
    grams = torch.from_numpy(batch.grams)
    known = (grams >= 0).float()
    letters = (w["grams"][grams.clamp(min=0)] * known[..., None]).sum(2) / known.sum(2).clamp(min=1)[
        ..., None
    ]
    joined = torch.cat([words, letters, torch.from_numpy(batch.signs)], -1)
    mask = torch.from_numpy(batch.mask)

    def linear(x: Any, name: str) -> Any:
        return x @ w[name + ".weight"] + w[name + ".bias"]

    def norm(x: Any, name: str) -> Any:
        return f.layer_norm(x, (x.shape[-1],), w[name + ".weight"], w[name + ".bias"])

    x = linear(f.dropout(joined, _DROPOUT, training), "input") + w["places"][: joined.shape[1]]
    for layer in range(_LAYERS):
        name = f"layers.{layer}."
        mixed = linear(norm(x, name + "norm1"), name + "qkv").view(*x.shape[:2], 3, HEADS, -1)
        query, key, value = mixed.permute(2, 0, 3, 1, 4)
        seen = f.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None])
        x = x + f.dropout(linear(seen.transpose(1, 2).flatten(2), name + "out"), _DROPOUT, training)
        inner = torch.relu(linear(norm(x, name + "norm2"), name + "up"))
        x = x + f.dropout(linear(inner, name + "down"), _DROPOUT, training)
    x = norm(x, "norm")
    share = linear(x, "pool").masked_fill(~mask[..., None], -1e9).softmax(1)
    best = x.masked_fill(~mask[..., None], -1e9).amax(1)
    hidden = torch.relu(linear(torch.cat([(share * x).sum(1), best], -1), "hidden"))
    hidden = f.dropout(hidden, _DROPOUT, training)
    return {field: linear(hidden, f"heads.{field}") for field in FIELDS}


def _loss(torch: Any, logits: Mapping[str, Any], labels: NDArray[np.int64]) -> Any:
    f, wanted = torch.nn.functional, torch.from_numpy(labels)
    total = torch.zeros(())
    for field, weight in _WEIGHTS.items():
        column = wanted[:, LABELS.index(field)]
        if bool((column >= 0).any()):
            total = total + weight * f.cross_entropy(
                logits[field], column, ignore_index=-1, label_smoothing=0.03
            )
    effects = wanted[:, _EFFECTS_AT:]
    known = (effects >= 0).float()
    each = f.binary_cross_entropy_with_logits(
        logits["effects"], effects.clamp(min=0).float(), reduction="none"
    )
    return total + 2 * (each * known).sum() / known.sum().clamp(min=1)


def _scores(torch: Any, weights: Mapping[str, Any], vectors: WordVectors, samples: IntentSamples) -> str:
    right: dict[str, list[NDArray[np.bool_]]] = {field: [] for field in _WEIGHTS}
    with torch.inference_mode():
        for chosen in np.array_split(np.arange(len(samples.labels)), max(1, len(samples.labels) // _BATCH)):
            batch = _Batch(samples, chosen)
            logits = _forward(torch, weights, vectors, batch, None)
            for field, found in right.items():
                column = batch.labels[:, LABELS.index(field)]
                found.append((logits[field].argmax(-1).numpy() == column)[column >= 0])
    return ", ".join(f"{field} {np.concatenate(found).mean():.3f}" for field, found in right.items())


def main(arguments: Sequence[str] | None = None) -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=Path, nargs="+", required=True)
    parser.add_argument("--validation", type=Path, required=True)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    train(
        [load_samples(path) for path in options.samples],
        load_samples(options.validation),
        WordVectors(read_table(options.vectors)),
        options.out,
        minutes=options.minutes,
        seed=options.seed,
    )


if __name__ == "__main__":
    main()
