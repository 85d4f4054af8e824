"""A second opinion on front or back: does the face have colours of its own?

From the front a face shows skin and eyes below the hair; from behind, hair, hood or helmet goes on down to
the neck in the colours of the crown. The net, trained on drawings, knows faces of a few styles; colours do
not depend on style.
"""

import numpy as np
from neonworks_protocol.vocabulary import Archetype, Direction
from numpy.typing import NDArray

from neonworks_models.sprites.figure import FigureFrame
from neonworks_models.sprites.reader import Reading
from neonworks_models.sprites.rig import Joint
from neonworks_models.sprites.silhouette import Mask
from neonworks_models.sprites.sprite import RGBA

__all__ = ["crown_covers_face", "read_facing"]

_CROWN = (0.1, 0.4)
_FACE = (0.45, 0.9)
"""Parts of the head's height, from the top of the figure to the neck; above the crown lies the outline."""
_HALF_FACE = 0.22
"""Half of the looked-at width, as a share of the head's height: eyes and cheeks, no outline beside them."""
_LEAST_AREA = 0.006
"""Area in squared figure heights below which a face is too small for an opinion."""
_COLOURS = 2
"""A figure with fewer colours is a silhouette: its colours tell nothing."""
_TOUCHED = 1e-4
"""Share of the crown's area from which a pixel belongs to it; a mere touch at its border does not count."""
_SHARE = 0.97
_OVERRULED = 0.6
"""Confidence of a facing that colours decide against the net."""


def read_facing(
    reading: Reading, plan: Archetype, rgba: RGBA, figure: Mask, frame: FigureFrame
) -> tuple[Direction, float]:
    """Facing and confidence: the net's, but UP where it says DOWN and the crown's colours cover the face.

    Things face nowhere: they count as facing the viewer, with no confidence.
    """
    if plan is Archetype.PROP:
        return Direction.DOWN, 0.0
    if plan is Archetype.BIPED and reading.facing is Direction.DOWN:
        share = crown_covers_face(reading, rgba, figure, frame)
        if share is not None and share >= _SHARE:
            return Direction.UP, _OVERRULED
    return reading.facing, reading.facing_confidence


def crown_covers_face(reading: Reading, rgba: RGBA, figure: Mask, frame: FigureFrame) -> float | None:
    """0..1: share of the face's pixels whose colour the crown has, too; None where that cannot be told."""
    skeleton = reading.skeletons[Direction.DOWN]
    x, neck = frame.to_canvas(skeleton[Joint.NECK])
    top, tall = frame.box.y0, neck - frame.box.y0
    across = _overlap(figure.shape[1], x - _HALF_FACE * tall, x + _HALF_FACE * tall)
    crown, face = (
        np.outer(_overlap(figure.shape[0], top + low * tall, top + high * tall), across) * figure
        for low, high in (_CROWN, _FACE)
    )
    if min(face.sum(), crown.sum()) < _LEAST_AREA * frame.box.height**2:
        return None
    codes = rgba.view(np.uint32)[..., 0]
    if len(np.unique(codes[figure])) < _COLOURS:
        return None
    return float(face[np.isin(codes, codes[crown > _TOUCHED * crown.sum()])].sum() / face.sum())


def _overlap(size: int, low: float, high: float) -> NDArray[np.float64]:
    """How much of each of ``size`` pixels lies between ``low`` and ``high``, 0..1: exact at any scale."""
    edges = np.arange(size, dtype=np.float64)
    shares: NDArray[np.float64] = np.clip(np.minimum(edges + 1, high) - np.maximum(edges, low), 0.0, 1.0)
    return shares
