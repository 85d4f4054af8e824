"""A second opinion on front or back: does the face have colours of its own?

From the front a face shows skin and eyes below the hair; from behind, hair, hood or helmet goes on down to
the neck in the colours of the crown. The net, trained on drawings, knows faces of a few styles; colours do
not depend on style.
"""

import numpy as np
from neonworks_protocol.vocabulary import Archetype, Direction

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
_FEWEST = 6
"""Pixels below which a face is too small for an opinion."""
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
    rows, columns = np.arange(figure.shape[0])[:, None] + 0.5, np.arange(figure.shape[1])[None] + 0.5
    level = (rows - top) / max(tall, 1.0)
    middle = figure & (np.abs(columns - x) <= _HALF_FACE * tall)
    crown = middle & (level >= _CROWN[0]) & (level < _CROWN[1])
    face = middle & (level >= _FACE[0]) & (level < _FACE[1])
    if face.sum() < _FEWEST or crown.sum() < _FEWEST:
        return None
    codes = rgba.view(np.uint32)[..., 0]
    return float(np.isin(codes[face], codes[crown]).mean())
