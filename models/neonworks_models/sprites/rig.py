"""Joint names and the analysis of a still: the values that generators read.

All coordinates are canvas pixels of the still, x to the right, y down; the pixel in row i and column j covers
[j, j+1) × [i, i+1), so its centre is (j + 0.5, i + 0.5).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from neonworks_protocol.vocabulary import Archetype, Direction

__all__ = ["AlphaKind", "Box", "Joint", "Joints", "Point", "SpriteAnalysis"]

Point = tuple[float, float]
"""(x, y) in canvas pixels."""


class AlphaKind(StrEnum):
    """``BINARY``: every pixel is opaque or absent. ``SOFT``: some are in between."""

    BINARY = "binary"
    SOFT = "soft"


class Joint(StrEnum):
    """Joints of a biped. LEFT and RIGHT are the character's own: facing the viewer (direction down), the
    character's right arm is on the left of the picture; in a right-facing still its right side is the near
    one, in a left-facing still its left side."""

    HEAD_TOP = "head_top"
    NECK = "neck"
    CHEST = "chest"
    PELVIS = "pelvis"
    LEFT_SHOULDER = "left_shoulder"
    LEFT_ELBOW = "left_elbow"
    LEFT_WRIST = "left_wrist"
    RIGHT_SHOULDER = "right_shoulder"
    RIGHT_ELBOW = "right_elbow"
    RIGHT_WRIST = "right_wrist"
    LEFT_HIP = "left_hip"
    LEFT_KNEE = "left_knee"
    LEFT_ANKLE = "left_ankle"
    RIGHT_HIP = "right_hip"
    RIGHT_KNEE = "right_knee"
    RIGHT_ANKLE = "right_ankle"


Joints = Mapping[Joint, Point]
"""All sixteen joints of one pose."""


@dataclass(frozen=True)
class Box:
    """Half-open pixel rectangle: x0 <= x < x1, y0 <= y < y1."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.y1 - self.y0


@dataclass(frozen=True)
class SpriteAnalysis:
    """What is known of a still before anything is drawn. Computed once a sprite.

    ``joints`` is None unless ``archetype`` is BIPED (quadrupeds follow with their own joint set).
    Confidences are 0..1. ``core_x`` is the x of the body's vertical axis; ``foot_line`` is the y just below
    the lowest opaque row (= ``box.y1``); figure height in pixels is ``box.height``.
    """

    box: Box
    foot_line: int
    core_x: float
    palette: tuple[tuple[int, int, int], ...]
    """Distinct RGB colours of opaque pixels, most frequent first."""
    alpha: AlphaKind
    outline: tuple[int, int, int] | None
    """The outline's colour, where the border of the figure mostly has one dark colour."""
    symmetry: float
    """0..1: share of the silhouette that its mirror image about ``core_x`` covers."""
    facing: Direction
    facing_confidence: float
    archetype: Archetype
    archetype_confidence: float
    joints: Joints | None
