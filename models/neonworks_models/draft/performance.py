"""A motion played by one still: the pose of every moment and the draft's drawing of it.

The sprite net's input, in training as in use. Simpler than the draft tier's own clip (``generators.biped``):
one pass, no trials against the contract, always on the still's canvas.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from neonworks_protocol.errors import UnsupportedAction
from neonworks_protocol.motion import MotionParameters
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Variant

from neonworks_models.contract.limits import contact_of
from neonworks_models.draft.cutout import Cutout, cut_out
from neonworks_models.draft.puppet import draw
from neonworks_models.draft.raster import unpack_pixels
from neonworks_models.draft.whole import grounded, on_floor, toppled
from neonworks_models.motion.carriage import carried, carried_share
from neonworks_models.motion.footing import footed, steadied
from neonworks_models.motion.library import MotionLibrary, shipped_library
from neonworks_models.motion.pose import Pose
from neonworks_models.motion.styling import styled, visible
from neonworks_models.sprites.rig import Joint, Joints, SpriteAnalysis
from neonworks_models.sprites.sides import mirrored_joints
from neonworks_models.sprites.sprite import RGBA, Sprite

__all__ = ["Actor", "Manner", "Motion", "drafted", "poses"]

_ROOM = 0.45
"""Room on all sides of the canvas while a frame is drawn, in figure heights."""


@dataclass(frozen=True)
class Motion:
    """What is played. ``looped``: the last moment leads back into the first."""

    action: Action
    variant: Variant | None = None
    looped: bool = False


@dataclass(frozen=True)
class Manner:
    """How it is played."""

    parameters: MotionParameters
    intensity: float = 0.5
    styles: tuple[str, ...] = ()
    """Words of ``motion.carriage.CARRIAGES``; others change nothing."""

    @classmethod
    def plain(cls) -> "Manner":
        """As the library's performers did it."""
        return cls(MotionParameters())


@dataclass(frozen=True, eq=False)
class Actor:
    """A still ready to play: facing down, up or right; a left-facing one was turned (``mirrored``).

    ``height``: of the figure; ``foot``: y below its lowest row; ``core``: x of its axis; all in pixels.
    """

    sprite: Sprite
    view: Direction
    joints: Joints
    height: float
    foot: int
    core: float
    mirrored: bool

    @classmethod
    def of(cls, sprite: Sprite, analysis: SpriteAnalysis) -> "Actor":
        """Raises ``UnsupportedAction`` where the still has no joints."""
        if analysis.joints is None:
            raise UnsupportedAction(
                "this still has no joints; set its archetype to biped or place them by hand"
            )
        height, foot, core = float(analysis.box.height), analysis.foot_line, analysis.core_x
        if analysis.facing is not Direction.LEFT:
            return cls(sprite, analysis.facing, dict(analysis.joints), height, foot, core, mirrored=False)
        joints = mirrored_joints(dict(analysis.joints), sprite.width)
        turned = sprite.mirrored()
        return cls(turned, Direction.RIGHT, joints, height, foot, sprite.width - core, mirrored=True)

    def cut(self) -> Cutout:
        """Its pieces, to be cut once for any number of motions."""
        return cut_out(self.sprite, self.joints, self.view, self.height)


def poses(
    actor: Actor,
    motion: Motion,
    moments: Sequence[float],
    manner: Manner,
    library: MotionLibrary | None = None,
) -> tuple[Pose, ...]:
    """The actor's pose at each of ``moments`` (0..1), with its feet on the ground.

    Raises ``UnsupportedAction`` where the library has no such motion in the actor's view.
    """
    track = (library or shipped_library()).track(motion.action, motion.variant, actor.view)
    head = actor.joints[Joint.NECK][1] - actor.joints[Joint.HEAD_TOP][1]
    share = max(head, 1.0) / actor.height
    played = [
        styled(track.at(moment, looped=motion.looped), manner.parameters, manner.intensity, actor.view, share)
        for moment in moments
    ]
    held = carried_share(motion.action)
    played = [carried(pose, manner.styles, actor.view, held) for pose in played]
    if motion.action is Action.IDLE:
        played = list(visible(played, actor.height))
    if track.cyclic:
        played = list(steadied(played, actor.height))
    return tuple(footed(played, contact_of(motion.action, Archetype.BIPED)))


def drafted(
    actor: Actor, motion: Motion, played: Sequence[Pose], cutout: Cutout | None = None
) -> tuple[RGBA, ...]:
    """The draft of each pose, on the still's canvas; what reaches beyond it is cut off."""
    pieces = cutout or actor.cut()
    room = round(_ROOM * actor.height)
    size = (actor.sprite.height + 2 * room, actor.sprite.width + 2 * room)
    frames = []
    for pose in played:
        canvas = draw(pieces, pose, size, (room, room))
        frames.append(toppled(canvas, actor.core + room, actor.foot + room, pose.topple))
    contact = contact_of(motion.action, Archetype.BIPED)
    stood = grounded(frames, actor.foot + room, contact, actor.height)
    floor = actor.sprite.height + room
    columns = slice(room, room + actor.sprite.width)
    shown = (on_floor(frame, floor, contact)[room:, columns] for frame in stood)
    return tuple(unpack_pixels(np.ascontiguousarray(frame)) for frame in shown)
