"""One performance of an actor as the sprite net sees it: poses, drafts, and the part of the canvas in use.

The net's time grows with its window, so only what the figure reaches in this clip is shown to it, whatever
canvas it stands on.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from neonworks_protocol.vocabulary import Direction
from numpy.typing import NDArray

from neonworks_models.draft.performance import Actor, Motion, drafted
from neonworks_models.motion.pose import Pose
from neonworks_models.nets.hands import Hand
from neonworks_models.nets.sprite_artist import Answer, Drawn, Moment, SpriteArtist
from neonworks_models.sprites.sprite import RGBA, Sprite

__all__ = ["SpriteScene", "on_canvas"]

_AROUND = 4
"""Pixels of a 64 pixel figure that the net may draw beyond what the draft reaches."""


def on_canvas(actor: Actor, sides: int, top: int) -> Actor:
    """``actor`` on a canvas with ``sides`` more columns left and right and ``top`` more rows above."""
    laid = np.pad(actor.sprite.rgba, ((top, 0), (sides, sides), (0, 0)))
    return _moved(actor, laid, sides, top)


def _moved(actor: Actor, rgba: RGBA, right: int, down: int) -> Actor:
    """``actor`` in another picture, in which it lies further ``right`` and ``down``."""
    joints = {joint: (x + right, y + down) for joint, (x, y) in actor.joints.items()}
    sprite = Sprite.from_rgba(np.ascontiguousarray(rgba))
    return replace(actor, sprite=sprite, joints=joints, foot=actor.foot + down, core=actor.core + right)


@dataclass(frozen=True, eq=False)
class SpriteScene:
    """``facing`` is the still's own; ``moments`` are the phases of ``poses``; ``answer`` runs the net."""

    actor: Actor
    facing: Direction
    motion: Motion
    moments: tuple[float, ...]
    poses: tuple[Pose, ...]
    answer: Answer

    def draw(self, index: int, hand: Hand, action: int | None) -> Drawn:
        """Frame ``index`` on the actor's canvas, by ``hand``; ``action`` as ``Moment`` says."""
        draft = self._cut(self.drafts[index])
        drawn = self._artist.draw(Moment(action, self.moments[index], self.poses[index], draft, hand))
        rows, columns = self._region
        whole = np.zeros_like(self.drafts[index])
        whole[rows, columns] = drawn.rgba
        return Drawn(whole, drawn.doubt)

    @cached_property
    def drafts(self) -> tuple[RGBA, ...]:
        """What the net starts from, on the actor's canvas."""
        return drafted(self.actor, self.motion, self.poses)

    @cached_property
    def _region(self) -> tuple[slice, slice]:
        """Rows and columns of the canvas that this clip uses."""
        reach = np.logical_or.reduce([_opaque(frame) for frame in (self.actor.sprite.rgba, *self.drafts)])
        room = round(_AROUND * max(1.0, self.actor.height / 64))
        rows, columns = (np.flatnonzero(reach.any(axis=axis)) for axis in (1, 0))
        return _span(rows, room, reach.shape[0]), _span(columns, room, reach.shape[1])

    @cached_property
    def _artist(self) -> SpriteArtist:
        rows, columns = self._region
        seen = _moved(self.actor, self._cut(self.actor.sprite.rgba), -columns.start, -rows.start)
        return SpriteArtist(seen, self.facing, self.answer)

    def _cut(self, rgba: RGBA) -> RGBA:
        rows, columns = self._region
        return np.ascontiguousarray(rgba[rows, columns])


def _opaque(rgba: RGBA) -> NDArray[np.bool_]:
    opaque: NDArray[np.bool_] = rgba[..., 3] > 0
    return opaque


def _span(used: NDArray[np.int64], room: int, size: int) -> slice:
    """From the first of ``used`` to the last, with ``room`` at both ends, within 0..``size``."""
    return slice(max(0, int(used[0]) - room), min(size, int(used[-1]) + 1 + room))
