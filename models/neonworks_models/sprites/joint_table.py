"""A constant skeleton per facing: the baseline that reading a still has to beat.

Means over 40 random LPC Revised stills of the artist's own guide lines, in the figure's frame
(``figure.FigureFrame``); far arms, which the guides leave out from the side, mirror the near ones about
the neck. It knows one set's proportions and nothing of the picture at hand.
"""

from collections.abc import Mapping
from types import MappingProxyType

from neonworks_protocol.vocabulary import Direction

from neonworks_models.sprites.rig import Joint, Point
from neonworks_models.sprites.sides import mirrored_joints

__all__ = ["mean_skeleton"]

_DOWN: Mapping[Joint, Point] = MappingProxyType(
    {
        Joint.HEAD_TOP: (0.5, 0.04),
        Joint.NECK: (0.5, 0.437),
        Joint.CHEST: (0.5, 0.578),
        Joint.PELVIS: (0.5, 0.746),
        Joint.LEFT_SHOULDER: (0.644, 0.512),
        Joint.LEFT_ELBOW: (0.689, 0.559),
        Joint.LEFT_WRIST: (0.728, 0.632),
        Joint.RIGHT_SHOULDER: (0.356, 0.512),
        Joint.RIGHT_ELBOW: (0.311, 0.559),
        Joint.RIGHT_WRIST: (0.279, 0.632),
        Joint.LEFT_HIP: (0.574, 0.746),
        Joint.LEFT_KNEE: (0.595, 0.794),
        Joint.LEFT_ANKLE: (0.595, 0.863),
        Joint.RIGHT_HIP: (0.426, 0.746),
        Joint.RIGHT_KNEE: (0.405, 0.794),
        Joint.RIGHT_ANKLE: (0.405, 0.863),
    }
)
_RIGHT: Mapping[Joint, Point] = MappingProxyType(
    {
        Joint.HEAD_TOP: (0.514, 0.04),
        Joint.NECK: (0.514, 0.43),
        Joint.CHEST: (0.555, 0.566),
        Joint.PELVIS: (0.54, 0.746),
        Joint.RIGHT_SHOULDER: (0.422, 0.503),
        Joint.RIGHT_ELBOW: (0.361, 0.547),
        Joint.RIGHT_WRIST: (0.341, 0.637),
        Joint.LEFT_SHOULDER: (0.606, 0.503),
        Joint.LEFT_ELBOW: (0.667, 0.547),
        Joint.LEFT_WRIST: (0.687, 0.637),
        Joint.RIGHT_HIP: (0.511, 0.746),
        Joint.RIGHT_KNEE: (0.477, 0.821),
        Joint.RIGHT_ANKLE: (0.415, 0.884),
        Joint.LEFT_HIP: (0.569, 0.746),
        Joint.LEFT_KNEE: (0.561, 0.8),
        Joint.LEFT_ANKLE: (0.574, 0.863),
    }
)


def mean_skeleton(facing: Direction) -> Mapping[Joint, Point]:
    """All sixteen joints in the figure's frame, 0..1."""
    if facing is Direction.RIGHT:
        return _RIGHT
    if facing is Direction.LEFT:
        return mirrored_joints(_RIGHT, 1.0)
    if facing is Direction.UP:
        return {joint: (1 - x, y) for joint, (x, y) in _DOWN.items()}
    return _DOWN
