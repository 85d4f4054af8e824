import importlib.util
from pathlib import Path

import numpy as np
import pytest
from neonworks_models.training.minilm import MiniLM, pieces
from neonworks_protocol.errors import NotFound, Unavailable
from safetensors.numpy import save_file

VOCABULARY = {
    piece: index for index, piece in enumerate(["[UNK]", "[CLS]", "[SEP]", "walk", "##ing", "run", "##s"])
}
HAS_TORCH = importlib.util.find_spec("torch") is not None


def write_checkpoint(folder: Path) -> None:
    random = np.random.default_rng(0)
    width, inner = 384, 8
    arrays = {
        "embeddings.word_embeddings.weight": random.normal(size=(len(VOCABULARY), width)),
        "embeddings.position_embeddings.weight": random.normal(size=(16, width)),
        "embeddings.token_type_embeddings.weight": random.normal(size=(2, width)),
    }
    norms = ["embeddings.LayerNorm"]
    for layer in range(6):
        name = f"encoder.layer.{layer}."
        norms += [name + "attention.output.LayerNorm", name + "output.LayerNorm"]
        for part, (rows, columns) in {
            "attention.self.query": (width, width),
            "attention.self.key": (width, width),
            "attention.self.value": (width, width),
            "attention.output.dense": (width, width),
            "intermediate.dense": (inner, width),
            "output.dense": (width, inner),
        }.items():
            arrays[name + part + ".weight"] = random.normal(size=(rows, columns)) / 20
            arrays[name + part + ".bias"] = np.zeros(rows)
    for name in norms:
        arrays[name + ".weight"], arrays[name + ".bias"] = np.ones(width), np.zeros(width)
    save_file({k: v.astype(np.float32) for k, v in arrays.items()}, folder / "model.safetensors")
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY) + "\n")


@pytest.mark.parametrize(
    ("word", "parts"),
    [("walking", ("walk", "##ing")), ("runs", ("run", "##s")), ("walk", ("walk",)), ("zzz", ("[UNK]",))],
)
def test_the_longest_pieces_first(word: str, parts: tuple[str, ...]) -> None:
    assert pieces(word, VOCABULARY) == parts


@pytest.mark.skipif(HAS_TORCH, reason="PyTorch is installed")
def test_without_pytorch_one_line_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="pip install torch"):
        MiniLM(tmp_path)


@pytest.mark.skipif(not HAS_TORCH, reason="PyTorch is not installed")
def test_vectors_are_of_unit_length_and_do_not_depend_on_company(tmp_path: Path) -> None:
    write_checkpoint(tmp_path)
    encoder = MiniLM(tmp_path)
    alone = encoder.vectors(["walking"])
    together = encoder.vectors(["run", "walking", "runs walk"])
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.allclose(alone[0], together[1], atol=1e-5)
    assert not np.allclose(together[0], together[1], atol=1e-2)


@pytest.mark.skipif(not HAS_TORCH, reason="PyTorch is not installed")
def test_a_missing_checkpoint_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="checkpoint"):
        MiniLM(tmp_path)
