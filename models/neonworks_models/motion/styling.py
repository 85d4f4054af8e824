"""How a performance is changed: the motion parameters and the intensity of a spec, applied to key poses."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from neonworks_protocol.motion import MotionParameters
from neonworks_protocol.vocabulary import Action, Direction
from numpy.typing import NDArray

from neonworks_models.motion.pose import FIELDS, Pose, field_index

__all__ = ["accent", "amplitude", "body_y", "styled", "visible"]

TORSO = 0.26
"""Pelvis to neck, in figure heights: the lever of a lean."""
VIEWED_LEAN = 0.5
"""Share of a lean that shows as sinking in views from the front or back."""
NOD_FROM, NOD = 0.08, 80.0
"""Drop from which a side view's head nods as well, and degrees per head height beyond it: turning a face by
less than some six degrees only roughens it."""
LEAST = 0.8
"""Smallest vertical travel of an idle body, in pixels."""
RISE = 0.6
"""Share of a raised head that is drawn: a neck can be stretched less than it can sink."""

WIDE = 0.7
"""Displacement, in limb lengths, up to which a strong style widens a limb's motion. Beyond it the limb is
stretched out already, and farther is elsewhere, not more."""

_LIMBS: Mapping[str, NDArray[np.bool_]] = MappingProxyType(
    {
        f"{side}_{end}": np.array([name.startswith(side) and name.split("_")[1] in parts for name in FIELDS])
        for side in ("left", "right")
        for end, parts in (("wrist", ("elbow", "wrist")), ("ankle", ("knee", "ankle", "foot")))
    }
)
"""End of a limb -> which fields move with it."""
_BODY = ~np.logical_or.reduce(list(_LIMBS.values()))


def amplitude(intensity: float) -> float:
    """Factor on all motion: 0.6 at intensity 0, 1 at 0.5, 1.4 at 1."""
    return 0.6 + 0.8 * intensity


def styled(
    pose: Pose, parameters: MotionParameters, intensity: float, view: Direction, head_height: float
) -> Pose:
    """``pose`` as performed in a style. ``head_height`` in figure heights; ``view`` down, up or right."""
    strength = amplitude(intensity)
    values = pose.values.copy()
    values[_BODY] *= strength
    for end, fields in _LIMBS.items():
        own = parameters.arm_swing if end.endswith("wrist") else parameters.stride
        values[fields] *= _widened(float(np.hypot(*pose.pair(end))), strength * own)
    values[field_index("root_y")] *= parameters.bob
    angle = math.radians(parameters.lean)
    drop = parameters.head_drop if parameters.head_drop > 0 else RISE * parameters.head_drop
    if view is Direction.RIGHT:
        values[field_index("neck_x")] += TORSO * math.sin(angle)
        values[field_index("neck_y")] += TORSO * (1 - math.cos(angle))
        values[field_index("head_x")] += 0.3 * drop * head_height
        values[field_index("head_tilt")] += NOD * max(0.0, drop - NOD_FROM)
    else:
        values[field_index("neck_y")] += VIEWED_LEAN * TORSO * math.sin(angle)
    values[field_index("head_y")] += drop * head_height
    return replace(pose, values=values, topple=pose.topple)


def _widened(travel: float, factor: float) -> float:
    """The factor by which a limb that moves by ``travel`` limb lengths is really widened."""
    if factor <= 1.0 or travel <= 0.0:
        return factor
    return max(1.0, min(factor, WIDE / travel))


def visible(poses: Sequence[Pose], height: float) -> tuple[Pose, ...]:
    """``poses`` made large enough to be seen on a figure ``height`` pixels tall.

    A breath of half a pixel is no breath once positions are whole pixels: if nothing in the body moves by
    ``LEAST`` pixels over the clip, its rise and fall about the first pose grows until something does.
    """
    travel = np.stack([body_y(pose) for pose in poses]) * height
    widest = float(np.ptp(travel, axis=0).max())
    if not 0 < widest < LEAST:
        return tuple(poses)
    rows = [field_index(name) for name in ("root_y", "neck_y", "head_y")]
    values = np.stack([pose.values for pose in poses])
    values[:, rows] = values[0, rows] + (values[:, rows] - values[0, rows]) * (LEAST / widest)
    return tuple(replace(pose, values=row) for pose, row in zip(poses, values, strict=True))


def body_y(pose: Pose) -> NDArray[np.float64]:
    """Vertical shift of pelvis, neck and head in figure heights, shape (3,)."""
    return np.cumsum([pose["root_y"], pose["neck_y"], pose["head_y"]])


def accent(action: Action, phase: float) -> float:
    """Where the body is heavy (+1, to be squashed) or light (-1, to be stretched) at ``phase`` 0..1."""
    if action in (Action.WALK, Action.RUN):
        return math.cos(4 * math.pi * (phase - 0.125))
    if action is Action.IDLE:
        return -math.cos(2 * math.pi * phase)
    if action is Action.JUMP:
        # Crouch, flight, landing.
        return math.cos(2 * math.pi * phase) if 0.1 < phase < 0.95 else 0.6
    return math.sin(2 * math.pi * phase)
