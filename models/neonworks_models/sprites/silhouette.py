"""The figure's outline in numbers: box, foot line, core axis, symmetry; nothing depends on the canvas."""

import cv2
import numpy as np
from neonworks_protocol.errors import BadSprite
from numpy.typing import NDArray

from neonworks_models.sprites.rig import AlphaKind, Box
from neonworks_models.sprites.sprite import RGBA

__all__ = ["alpha_kind", "core_x", "figure_box", "main_figure", "symmetry"]

Mask = NDArray[np.bool_]

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
    first = box.y0 + int(np.floor(_TRUNK[0] * box.height))
    last = max(first + 1, box.y0 + int(np.ceil(_TRUNK[1] * box.height)))
    rows = figure[first:last, box.x0 : box.x1]
    weights = rows.sum(axis=1)
    centres = np.arange(box.x0, box.x1) + 0.5
    middles = (rows @ centres)[weights > 0] / weights[weights > 0]
    if not middles.size:
        return (box.x0 + box.x1) / 2
    return float(np.median(middles))


def symmetry(figure: Mask, box: Box, axis: float) -> float:
    """0..1: share of the figure that its mirror image about ``axis`` covers."""
    ys, xs = np.nonzero(figure[box.y0 : box.y1])
    mirrored = np.floor(2 * axis - (xs + 0.5)).astype(int)
    inside = (mirrored >= 0) & (mirrored < figure.shape[1])
    covered = figure[box.y0 : box.y1][ys[inside], mirrored[inside]].sum()
    return float(covered / xs.size)


def alpha_kind(rgba: RGBA) -> AlphaKind:
    """SOFT where any pixel is neither fully opaque nor fully transparent."""
    alpha = rgba[..., 3]
    return AlphaKind.SOFT if ((alpha > 0) & (alpha < 255)).any() else AlphaKind.BINARY
