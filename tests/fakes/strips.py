"""Strips and sheets drawn by code, with the poses that they show."""

import numpy as np
from neonworks_models.data.drawn_actor import DrawnActor
from neonworks_models.export.frames import encode_png
from neonworks_models.motion.library import shipped_library
from neonworks_models.motion.pose import Pose
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.vocabulary import Action, Direction

__all__ = ["SEED", "played_strip", "sheet_of", "sheet_png"]

SEED = 4_000_003
"""Of a figure that no weights were trained on."""


def played_strip(
    view: Direction = Direction.RIGHT, action: Action = Action.WALK, count: int = 8, seed: int = SEED
) -> tuple[DrawnActor, list[Pose], list[RGBA]]:
    """A figure 44 pixels tall, the library's motion as it plays it, and its frames of 64×64."""
    actor = DrawnActor(seed, view, 44)
    track = shipped_library().track(action, None, view)
    poses = [track.at(index / count) for index in range(count)]
    return actor, poses, [actor.frame(pose) for pose in poses]


def sheet_of(rows: list[list[RGBA]]) -> RGBA:
    """Frames side by side, rows below each other, short rows filled up with nothing."""
    longest = max(len(row) for row in rows)
    empty = np.zeros_like(rows[0][0])
    bands = [np.concatenate([*row, *[empty] * (longest - len(row))], axis=1) for row in rows]
    return np.concatenate(bands, axis=0)


def sheet_png(rows: list[list[RGBA]]) -> bytes:
    """The sheet as a PNG file."""
    return encode_png(sheet_of(rows))
