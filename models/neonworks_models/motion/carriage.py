"""How a body is carried in a mood: where arms, knees and head are held while it moves.

``styling`` makes a motion larger, smaller or leaning; what tells a scared walk from a tired one is how the
arms are held. Attitudes after R. Williams, "The Animator's Survival Kit" (2001), chapter "Walks", and
C. Darwin, "The Expression of the Emotions in Man and Animals" (1872): fear draws the arms to the chest, anger
squares the elbows, a sneak crouches with his hands ready.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType

import numpy as np
from neonworks_protocol.vocabulary import Action, Direction
from numpy.typing import NDArray

from neonworks_models.motion.pose import Depth, Pose, field_index

__all__ = ["CARRIAGES", "Carriage", "carried", "carried_share"]

_RAISED = 0.35
"""Arm lengths above where it hangs from which a hand is held before the chest."""
_BENT = 0.8
"""Leg lengths that knees go forward for each leg length that the body sinks."""
_LEG = 0.27
"""Usual length of a leg, in figure heights."""
_LIFTED = 0.06
"""Leg lengths above the ground from which a foot is being lifted."""


@dataclass(frozen=True)
class Carriage:
    """Arms in arm lengths: ``out`` away from the body, seen from the front; ``ahead`` seen from the side;
    ``up`` in both. ``crouch`` and ``head_ahead`` in figure heights; ``steps``: factor on how high feet are
    lifted."""

    elbow_out: float = 0.0
    elbow_ahead: float = 0.0
    elbow_up: float = 0.0
    wrist_out: float = 0.0
    wrist_ahead: float = 0.0
    wrist_up: float = 0.0
    crouch: float = 0.0
    head_ahead: float = 0.0
    steps: float = 1.0

    def times(self, share: float) -> "Carriage":
        """``share`` of it."""
        values = {field.name: share * getattr(self, field.name) for field in fields(self)}
        return replace(self, **(values | {"steps": 1 + share * (self.steps - 1)}))

    def plus(self, other: "Carriage") -> "Carriage":
        """Both together."""
        values = {
            field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(self)
        }
        return replace(self, **(values | {"steps": self.steps * other.steps}))


_TIRED = Carriage(
    elbow_ahead=0.1,
    wrist_out=-0.14,
    wrist_ahead=0.22,
    wrist_up=-0.04,
    crouch=0.015,
    head_ahead=0.02,
    steps=0.5,
)
_ANGRY = Carriage(
    elbow_out=0.34,
    elbow_ahead=-0.22,
    elbow_up=0.14,
    wrist_out=0.16,
    wrist_ahead=0.12,
    wrist_up=0.26,
    head_ahead=0.025,
    steps=1.3,
)
_SNEAKY = Carriage(
    elbow_out=0.06,
    elbow_ahead=0.22,
    elbow_up=0.16,
    wrist_out=-0.22,
    wrist_ahead=0.6,
    wrist_up=0.38,
    crouch=0.075,
    head_ahead=0.03,
    steps=1.6,
)
_PROUD = Carriage(
    elbow_out=0.22,
    elbow_ahead=-0.22,
    wrist_out=0.34,
    wrist_ahead=-0.2,
    wrist_up=0.06,
    head_ahead=-0.01,
    steps=1.2,
)
_SCARED = Carriage(
    elbow_out=-0.04,
    elbow_ahead=0.1,
    elbow_up=0.2,
    wrist_out=-0.32,
    wrist_ahead=0.4,
    wrist_up=0.85,
    crouch=0.03,
    head_ahead=-0.02,
    steps=0.7,
)
CARRIAGES: Mapping[str, Carriage] = MappingProxyType(
    {
        "tired": _TIRED,
        "sad": _TIRED.times(0.8),
        "weak": _TIRED.times(0.7),
        "angry": _ANGRY,
        "tough": _ANGRY.times(0.7),
        "sneaky": _SNEAKY,
        "proud": _PROUD,
        "confident": _PROUD.times(0.6),
        "scared": _SCARED,
        "cold": _SCARED.times(0.8),
        "old": Carriage(wrist_ahead=0.2, crouch=0.04, head_ahead=0.03, steps=0.6),
        "heavy": Carriage(elbow_out=0.2, elbow_up=0.04, wrist_out=0.16, crouch=0.03, steps=0.7),
        "zombie": Carriage(elbow_ahead=0.4, elbow_up=0.35, wrist_out=-0.05, wrist_ahead=0.85, wrist_up=0.75),
        "happy": Carriage(elbow_out=0.18, elbow_up=0.08, wrist_out=0.3, wrist_up=0.22, steps=1.25),
    }
)
"""Style -> how it is carried; the others are told apart by tempo and size alone."""
_SHARES: Mapping[Action, float] = MappingProxyType(
    {Action.IDLE: 1.0, Action.WALK: 1.0, Action.RUN: 0.8, Action.JUMP: 0.4, Action.HURT: 0.3}
)
_SIGNS: Mapping[Direction, tuple[float, float]] = MappingProxyType(
    {Direction.DOWN: (1.0, -1.0), Direction.UP: (-1.0, 1.0)}
)
"""View -> which way on the picture is away from the body, for the left and for the right arm."""


def carried_share(action: Action) -> float:
    """How much of a carriage an action leaves room for: where arms have work to do, little or none."""
    return _SHARES.get(action, 0.15)


def carried(pose: Pose, styles: Iterable[str], view: Direction, share: float) -> Pose:
    """``pose`` of a body that is carried as ``styles`` have it, by ``share`` (0..1); ``view`` down, up or
    right. Words without a carriage change nothing."""
    whole = [CARRIAGES[style] for style in styles if style in CARRIAGES]
    if not whole:
        return pose
    held = Carriage()
    for each in whole:
        held = held.plus(each.times(share / len(whole)))
    values = pose.values.copy()
    for side, out in zip(("left", "right"), _SIGNS.get(view, (0.0, 0.0)), strict=True):
        for word in ("elbow", "wrist"):
            across = getattr(held, f"{word}_out") * out if out else getattr(held, f"{word}_ahead")
            values[field_index(f"{side}_{word}_x")] += across
            values[field_index(f"{side}_{word}_y")] -= getattr(held, f"{word}_up")
        _step(values, side, held, sideways=not out)
    values[field_index("root_y")] += held.crouch
    if view is Direction.RIGHT:
        values[field_index("head_x")] += held.head_ahead
    depths = (pose.left_arm, pose.right_arm)
    if view is Direction.UP and held.wrist_up > _RAISED:
        depths = (Depth.BEHIND, Depth.BEHIND)
    return replace(pose, values=values, left_arm=depths[0], right_arm=depths[1])


def _step(values: NDArray[np.float64], side: str, held: Carriage, *, sideways: bool) -> None:
    """A lifted foot goes as high as this walk has it; knees bend under a body that crouches."""
    knee, ankle = (field_index(f"{side}_{word}_y") for word in ("knee", "ankle"))
    if -values[ankle] > _LIFTED:
        higher = (held.steps - 1) * values[ankle]
        values[ankle] += higher
        values[knee] += higher / 2
    bend = held.crouch / _LEG
    values[knee] += bend / 2
    if sideways:
        values[field_index(f"{side}_knee_x")] += _BENT * bend
