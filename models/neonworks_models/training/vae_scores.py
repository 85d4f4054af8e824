"""How well the sprite VAE gives pictures back, in numbers and in a sheet to look at."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

__all__ = ["VaeScore", "score", "sheet"]

_SHOWN, _ENLARGED = 16, 2
_MIXES = (0.25, 0.5, 0.75)


@dataclass(frozen=True)
class VaeScore:
    """``psnr`` in dB over pixels that are opaque in the truth, ``iou`` of the silhouettes; means of
    pictures."""

    psnr: float
    iou: float


def score(torch: Any, net: Any, windows: NDArray[np.float32]) -> VaeScore:
    """Encode and decode ``windows`` (n, 4, 64, 64), without noise."""
    psnrs, ious = [], []
    for start in range(0, len(windows), 32):
        given = torch.from_numpy(windows[start : start + 32])
        opacity, colour = net.decode(net.encode(given)[0])
        solid, drawn = given[:, 0].numpy() > 0.5, opacity[:, 0].numpy() > 0
        off = (colour.clamp(0, 1) - given[:, 1:] - 0.5).numpy() ** 2
        for own, other, error in zip(solid, drawn, off.mean(axis=1), strict=True):
            if own.any():
                psnrs.append(-10 * math.log10(max(float(error[own].mean()), 1e-8)))
                ious.append(float((own & other).sum() / (own | other).sum()))
    return VaeScore(round(float(np.mean(psnrs)), 2), round(float(np.mean(ious)), 4))


def sheet(torch: Any, net: Any, windows: NDArray[np.float32], path: Path) -> None:
    """Rows of pictures, what came back of them, and mixes of each with the next."""
    step = max(1, len(windows) // _SHOWN)
    given = torch.from_numpy(windows[::step][:_SHOWN])
    latent = net.encode(given)[0]
    rows = [_drawn(given[:, :1] - 0.5, given[:, 1:] + 0.5), _drawn(*net.decode(latent))]
    for share in _MIXES:
        angle = share * math.pi / 2
        rows.append(_drawn(*net.decode(latent * math.cos(angle) + latent.roll(-1, 0) * math.sin(angle))))
    picture = np.vstack(rows)
    Image.fromarray(picture.repeat(_ENLARGED, 0).repeat(_ENLARGED, 1)).save(path)


def _drawn(opacity: Any, colour: Any) -> NDArray[np.uint8]:
    """A row of pictures on grey."""
    solid = (opacity > 0).float()
    shown = (colour.clamp(0, 1) * solid + 0.5 * (1 - solid)) * 255
    pixels: NDArray[np.uint8] = shown.permute(2, 0, 3, 1).reshape(64, -1, 3).numpy().astype(np.uint8)
    return pixels
