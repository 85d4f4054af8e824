"""Vectors of words: 96 bytes each, from MiniLM and WordNet (``training/word_vectors.py``)."""

import numpy as np
from neonworks_protocol.errors import Unavailable
from numpy.typing import NDArray

from neonworks_models.catalog.weights import Tensors
from neonworks_models.intent.languages import Language
from neonworks_models.intent.morphology import lemmas

__all__ = ["VECTOR_FORMAT", "WordVectors"]

VECTOR_FORMAT = "word-vectors/1"


class WordVectors:
    """The table. Rows are looked up by word; bytes become numbers only for the words of a sentence."""

    def __init__(self, stored: Tensors) -> None:
        if stored.metadata.get("format") != VECTOR_FORMAT:
            raise Unavailable(f"The word vectors are not {VECTOR_FORMAT}; reinstall the package.")
        words = stored.arrays["words"].tobytes().decode().split("\n")
        self._rows = {word: row for row, word in enumerate(words)}
        self._vectors = stored.arrays["vectors"]
        self._scales = stored.arrays["scales"]

    @property
    def width(self) -> int:
        """Numbers a word."""
        return int(self._vectors.shape[1])

    def row(self, word: str, language: Language) -> int:
        """The row of ``word`` or of the first of its dictionary forms that has one; -1 where none has."""
        if (row := self._rows.get(word)) is not None:
            return row
        return next((self._rows[form] for form in lemmas(word, language) if form in self._rows), -1)

    def take(self, rows: NDArray[np.int32]) -> NDArray[np.float32]:
        """Vectors of shape (words, width); zeros for row -1."""
        known = np.maximum(rows, 0)
        scales = np.where(rows < 0, 0, self._scales[known]).astype(np.float32)
        taken: NDArray[np.float32] = self._vectors[known].astype(np.float32) * scales[:, None]
        return taken
