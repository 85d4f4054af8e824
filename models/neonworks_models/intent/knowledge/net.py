"""The sentence net in numpy: two layers of attention over at most 48 tokens, below a millisecond.

Weights are half precision in a safetensors file; they are widened once when loaded.
"""

from collections.abc import Mapping

import numpy as np
from neonworks_protocol.errors import Unavailable
from numpy.typing import NDArray

from neonworks_models.catalog.weights import Tensors
from neonworks_models.intent.knowledge.features import SentenceFeatures
from neonworks_models.intent.knowledge.vectors import WordVectors
from neonworks_models.sprites.linear import product

__all__ = ["FIELDS", "HEADS", "NET_FORMAT", "SentenceNet"]

Array = NDArray[np.float32]

NET_FORMAT = "sentence-net/1"
FIELDS: Mapping[str, int] = {
    "action": 9,
    "variant": 7,
    "direction": 5,
    "speed": 3,
    "intensity": 3,
    "effects": 6,
}
"""Answers and their sizes. Of ``action``, ``variant`` and ``direction`` the last place means "none"."""
HEADS = 4
_EPSILON = 1e-5


class SentenceNet:
    """Reads features, answers one array of logits per field of ``FIELDS``."""

    def __init__(self, stored: Tensors, vectors: WordVectors) -> None:
        if stored.metadata.get("format") != NET_FORMAT:
            raise Unavailable(f"The sentence net is not {NET_FORMAT}; reinstall the package.")
        self._w = {name: np.asarray(array, np.float32) for name, array in stored.arrays.items()}
        self._layers = 1 + max(int(name.split(".")[1]) for name in self._w if name.startswith("layers."))
        self._vectors = vectors

    def __call__(self, features: SentenceFeatures) -> dict[str, Array]:
        """Logits per field. A sentence without tokens reads as one empty token."""
        x = self._inputs(features)
        for layer in range(self._layers):
            name = f"layers.{layer}."
            x = x + self._attention(self._norm(x, name + "norm1"), name)
            inner = np.maximum(self._linear(self._norm(x, name + "norm2"), name + "up"), 0)
            x = x + self._linear(inner, name + "down")
        x = self._norm(x, "norm")
        weights = _softmax(self._linear(x, "pool"), 0)
        pooled = np.concatenate([(weights * x).sum(0), x.max(0)])[None]
        hidden = np.maximum(self._linear(pooled, "hidden"), 0)
        return {field: self._linear(hidden, f"heads.{field}")[0] for field in FIELDS}

    def _inputs(self, features: SentenceFeatures) -> Array:
        words = self._vectors.take(features.rows)
        known = features.grams >= 0
        letters = self._w["grams"][np.maximum(features.grams, 0)] * known[:, :, None]
        mean = letters.sum(1) / np.maximum(known.sum(1), 1)[:, None]
        joined = np.concatenate([words, mean.astype(np.float32), features.signs], axis=1)
        return self._linear(joined, "input") + self._w["places"][: len(joined)]

    def _attention(self, x: Array, name: str) -> Array:
        tokens, width = x.shape
        mixed = self._linear(x, name + "qkv").reshape(tokens, 3, HEADS, width // HEADS)
        query, key, value = mixed.transpose(1, 2, 0, 3)
        share = _softmax(query @ key.transpose(0, 2, 1) / np.sqrt(np.float32(width // HEADS)), -1)
        seen: Array = (share @ value).transpose(1, 0, 2).reshape(tokens, width)
        return self._linear(seen, name + "out")

    def _linear(self, x: Array, name: str) -> Array:
        result: Array = product(x, self._w[name + ".weight"]) + self._w[name + ".bias"]
        return result

    def _norm(self, x: Array, name: str) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        scaled: Array = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + _EPSILON)
        result: Array = scaled * self._w[name + ".weight"] + self._w[name + ".bias"]
        return result


def _softmax(x: Array, axis: int) -> Array:
    raised: Array = np.exp(x - x.max(axis, keepdims=True))
    shares: Array = raised / raised.sum(axis, keepdims=True)
    return shares
