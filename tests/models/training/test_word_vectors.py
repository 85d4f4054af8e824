from pathlib import Path

import numpy as np
import pytest
from neonworks_models.data.language.wordnet import load_wordnet
from neonworks_models.intent.knowledge.vectors import WordVectors
from neonworks_models.intent.languages import Language
from neonworks_models.training.word_vectors import compress, read_table, save_table, wordnet_features

from tests.fakes.little_wordnet import write_little_wordnet


def test_kinds_of_one_action_are_alike(tmp_path: Path) -> None:
    wordnet = load_wordnet(write_little_wordnet(tmp_path))
    stroll, saunter, memorise, nothing = wordnet_features(
        ["stroll", "sauntering", "memorise", "xyzzy"], wordnet
    )
    assert stroll @ saunter > 0.9 * (stroll @ stroll)
    assert abs(stroll @ memorise) < 0.1 * (stroll @ stroll)
    assert not nothing.any()


def test_components_hold_the_variance(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    flat = random.normal(size=(200, 3)) @ random.normal(size=(3, 10))
    kept, explained = compress(flat.astype(np.float32), 3)
    assert kept.shape == (200, 3)
    assert explained == pytest.approx(1, abs=1e-3)


def test_a_saved_table_is_read_by_the_interpreter(tmp_path: Path) -> None:
    table = np.array([[1.0, -0.5], [0.0, 3.0]], np.float32)
    save_table(["walk", "run"], table, tmp_path / "t.safetensors")
    vectors = WordVectors(read_table(tmp_path / "t.safetensors"))
    rows = [vectors.row(word, Language.ENGLISH) for word in ("walk", "run")]
    assert np.allclose(vectors.take(np.array(rows, np.int32)), table, atol=0.02)
