"""``analyse``: everything the generators know of a still, computed once (``rig.SpriteAnalysis``)."""

from dataclasses import dataclass

import numpy as np
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.vocabulary import Archetype, Direction

from neonworks_models.sprites.facing import read_facing
from neonworks_models.sprites.figure import FigureFrame
from neonworks_models.sprites.palette import outline_colour, palette_of
from neonworks_models.sprites.reader import Reading, StillReader
from neonworks_models.sprites.rig import Joint, Joints, Point, SpriteAnalysis
from neonworks_models.sprites.silhouette import Mask, alpha_kind, core_x, figure_box, main_figure, symmetry
from neonworks_models.sprites.sprite import Sprite

__all__ = ["analyse"]


@dataclass(frozen=True)
class _Looks:
    """What the net tells, or the caller; ``joints`` are of use where it is a biped."""

    facing: Direction
    facing_confidence: float
    archetype: Archetype
    archetype_confidence: float
    joints: Joints | None


def analyse(
    sprite: Sprite,
    *,
    facing: Direction | None = None,
    archetype: Archetype | None = None,
    joints: Joints | None = None,
    reader: StillReader | None = None,
) -> SpriteAnalysis:
    """Read a still; whatever the caller gives is taken as certain (confidence 1) and shapes the rest.

    ``joints`` are canvas pixels and need all sixteen; they are kept only for a biped. ``reader`` is the
    net that tells facing, body plan and joints, the shipped one by default. Raises BadSprite where no pixel
    is opaque, BadRequest where joints are missing.
    """
    if joints is not None and set(joints) != set(Joint):
        missing = ", ".join(joint.value for joint in Joint if joint not in joints)
        raise BadRequest(f"A rig needs all sixteen joints; missing: {missing}.")
    figure = main_figure(sprite.opaque)
    box = figure_box(figure)
    axis = core_x(figure, box)
    frame = FigureFrame(box)
    looks = _looks(sprite, figure, frame, facing, archetype, joints, reader)
    return SpriteAnalysis(
        box=box,
        foot_line=box.y1,
        core_x=axis,
        palette=palette_of(sprite.rgba),
        alpha=alpha_kind(sprite.rgba),
        outline=outline_colour(sprite.rgba),
        symmetry=symmetry(figure, box, axis),
        facing=looks.facing,
        facing_confidence=looks.facing_confidence,
        archetype=looks.archetype,
        archetype_confidence=looks.archetype_confidence,
        joints=looks.joints if looks.archetype is Archetype.BIPED else None,
    )


def _looks(
    sprite: Sprite,
    figure: Mask,
    frame: FigureFrame,
    facing: Direction | None,
    archetype: Archetype | None,
    joints: Joints | None,
    reader: StillReader | None,
) -> _Looks:
    """What was given, and the net's answers for the rest; where nothing is left to answer it is not asked."""
    if facing and archetype and (joints is not None or archetype is not Archetype.BIPED):
        return _Looks(facing, 1.0, archetype, 1.0, joints)
    reading = (reader or StillReader.shipped()).read(frame.picture(sprite.rgba))
    plan = archetype or reading.archetype
    sure = 1.0 if archetype else reading.archetype_confidence
    side, side_sure = (facing, 1.0) if facing else read_facing(reading, plan, sprite.rgba, figure, frame)
    return _Looks(side, side_sure, plan, sure, joints or _placed(reading, side, frame, figure))


def _placed(reading: Reading, facing: Direction, frame: FigureFrame, figure: Mask) -> dict[Joint, Point]:
    """The joints on the canvas, each within the opaque span of its row: beside the body there is no limb."""
    box = frame.box
    placed = {}
    for joint, point in reading.skeletons[facing].items():
        x, y = frame.to_canvas(point)
        y = min(max(y, box.y0), box.y1)
        columns = np.flatnonzero(figure[min(int(y), box.y1 - 1)])
        low, high = (float(columns[0]), float(columns[-1]) + 1) if columns.size else (box.x0, box.x1)
        placed[joint] = (min(max(x, low), high), y)
    return placed
