"""The figure's outline in numbers: box, foot line, core axis, symmetry; nothing depends on the canvas."""

import cv2
import numpy as np
from neonworks_protocol.errors import BadSprite
from numpy.typing import NDArray

from neonworks_models.sprites.rig import AlphaKind, Box
from neonworks_models.sprites.sprite import RGBA

__all__ = ["Mask", "alpha_kind", "core_x", "figure_box", "main_figure", "symmetry"]

Mask = NDArray[np.bool_]
"""Shape (H, W): where the figure is."""

_TRUNK = (0.25, 0.75)
"""Part of the figure's height, from the top, in which the body's axis is looked for: limbs and weapons
reach out less there than at the feet, hair and hats less than at the top."""


def main_figure(opaque: Mask) -> Mask:
    """The figure without detached specks: every part with at least 2 % of the largest part's pixels.

    Raises BadSprite where nothing is opaque.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(opaque.astype(np.uint8), connectivity=8)
    if count < 2:
        raise BadSprite("The image has no opaque pixel, so there is nothing to animate.")
    areas = stats[1:, cv2.CC_STAT_AREA]
    keep = np.concatenate([[False], areas >= 0.02 * areas.max()])
    figure: Mask = keep[labels]
    return figure


def figure_box(figure: Mask) -> Box:
    """The smallest box around the figure."""
    columns, rows = np.flatnonzero(figure.any(axis=0)), np.flatnonzero(figure.any(axis=1))
    return Box(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)


def core_x(figure: Mask, box: Box) -> float:
    """x of the body's vertical axis: the median, over the trunk's rows, of each row's middle.

    A row's middle is the mean of its opaque pixel centres; the median is deaf to the few rows in which an
    arm or a blade reaches out to one side.
    """
    rows = figure[box.y0 : box.y1, box.x0 : box.x1]
    edges = np.arange(box.height + 1) / box.height
    share = np.minimum(edges[1:], _TRUNK[1]) - np.maximum(edges[:-1], _TRUNK[0])
    opaque = rows.sum(axis=1)
    used = (share > 0) & (opaque > 0)
    if not used.any():
        return (box.x0 + box.x1) / 2
    centres = np.arange(box.x0, box.x1) + 0.5
    return _weighted_median((rows[used] * centres).sum(axis=1) / opaque[used], share[used])


def _weighted_median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Half of the weight lies on either side; the mean of two values where the half falls between them.

    Rows cut by the trunk's ends count in part, so that a sprite and its enlarged copy agree exactly.
    """
    order = np.argsort(values, kind="stable")
    values, below = values[order], np.cumsum(weights[order])
    half = below[-1] / 2
    low = int(np.searchsorted(below, half - 1e-9))
    high = int(np.searchsorted(below, half + 1e-9))
    return float((values[low] + values[min(high, len(values) - 1)]) / 2)


def symmetry(figure: Mask, box: Box, axis: float) -> float:
    """0..1: share of the figure that its mirror image about ``axis`` covers."""
    part = figure[box.y0 : box.y1]
    ys, xs = np.nonzero(part)
    edge = 2 * axis - xs - 1
    left = np.floor(edge).astype(int)
    beyond = edge - left
    covered = _taken(part, ys, left) * (1 - beyond) + _taken(part, ys, left + 1) * beyond
    return float(covered.mean())


def _taken(part: Mask, ys: NDArray[np.int64], xs: NDArray[np.int64]) -> NDArray[np.float64]:
    """1 where the pixel is part of the figure, 0 where it is not or lies outside."""
    inside = (xs >= 0) & (xs < part.shape[1])
    return np.where(inside, part[ys, np.clip(xs, 0, part.shape[1] - 1)], 0.0)


def alpha_kind(rgba: RGBA) -> AlphaKind:
    """SOFT where any pixel is neither fully opaque nor fully transparent."""
    alpha = rgba[..., 3]
    return AlphaKind.SOFT if ((alpha > 0) & (alpha < 255)).any() else AlphaKind.BINARY
