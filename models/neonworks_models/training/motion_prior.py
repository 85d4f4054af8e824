"""Where the artist's guide lines say the joints are: the starting point and the tether of ``fit_motion``.

Only LPC Revised has guides. They give the near arm alone in side views; a walk's or run's far arm does half a
cycle later what the near one does.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from neonworks_protocol.vocabulary import Direction
from numpy.typing import NDArray

from neonworks_models.data.guides import GuideBook
from neonworks_models.motion.pose import FIELDS, field_index
from neonworks_models.sprites.rig import Joint, Point

__all__ = ["guide_values"]

BODY = "Masculine Thin"
"""The body with the most guides."""
FIGURE = 47.0
"""Its height in pixels."""


def guide_values(root: Path, strip: str, view: Direction, count: int, *, cyclic: bool) -> NDArray[np.float64]:
    """Pose fields of every frame as the guides have them, NaN where they are silent; (count, fields)."""
    book = GuideBook(root)
    still = book.joints(BODY, "idle", view, 0)
    frames = [book.joints(BODY, strip, view, index) for index in range(count)]
    values = np.stack([_values(still, frame) for frame in frames])
    if cyclic and view is Direction.RIGHT and strip != "idle":
        for word in ("elbow", "wrist"):
            near, far = (_columns(f"{side}_{word}") for side in ("right", "left"))
            values[:, far] = np.roll(values[:, near], -(count // 2), axis=0)
        _fill_legs(values, count // 2, still)
    return values


def _fill_legs(values: NDArray[np.float64], half: int, still: Mapping[Joint, Point]) -> None:
    """Where two crossing legs share one line, the other leg half a cycle away says where each is."""
    for word in ("knee", "ankle"):
        for own, other in (("left", "right"), ("right", "left")):
            apart = np.subtract(still[Joint(f"{other}_{word}")], still[Joint(f"{own}_{word}")])
            apart[1] = 0.0
            here, there = _columns(f"{own}_{word}"), _columns(f"{other}_{word}")
            leg = _length(still, own, ("hip", "knee", "ankle"))
            later = np.roll(values[:, there], -half, axis=0) + apart / leg
            values[:, here] = np.where(np.isnan(values[:, here]), later, values[:, here])


def _columns(stem: str) -> slice:
    start = field_index(f"{stem}_x")
    return slice(start, start + 2)


def _values(still: Mapping[Joint, Point], frame: Mapping[Joint, Point]) -> NDArray[np.float64]:
    out = np.full(len(FIELDS), np.nan)

    def moved(joint: Joint) -> NDArray[np.float64]:
        if joint not in still or joint not in frame:
            return np.full(2, np.nan)
        return np.subtract(frame[joint], still[joint])

    # Hips and necklines follow the cloth as much as the bone; the body's own place is read off the pixels.
    neck = moved(Joint.NECK)
    for side in ("left", "right"):
        shoulder = moved(Joint(f"{side}_shoulder"))
        base = np.where(np.isnan(shoulder), neck, shoulder)
        arm = _length(still, side, ("shoulder", "elbow", "wrist"))
        leg = _length(still, side, ("hip", "knee", "ankle"))
        for word in ("elbow", "wrist"):
            out[_columns(f"{side}_{word}")] = (moved(Joint(f"{side}_{word}")) - base) / arm
        for word in ("knee", "ankle"):
            out[_columns(f"{side}_{word}")] = moved(Joint(f"{side}_{word}")) / leg
    return out


def _length(still: Mapping[Joint, Point], side: str, words: tuple[str, str, str]) -> float:
    joints = [Joint(f"{side}_{word}") for word in words]
    if any(joint not in still for joint in joints):
        return 0.28 * FIGURE
    points = np.array([still[joint] for joint in joints])
    return float(np.hypot(*np.diff(points, axis=0).T).sum())
