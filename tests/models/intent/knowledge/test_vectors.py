import numpy as np
import pytest
from neonworks_models.catalog.weights import Tensors
from neonworks_models.intent.knowledge.vectors import WordVectors
from neonworks_models.intent.languages import Language
from neonworks_protocol.errors import Unavailable


def test_a_word_or_one_of_its_dictionary_forms(vectors: WordVectors) -> None:
    assert vectors.row("walk", Language.ENGLISH) == 3
    assert vectors.row("strolling", Language.ENGLISH) == vectors.row("stroll", Language.ENGLISH) == 2
    assert vectors.row("xylophone", Language.ENGLISH) == -1


def test_bytes_are_scaled_and_unknown_words_are_zero(vectors: WordVectors) -> None:
    taken = vectors.take(np.array([1, -1, 3], np.int32))
    assert taken.shape == (3, vectors.width)
    assert not taken[1].any()
    assert np.array_equal(taken[0] / 2, np.round(taken[0] / 2))
    assert np.array_equal(taken[2] / 4, np.round(taken[2] / 4))


def test_a_table_of_another_format_is_refused() -> None:
    with pytest.raises(Unavailable, match="reinstall"):
        WordVectors(Tensors({}, {"format": "word-vectors/0"}))
