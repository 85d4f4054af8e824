"""Light, texture and inner lines for flat drawings, so that a net meets more than flat colours."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from neonworks_models.sprites.sprite import RGBA

__all__ = ["lit", "painted"]


def painted(random: Generator, rgba: RGBA, height: int) -> RGBA:
    """The drawing with some of: inner outlines, light from one side, streaks. Alpha is left alone.

    ``height`` is the figure's in pixels; steps of light are about a twentieth of it.
    """
    codes = rgba.view(np.uint32)[..., 0]
    gain = np.ones(codes.shape)
    step = max(1, round(height / random.uniform(14, 30)))
    if random.random() < 0.7:
        side = int(random.choice((-1, 1)))
        gain[_changes(codes, -step, -side * step)] *= random.uniform(1.1, 1.4)
        gain[_changes(codes, step, side * step)] *= random.uniform(0.6, 0.85)
    if random.random() < 0.6:
        gain *= _streaks(random, codes, step)
    if random.random() < 0.4 and height >= 24:
        inner = _changes(codes, 1, 0) | _changes(codes, 0, 1)
        gain[inner] *= random.uniform(0.2, 0.5)
    return _scaled(rgba, gain)


def lit(random: Generator, rgba: RGBA, height: int) -> RGBA:
    """The drawing with light from one side and inner outlines, but no texture: every frame of a moving figure
    gets the same from generators of one seed. ``height`` as in ``painted``."""
    codes = rgba.view(np.uint32)[..., 0]
    gain = np.ones(codes.shape)
    step = max(1, round(height / random.uniform(14, 30)))
    if random.random() < 0.7:
        side = int(random.choice((-1, 1)))
        gain[_changes(codes, -step, -side * step)] *= random.uniform(1.1, 1.4)
        gain[_changes(codes, step, side * step)] *= random.uniform(0.6, 0.85)
    if random.random() < 0.4 and height >= 24:
        gain[_changes(codes, 1, 0) | _changes(codes, 0, 1)] *= random.uniform(0.2, 0.5)
    return _scaled(rgba, gain)


def _scaled(rgba: RGBA, gain: NDArray[np.float64]) -> RGBA:
    result = rgba.copy()
    result[..., :3] = np.clip(rgba[..., :3] * gain[..., None], 0, 255).astype(np.uint8)
    return result


def _changes(codes: NDArray[np.uint32], dy: int, dx: int) -> NDArray[np.bool_]:
    """Where the pixel ``dy`` down and ``dx`` to the right has another colour."""
    changed: NDArray[np.bool_] = np.roll(codes, (-dy, -dx), axis=(0, 1)) != codes
    return changed


def _streaks(random: Generator, codes: NDArray[np.uint32], step: int) -> NDArray[np.float64]:
    """Lighter and darker slanted streaks and grain in some of the colours, as in hair, cloth, fur."""
    gain = np.ones(codes.shape)
    rows, columns = np.indices(codes.shape)
    colours = np.unique(codes)
    chosen = random.random(len(colours)) < 0.4
    for colour in colours[chosen]:
        slant, period = random.uniform(-1.5, 1.5), step * random.uniform(2, 5)
        wave = (columns + slant * rows) % period < period * random.uniform(0.2, 0.6)
        grain = random.random(codes.shape) < (0.15 if random.random() < 0.4 else 0.0)
        gain[(codes == colour) & (wave | grain)] = random.uniform(0.55, 1.35)
    return gain
