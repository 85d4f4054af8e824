"""One still drawn by code, with everything that is true of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from neonworks_protocol.vocabulary import Archetype, Direction

from neonworks_models.sprites.rig import Joint, Point
from neonworks_models.sprites.sprite import RGBA

__all__ = ["Colour", "DrawnStill"]

Colour = tuple[int, int, int]
"""Red, green, blue, 0..255."""


@dataclass(frozen=True, eq=False)
class DrawnStill:
    """``facing`` is None where the picture does not show one (most props); ``joints`` only of bipeds."""

    rgba: RGBA
    archetype: Archetype
    facing: Direction | None
    joints: Mapping[Joint, Point] | None
