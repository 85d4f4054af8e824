from pathlib import Path

import numpy as np
import pytest
from neonworks_models.data.look_samples import make_looks
from neonworks_models.nets import sprite_vae
from neonworks_models.training.vae_batches import windows_of
from neonworks_models.training.vae_scores import score, sheet
from PIL import Image

torch = sprite_vae.torch
pytestmark = pytest.mark.skipif(torch is None, reason="PyTorch is not installed")


class _Copies:
    """A net that forgets nothing."""

    def encode(self, given):  # type: ignore[no-untyped-def]
        return given, None

    def decode(self, latent):  # type: ignore[no-untyped-def]
        return latent[:, :1] - 0.5, latent[:, 1:] + 0.5


def test_what_is_given_back_whole_scores_full_marks(tmp_path: Path) -> None:
    windows = windows_of(make_looks(Path(), 0, 8, 1, holdout=False), np.arange(8))
    found = score(torch, _Copies(), windows)
    assert found.iou == 1.0 and found.psnr == pytest.approx(80.0)
    sheet(torch, _Copies(), windows, tmp_path / "sheet.png")
    assert Image.open(tmp_path / "sheet.png").size == (8 * 128, 5 * 128)
