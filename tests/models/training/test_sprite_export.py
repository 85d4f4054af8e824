import importlib
import importlib.util
from pathlib import Path

import pytest
from neonworks_models.data.net_composer import Kind
from neonworks_models.training.sprite_export import TOLERANCE, export
from neonworks_models.training.sprite_net import Trainer
from neonworks_models.training.sprite_recipe import Network, Recipe, Shards
from neonworks_models.training.stored_weights import Storage
from neonworks_protocol.errors import Unavailable

MISSING = [
    name for name in ("torch", "onnx", "onnxscript", "onnxruntime") if importlib.util.find_spec(name) is None
]


@pytest.mark.skipif(not MISSING, reason="the training packages are installed")
def test_without_its_packages_one_line_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="pip install"):
        export(tmp_path / "newest.pt", tmp_path / "net.onnx")


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
@pytest.mark.parametrize("storage", list(Storage))
def test_the_exported_net_answers_as_pytorch_at_every_size(tmp_path: Path, storage: Storage) -> None:
    sizes = Network(widths=(8, 16, 16), condition=16, features=8, depth=2)
    recipe = Recipe("tiny", {Kind.DRAWN: Shards(1, 1, 1.0)}, network=sizes, threads=1)
    trainer = Trainer(recipe, tmp_path)
    trainer.save(trainer.checkpoint)
    assert export(trainer.checkpoint, tmp_path / "net.onnx", storage) <= TOLERANCE
    model = importlib.import_module("onnx").load(tmp_path / "net.onnx")
    assert {entry.key: entry.value for entry in model.metadata_props}["format"] == "sprite-net/1"
