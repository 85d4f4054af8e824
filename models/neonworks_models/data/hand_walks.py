"""Walks keyed by hand: the short steps of small role-playing figures, each performer's a little different.

Beside the library's tracks they teach the sprite net that not every artist draws the same walk: the draft
moves as the library does, the truth moves like one of these.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from neonworks_protocol.vocabulary import Direction
from numpy.random import Generator

from neonworks_models.motion.pose import Depth, Pose

__all__ = ["HandWalk"]

_PASSING = 0.3
"""Share of a full step up to which a walk that stops between its steps is seen standing."""


@dataclass(frozen=True)
class HandWalk:
    """One performer. Lengths in units of ``Pose``: limbs in their own lengths, the rest in figure heights.

    ``stands``: the still is shown between two steps. ``heavy``: the body sinks on a step, else it rises.
    """

    stride: float
    swing: float
    bob: float
    lift: float
    reach: float
    raised: float
    sway: float
    stands: bool
    heavy: bool

    @classmethod
    def random(cls, random: Generator) -> "HandWalk":
        return cls(
            stride=random.uniform(0.15, 0.5),
            swing=random.uniform(0.0, 0.45),
            bob=float(random.choice((0.0, 0.0, 0.02, 0.035, 0.05))),
            lift=random.uniform(0.12, 0.35),
            reach=random.uniform(0.0, 0.12),
            raised=random.uniform(0.0, 0.25),
            sway=float(random.choice((0.0, 0.0, 0.02))),
            stands=bool(random.random() < 0.7),
            heavy=bool(random.random() < 0.5),
        )

    def sinking(self, height: float) -> "HandWalk":
        """The same walk of a figure ``height`` pixels tall, whose body moves by a whole pixel at least."""
        return replace(self, bob=max(self.bob, 1 / height))

    def poses(self, view: Direction, moments: Sequence[float]) -> tuple[Pose, ...]:
        """The walk at ``moments`` (0..1; 0 is a contact) seen facing down, up or right."""
        return tuple(self._pose(view, moment) for moment in moments)

    def _pose(self, view: Direction, moment: float) -> Pose:
        step = float(np.cos(2 * np.pi * moment))
        if self.stands and abs(step) < _PASSING:
            step = 0.0
        fields = self._side(step, moment) if view is Direction.RIGHT else self._front(step)
        if abs(step) > 0.5:
            fields["root_y"] = self.bob if self.heavy else -self.bob
        left = Depth.BEHIND if view is Direction.RIGHT else Depth.BEFORE
        return Pose.of(fields, left, Depth.BEFORE)

    def _front(self, step: float) -> dict[str, float]:
        """One leg is lifted, the other reaches toward the viewer; the arm opposite comes up."""
        right, left = max(0.0, step), max(0.0, -step)
        return {
            "root_x": self.sway * step,
            "right_ankle_y": self.reach * left - self.lift * right,
            "left_ankle_y": self.reach * right - self.lift * left,
            "right_knee_y": -self.lift * right / 2,
            "left_knee_y": -self.lift * left / 2,
            "right_wrist_y": -self.raised * left,
            "left_wrist_y": -self.raised * right,
        }

    def _side(self, step: float, moment: float) -> dict[str, float]:
        """Legs swing against each other and against the arms."""
        passing = 0.0 if self.stands else abs(float(np.sin(2 * np.pi * moment)))
        spread = 0.3 * self.reach * abs(step)
        fields = {
            "right_ankle_y": -spread,
            "left_ankle_y": -spread - 0.15 * self.lift * passing,
            "right_knee_x": -0.4 * self.stride * step + 0.05 * passing,
            "left_knee_x": 0.4 * self.stride * step,
        }
        for side, sign in (("right", 1.0), ("left", -1.0)):
            fields[f"{side}_ankle_x"] = -sign * self.stride * step
            fields[f"{side}_elbow_x"] = sign * self.swing * step / 2
            fields[f"{side}_wrist_x"] = sign * self.swing * step
            fields[f"{side}_wrist_y"] = -0.1 * self.swing * abs(step)
        return fields
