import importlib.util
from pathlib import Path

import pytest
from neonworks_models.data.look_samples import make_looks
from neonworks_models.nets import sprite_vae
from neonworks_models.training.sprite_vae import VaeTrainer
from neonworks_protocol.errors import Unavailable

TORCH = importlib.util.find_spec("torch") is not None


@pytest.mark.skipif(TORCH, reason="PyTorch is installed")
def test_without_pytorch_one_line_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="pip install torch"):
        VaeTrainer(tmp_path, steps=1)


@pytest.mark.skipif(not TORCH, reason="PyTorch is not installed")
def test_training_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    looks = make_looks(Path(), 0, 24, 1, holdout=False)
    first = VaeTrainer(tmp_path, steps=2)
    first.run(looks, looks, tell=lambda _: None)
    again = VaeTrainer(tmp_path, steps=3)
    assert again.step == 2
    for name, value in first.net.state_dict().items():
        assert sprite_vae.torch.equal(value, again.net.state_dict()[name])
    again.run(looks, looks, tell=lambda _: None)
    assert again.step == 3
    assert len((tmp_path / "log.jsonl").read_text().splitlines()) == 2
