"""OKLab: colours as people see them, where equal steps look equal (Björn Ottosson, 2020)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Lab", "from_lab", "to_lab"]

Lab = NDArray[np.float64]
"""Shape (..., 3): lightness 0..1, green to red and blue to yellow, each about -0.4..0.4."""

_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
_FROM_LAB = np.linalg.inv(_TO_LAB)
_FROM_CONES = np.linalg.inv(_TO_CONES)
_GREYER = 0.94
"""A colour that no screen shows loses so much of its chroma at a time."""
_TRIES = 40


def to_lab(rgb: NDArray[Any]) -> Lab:
    """``rgb`` (..., 3), 0..255."""
    value = np.asarray(rgb, np.float64) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return _times(np.cbrt(_times(linear, _TO_CONES)), _TO_LAB)


def from_lab(lab: Lab) -> NDArray[np.uint8]:
    """The nearest colours 0..255 of the same hue, greyer where the screen has none so vivid."""
    lab = np.array(lab, np.float64)
    lab[..., 0] = lab[..., 0].clip(0, 1)
    for _ in range(_TRIES):
        linear = _linear(lab)
        beyond = ((linear < -1e-4) | (linear > 1 + 1e-4)).any(axis=-1)
        if not beyond.any():
            break
        lab[beyond, 1:] *= _GREYER
    linear = _linear(lab).clip(0, 1)
    value = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(value * 255), np.uint8)


def _linear(lab: Lab) -> NDArray[np.float64]:
    return _times(_times(lab, _FROM_LAB) ** 3, _FROM_CONES)


def _times(values: NDArray[np.float64], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Without BLAS: the same on every number of threads."""
    return np.asarray((values[..., None, :] * matrix).sum(axis=-1), np.float64)
