"""A word table of a few words and a sentence net of random weights, for tests of what reads them."""

import numpy as np
from neonworks_models.catalog.weights import Tensors
from neonworks_models.intent.knowledge.features import GRAM_ROWS, MAX_TOKENS, SIGNS
from neonworks_models.intent.knowledge.net import FIELDS, NET_FORMAT
from neonworks_models.intent.knowledge.vectors import VECTOR_FORMAT, WordVectors

__all__ = ["little_net_tensors", "little_vectors"]

_WORDS = ("knight", "run", "stroll", "walk")
_VECTOR = 8
_WIDTH = 16
_GRAM = 4


def little_vectors() -> WordVectors:
    """Four words of eight numbers; row i of scale i + 1."""
    random = np.random.default_rng(1)
    stored = {
        "words": np.frombuffer("\n".join(_WORDS).encode(), np.uint8),
        "vectors": random.integers(-127, 128, (len(_WORDS), _VECTOR), np.int8),
        "scales": np.arange(1, len(_WORDS) + 1).astype(np.float16),
    }
    return WordVectors(Tensors(stored, {"format": VECTOR_FORMAT}))


def little_net_tensors(seed: int = 0) -> Tensors:
    """Random weights of a net of one layer over ``little_vectors``."""
    random = np.random.default_rng(seed)
    shapes = {
        "input": (_VECTOR + _GRAM + SIGNS, _WIDTH),
        "layers.0.qkv": (_WIDTH, 3 * _WIDTH),
        "layers.0.out": (_WIDTH, _WIDTH),
        "layers.0.up": (_WIDTH, 2 * _WIDTH),
        "layers.0.down": (2 * _WIDTH, _WIDTH),
        "pool": (_WIDTH, 1),
        "hidden": (2 * _WIDTH, 12),
    } | {f"heads.{field}": (12, size) for field, size in FIELDS.items()}
    arrays: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]] = {
        "grams": random.normal(size=(GRAM_ROWS, _GRAM)).astype(np.float16),
        "places": random.normal(size=(MAX_TOKENS, _WIDTH)).astype(np.float16),
    }
    for name, (inner, outer) in shapes.items():
        arrays[f"{name}.weight"] = (random.normal(size=(inner, outer)) / inner**0.5).astype(np.float16)
        arrays[f"{name}.bias"] = np.zeros(outer, np.float16)
    for name in ("layers.0.norm1", "layers.0.norm2", "norm"):
        arrays[f"{name}.weight"] = np.ones(_WIDTH, np.float16)
        arrays[f"{name}.bias"] = np.zeros(_WIDTH, np.float16)
    return Tensors(arrays, {"format": NET_FORMAT})
