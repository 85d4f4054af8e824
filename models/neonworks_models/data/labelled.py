"""LPC characters as labelled stills: picture, facing, joints, and how far each joint can be believed.

``TRUTH``: the artist's guide line of this very body and frame. ``CLOSE``: the guides of the masculine
revised body for a body drawn on the same pixels: the feminine one where it has no guide, and the classic
bodies, whose male stands broader from the front and back. ``GUESS``: the far arm, which no guide shows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from neonworks_protocol.vocabulary import Direction

from neonworks_models.data.characters import Character, read_rgba
from neonworks_models.data.guides import GuideBook
from neonworks_models.data.lpc import LpcSource
from neonworks_models.sprites.rig import Joint, Point
from neonworks_models.sprites.sides import side_joint
from neonworks_models.sprites.sprite import RGBA

__all__ = ["CLOSE", "GUESS", "TRUTH", "LabelledStill", "Labeller"]

TRUTH, CLOSE, GUESS = 1.0, 0.5, 0.2
"""Weights of a joint's label."""

_BROADER_ARMS, _BROADER_LEGS = 1.15, 1.4
"""The classic male against the revised one seen from the front: measured on both undressed stills."""

_FAR = 0.35
"""How far before the chest a hidden arm is thought to hang, as a share of the near arm's way behind it."""


@dataclass(frozen=True, eq=False)
class LabelledStill:
    """One frame of a character. Joints in canvas pixels; ``weights`` name every joint in ``joints``."""

    rgba: RGBA
    facing: Direction
    joints: Mapping[Joint, Point]
    weights: Mapping[Joint, float]


class Labeller:
    """Labels composed characters; ``root`` holds both sets."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._guides = GuideBook(root / LpcSource.REVISED)
        self._skulls: dict[Direction, Point] = {}

    def stills(self, character: Character, *, walking: bool = True) -> Iterator[LabelledStill]:
        """The standing frames of every direction and, if wanted, the walk."""
        for direction in Direction:
            if character.source == LpcSource.CLASSIC:
                yield self._labelled(character, character.stills[direction], "idle", direction, 0)
            else:
                for index, frame in enumerate(character.strips["idle", direction]):
                    yield self._labelled(character, frame, "idle", direction, index)
            if walking:
                for index, frame in enumerate(character.strips["walk", direction]):
                    if character.source == LpcSource.REVISED:
                        yield self._labelled(character, frame, "walk", direction, index)

    def still(self, character: Character, direction: Direction) -> LabelledStill:
        """The character's still."""
        return self._labelled(character, character.stills[direction], "idle", direction, 0)

    def _labelled(
        self, character: Character, rgba: RGBA, animation: str, direction: Direction, index: int
    ) -> LabelledStill:
        masculine = self._guides.joints("Masculine Thin", animation, direction, index)
        own = masculine
        if character.source == LpcSource.CLASSIC:
            own = {}
            if character.layers[0].startswith("body/male/"):
                masculine = _broadened(masculine, direction)
        elif "Body 01" in character.layers[0]:
            own = self._guides.joints("Feminine Thin", animation, direction, index)
        joints = {**masculine, **own}
        believed = TRUTH if animation == "idle" else CLOSE
        weights = {joint: believed if joint in own else CLOSE * believed for joint in joints}
        skull = self._skull(direction)
        neck, still_neck = joints.get(Joint.NECK), self._guides.joints("Masculine Thin", "idle", direction, 0)
        if neck is not None:
            rest = still_neck[Joint.NECK]
            joints[Joint.HEAD_TOP] = (skull[0] + neck[0] - rest[0], skull[1] + neck[1] - rest[1])
            weights[Joint.HEAD_TOP] = CLOSE
        self._add_far_arm(joints, weights, direction)
        return LabelledStill(rgba, direction, joints, weights)

    def _add_far_arm(
        self, joints: dict[Joint, Point], weights: dict[Joint, float], direction: Direction
    ) -> None:
        if direction not in (Direction.LEFT, Direction.RIGHT) or Joint.CHEST not in joints:
            return
        axis = joints[Joint.CHEST][0]
        for word in ("shoulder", "elbow", "wrist"):
            near, far = (side_joint(word, direction, near=near) for near in (True, False))
            if near in joints and far not in joints:
                x, y = joints[near]
                joints[far] = (axis + _FAR * (axis - x), y)
                weights[far] = GUESS

    def _skull(self, direction: Direction) -> Point:
        """Top of the bare head in the still."""
        if not self._skulls:
            sheet = read_rgba(
                self._root / LpcSource.REVISED / "Head" / "Head 02 - Masculine" / "Tan" / "Idle.png"
            )
            for row, towards in enumerate((Direction.UP, Direction.LEFT, Direction.DOWN, Direction.RIGHT)):
                ys, xs = np.nonzero(sheet[row * 64 : row * 64 + 64, :64, 3] > 127)
                self._skulls[towards] = (float(xs.min() + xs.max() + 1) / 2, float(ys.min()))
        return self._skulls[direction]


def _broadened(joints: Mapping[Joint, Point], direction: Direction) -> dict[Joint, Point]:
    if direction in (Direction.LEFT, Direction.RIGHT) or Joint.CHEST not in joints:
        return dict(joints)
    axis = joints[Joint.CHEST][0]
    legs = ("hip", "knee", "ankle")
    return {
        joint: (axis + (x - axis) * (_BROADER_LEGS if joint.value.endswith(legs) else _BROADER_ARMS), y)
        for joint, (x, y) in joints.items()
    }
