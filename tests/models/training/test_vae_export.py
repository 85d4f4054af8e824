import importlib.util
from pathlib import Path

import numpy as np
import pytest
from neonworks_models.nets.vae_session import VaeSession
from neonworks_models.training.sprite_vae import VaeTrainer
from neonworks_models.training.vae_export import DECODER_FILE, ENCODER_FILE, TOLERANCE, export
from neonworks_protocol.errors import Unavailable

MISSING = [
    name for name in ("torch", "onnx", "onnxscript", "onnxruntime") if importlib.util.find_spec(name) is None
]


@pytest.mark.skipif(not MISSING, reason="the training packages are installed")
def test_without_its_packages_one_line_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="pip install"):
        export(tmp_path / "newest.pt", tmp_path)


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
def test_exported_nets_answer_as_pytorch(tmp_path: Path) -> None:
    trainer = VaeTrainer(tmp_path, steps=1)
    trainer.save()
    assert export(trainer.checkpoint, tmp_path) <= TOLERANCE
    session = VaeSession(*((tmp_path / name).read_bytes() for name in (ENCODER_FILE, DECODER_FILE)))
    window = np.zeros((64, 64, 4), np.uint8)
    assert session.decode(session.encode(window)).opacity.shape == (64, 64)
