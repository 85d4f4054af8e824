import importlib
import importlib.util
from typing import Any

import numpy as np
import pytest
from neonworks_models.nets.sprite_unet import SpriteUNet, choice_loss
from neonworks_protocol.errors import Unavailable

WITHOUT_TORCH = importlib.util.find_spec("torch") is None


@pytest.mark.skipif(not WITHOUT_TORCH, reason="PyTorch is installed")
def test_without_pytorch_one_line_says_what_to_install() -> None:
    with pytest.raises(Unavailable, match="pip install torch"):
        SpriteUNet()


def inputs(n: int) -> dict[str, Any]:
    torch = importlib.import_module("torch")
    from neonworks_models.nets.indexed import COLOURS
    from neonworks_models.nets.pixel_choice import KEY_FEATURES, PHASE_FEATURES, PLANES, POSE_FEATURES

    torch.manual_seed(0)
    return {
        "planes": torch.rand(n, PLANES, 32, 24),
        "keys": torch.rand(n, COLOURS, KEY_FEATURES),
        "allowed": torch.arange(COLOURS).expand(n, -1) < 9,
        "action": torch.zeros(n, dtype=torch.long),
        "view": torch.zeros(n, dtype=torch.long),
        "hand": torch.zeros(n, dtype=torch.long),
        "phase": torch.rand(n, PHASE_FEATURES),
        "pose": torch.rand(n, POSE_FEATURES),
        "joints": torch.rand(n, 32),
        "size": torch.rand(n, 1),
    }


@pytest.mark.skipif(WITHOUT_TORCH, reason="PyTorch is not installed")
def test_a_new_net_copies_the_draft_and_learns_otherwise() -> None:
    torch = importlib.import_module("torch")
    from neonworks_models.nets.indexed import COLOURS
    from neonworks_models.nets.pixel_choice import CHOICES, copied_indices

    net, given = SpriteUNet(), inputs(2)
    random = np.random.default_rng(0)
    still, draft = (random.integers(0, 9, (2, 32, 24)).astype(np.uint8) for _ in range(2))
    truth = np.roll(still, 1, axis=2)
    where = torch.from_numpy(random.random((2, 32, 24)) < 0.5)
    copies = torch.from_numpy(copied_indices(still, draft)[where.numpy()].astype(np.int64))
    logits = net(given, where)
    assert logits.shape == (int(where.sum()), CHOICES + COLOURS)
    wanted = torch.from_numpy(draft.astype(np.int64))[where]
    assert float((choice_loss(logits, copies, wanted) < 1).float().mean()) > 0.9
    wanted = torch.from_numpy(truth.astype(np.int64))[where]
    optimiser = torch.optim.AdamW(net.parameters(), 3e-3)
    losses = []
    for _ in range(25):
        loss = choice_loss(net(given, where), copies, wanted).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.7 * losses[0]
