"""Batches of the sprite VAE: pictures in its window, in random sizes, mirrored and recoloured."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from neonworks_models.data.look_samples import LookSamples
from neonworks_models.nets.latent_window import Fit, whole_scale
from neonworks_models.nets.vae_session import planes_of
from neonworks_models.sprites.sprite import RGBA

__all__ = ["batch_of", "windows_of"]

_ANY_SIZE, _MIRRORED, _RECOLOURED = 0.4, 0.5, 0.5
"""Shares of pictures shown in a size of their own, mirrored, in other colours."""
_TALL = (30.0, 60.0)


def windows_of(samples: LookSamples, chosen: NDArray[np.int64]) -> NDArray[np.float32]:
    """The ``chosen`` pictures as the net is shown them in use, planes (n, 4, 64, 64)."""
    return planes_of(np.stack([_window(samples, int(index), None) for index in chosen]))


def batch_of(samples: LookSamples, random: Generator, count: int) -> NDArray[np.float32]:
    """``count`` random pictures, changed at random, planes (count, 4, 64, 64)."""
    chosen = random.integers(len(samples.pictures), size=count)
    windows = np.stack([_window(samples, int(index), random) for index in chosen])
    flipped = random.random(count) < _MIRRORED
    windows[flipped] = windows[flipped][:, :, ::-1]
    planes = planes_of(windows)
    for index in np.flatnonzero(random.random(count) < _RECOLOURED):
        planes[index, 1:] = _recoloured(planes[index, 1:] + 0.5, random) - 0.5
    planes[:, 1:] *= planes[:, :1]
    return np.ascontiguousarray(planes)


def _window(samples: LookSamples, index: int, random: Generator | None) -> RGBA:
    foot, core, height, aside = (float(value) for value in samples.places[index])
    scale = whole_scale(height, aside)
    if random is not None and random.random() < _ANY_SIZE:
        largest = min(_TALL[1] / height, 31.0 / aside)
        scale = min(largest, random.uniform(*_TALL) / height)
    picture = samples.pictures[index]
    rgba = np.concatenate([samples.colours[index][picture], 255 * (picture > 0)[..., None]], axis=-1)
    return Fit(scale, foot, core).window(rgba.astype(np.uint8))


def _recoloured(colours: NDArray[np.float32], random: Generator) -> NDArray[np.float32]:
    """(3, H, W), 0..1, with channels mixed anew and another brightness; figure and shading stay."""
    mixed = colours[random.permutation(3)] if random.random() < 0.5 else colours
    grey = mixed.mean(axis=0, keepdims=True)
    mixed = grey + (mixed - grey) * random.uniform(0.5, 1.4)
    gains = random.uniform(0.75, 1.2, (3, 1, 1))
    shown: NDArray[np.float32] = np.clip(mixed * gains, 0, 1).astype(np.float32)
    return shown
