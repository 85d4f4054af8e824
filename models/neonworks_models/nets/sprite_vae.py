"""The sprite VAE in PyTorch: what training optimises and what is exported to ONNX. Making one needs torch.

The encoder reads a window (``nets.latent_window``) and answers mean and log variance of ``LATENT`` numbers,
8×8 places of ``CHANNELS``; the decoder answers opacity (a logit) and colour of every pixel. No normalisation:
blocks start as the identity, which is as steady and cheaper on a CPU.
"""

from importlib import import_module
from typing import Any

from neonworks_models.nets.latent_window import SIDE

__all__ = ["CHANNELS", "LATENT", "PLACES", "SpriteVae"]


def _installed(name: str) -> Any:
    """The module, None where its package is not installed: then this one imports all the same."""
    try:
        return import_module(name)
    except ImportError:
        return None


torch: Any = _installed("torch")
nn: Any = _installed("torch.nn")
functional: Any = _installed("torch.nn.functional")
_Module: Any = object if torch is None else nn.Module

PLACES = SIDE // 8
"""Latent places along each side."""
CHANNELS = 12
"""Numbers of each latent place."""
LATENT = CHANNELS * PLACES * PLACES
"""Numbers of one latent."""
_WIDTHS = (32, 64, 112)
"""Channels at half, a quarter and an eighth of the window's side."""
_FINE = 16
"""Channels at full size."""


class _Block(_Module):  # type: ignore[misc]
    """Two convolutions beside a shortcut; the identity at first."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, 1, 1)
        self.second = nn.Conv2d(channels, channels, 3, 1, 1)
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(self.second.bias)

    def forward(self, x: Any) -> Any:
        return x + self.second(functional.relu(self.first(functional.relu(x))))


class SpriteVae(_Module):  # type: ignore[misc]
    """``encode``: (n, 4, 64, 64) -> mean and log variance, (n, CHANNELS, 8, 8) each; ``decode`` goes back."""

    def __init__(self) -> None:
        super().__init__()
        half, quarter, eighth = _WIDTHS
        self.encoder = nn.Sequential(
            nn.PixelUnshuffle(2),
            nn.Conv2d(16, half, 3, 1, 1),
            _Block(half),
            nn.PixelUnshuffle(2),
            nn.Conv2d(4 * half, quarter, 1),
            _Block(quarter),
            nn.PixelUnshuffle(2),
            nn.Conv2d(4 * quarter, eighth, 1),
            _Block(eighth),
            _Block(eighth),
            nn.Conv2d(eighth, 2 * CHANNELS, 1),
        )
        self.decoder = nn.Sequential(
            nn.Conv2d(CHANNELS, eighth, 3, 1, 1),
            _Block(eighth),
            _Block(eighth),
            nn.Conv2d(eighth, 4 * quarter, 1),
            nn.PixelShuffle(2),
            _Block(quarter),
            _Block(quarter),
            nn.Conv2d(quarter, 4 * half, 1),
            nn.PixelShuffle(2),
            _Block(half),
            _Block(half),
            nn.Conv2d(half, 4 * _FINE, 1),
            nn.PixelShuffle(2),
            nn.Conv2d(_FINE, _FINE, 3, 1, 1),
            nn.ReLU(),
            nn.Conv2d(_FINE, 4, 3, 1, 1),
        )

    def encode(self, pictures: Any) -> tuple[Any, Any]:
        """``pictures``: opacity and opaque colours minus 0.5, see ``vae_session.planes_of``."""
        mean, spread = self.encoder(pictures).chunk(2, 1)
        return mean, spread.clamp(-8.0, 4.0)

    def decode(self, latents: Any) -> tuple[Any, Any]:
        """Logits of opacity (n, 1, 64, 64) and colours 0..1 (n, 3, 64, 64), those of clear pixels of no
        use."""
        out = self.decoder(latents)
        return out[:, :1], out[:, 1:] + 0.5
