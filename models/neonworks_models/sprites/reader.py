"""Facing, body plan and joints of a figure from its normalised picture."""

from collections.abc import Mapping
from dataclasses import dataclass

from neonworks_protocol.vocabulary import Archetype, Direction

from neonworks_models.sprites.figure import Picture
from neonworks_models.sprites.joint_table import mean_skeleton
from neonworks_models.sprites.rig import Joint, Point

__all__ = ["Reading", "StillReader"]


@dataclass(frozen=True)
class Reading:
    """What a picture shows. ``skeletons`` holds, per facing, all joints in the figure's frame, 0..1."""

    facing: Direction
    facing_confidence: float
    archetype: Archetype
    archetype_confidence: float
    skeletons: Mapping[Direction, Mapping[Joint, Point]]


class StillReader:
    """Reads with constant tables."""

    @classmethod
    def shipped(cls) -> "StillReader":
        """The reader that comes with the package."""
        return cls()

    def read(self, picture: Picture) -> Reading:
        """Facing, archetype and joints of a picture of shape (4, 48, 48)."""
        skeletons = {direction: mean_skeleton(direction) for direction in Direction}
        return Reading(Direction.DOWN, 0.25, Archetype.BIPED, 0.5, skeletons)
