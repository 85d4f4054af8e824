"""Artists' characters in other builds and styles: proportions, number of shades, outline.

Still and truth are changed alike; nothing here draws anything new.
"""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from neonworks_protocol.vocabulary import Action
from numpy.random import Generator
from numpy.typing import NDArray

from neonworks_models.data.net_samples import CharacterPalette
from neonworks_models.data.net_views import CharacterView, actor_of, drawn_facing
from neonworks_models.data.proportions import Landmarks, Proportions, head_shift
from neonworks_models.draft.performance import Actor, Manner, poses
from neonworks_models.motion.pose import Pose
from neonworks_models.nets.indexed import Indices
from neonworks_models.nets.motions import MOTIONS, moments
from neonworks_models.sprites.rig import Joint

__all__ = ["reshaped", "restyled"]

_HEAD_HALF = 14
"""Columns each side of the axis in which a head is looked for: hair beside it swings on its own."""
_FOLLOWS = 0.6
"""Share of a head's rise that the pelvis takes part in, unless the motion's own pose says more."""
_OWN_ROOT = (Action.JUMP, Action.RUN)

Mask = NDArray[np.bool_]


def reshaped(view: CharacterView, palette: CharacterPalette, random: Generator) -> CharacterView:
    """The view in random proportions."""
    actor = actor_of(palette.draw(view.still), drawn_facing(view.facing))
    neck, hip = (round(actor.joints[joint][1]) for joint in (Joint.NECK, Joint.PELVIS))
    marks = Landmarks(actor.foot, hip, neck, actor.foot - round(actor.height), actor.core)
    change = Proportions.random(random, marks)
    columns = np.abs(np.arange(view.still.shape[1]) + 0.5 - actor.core) < _HEAD_HALF
    mask = (view.still > 0) & columns & (np.arange(len(view.still)) < neck - 1)[:, None]
    strips = {}
    for action, frames in view.strips.items():
        played = poses(actor, MOTIONS[action], moments(MOTIONS[action], len(frames)), Manner.plain())
        shifts = [
            _shifts(actor, action, pose, view.still, frame, mask)
            for frame, pose in zip(frames, played, strict=True)
        ]
        strips[action] = tuple(
            change.apply(frame, marks, *shift) for frame, shift in zip(frames, shifts, strict=True)
        )
    return CharacterView(view.facing, change.apply(view.still, marks, (0, 0), (0, 0)), strips)


def _shifts(
    actor: Actor,
    action: int,
    pose: Pose,
    still: Indices,
    frame: Indices,
    mask: Mask,
) -> tuple[tuple[int, int], tuple[int, int]]:
    """How far pelvis and head have moved in an artist's frame, in pixels; one that falls stays whole."""
    if MOTIONS[action].action is Action.DEATH:
        return (0, 0), (0, 0)
    root = np.round(pose.pair("root") * actor.height).astype(int)
    top = pose.pair("root") + pose.pair("neck") + pose.pair("head")
    guess = np.round(top * actor.height).astype(int)
    head = head_shift(still, frame, mask, (int(guess[0]), int(guess[1])))
    own = MOTIONS[action].action in _OWN_ROOT
    return (int(root[0]), int(root[1]) if own else round(_FOLLOWS * head[1])), head


def restyled(
    views: Sequence[CharacterView], palette: CharacterPalette, random: Generator
) -> list[CharacterView]:
    """With fewer shades, with an outline, or as before; alike in all views."""
    out = list(views)
    if random.random() < 0.25:
        table = _fewer_shades(palette, int(random.integers(20, 70)))
        out = [_mapped(view, lambda frame: table[frame]) for view in out]
    if random.random() < 0.25:
        line = palette.number(tuple(int(channel) for channel in random.integers(0, 50, 3)))
        out = [_mapped(view, lambda frame: _lined(frame, line)) for view in out]
    return out


def _mapped(view: CharacterView, change: Callable[[Indices], Indices]) -> CharacterView:
    strips = {action: tuple(change(frame) for frame in frames) for action, frames in view.strips.items()}
    return CharacterView(view.facing, change(view.still), strips)


def _fewer_shades(palette: CharacterPalette, near: int) -> Indices:
    """Palette index -> the first one whose colour differs by less than ``near`` (sum of channels)."""
    colours = palette.colours.astype(np.int64)
    table = np.arange(256)
    for index in range(1, len(colours)):
        earlier = np.flatnonzero(table[:index] == np.arange(index))[1:]
        close = earlier[np.abs(colours[earlier] - colours[index]).sum(axis=1) < near]
        if close.size:
            table[index] = close[0]
    return table.astype(np.uint8)


def _lined(frame: Indices, line: int) -> Indices:
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    border = (cv2.dilate((frame > 0).astype(np.uint8), cross) > 0) & (frame == 0)
    return np.where(border, line, frame).astype(np.uint8)
