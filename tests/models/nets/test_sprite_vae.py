import pytest
from neonworks_models.nets import sprite_vae

torch = sprite_vae.torch
pytestmark = pytest.mark.skipif(torch is None, reason="PyTorch is not installed")


def test_a_picture_becomes_a_latent_and_a_picture_again() -> None:
    net = sprite_vae.SpriteVae().eval()
    with torch.no_grad():
        mean, spread = net.encode(torch.zeros(2, 4, 64, 64))
        opacity, colour = net.decode(mean)
    assert mean.shape == spread.shape == (2, sprite_vae.CHANNELS, 8, 8)
    assert mean[0].numel() == sprite_vae.LATENT
    assert opacity.shape == (2, 1, 64, 64) and colour.shape == (2, 3, 64, 64)


def test_blocks_begin_as_the_identity() -> None:
    block = sprite_vae._Block(8)
    given = torch.randn(1, 8, 4, 4)
    assert torch.equal(block(given), given)
