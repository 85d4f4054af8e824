"""A sheet of another figure's frames to a ``Performance``: grid, row, facing, joints, poses."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from neonworks_protocol.errors import BadRequest, BadSprite, UnsupportedDirection
from neonworks_protocol.limits import MAX_FRAMES
from neonworks_protocol.records import MotionSource
from neonworks_protocol.vocabulary import Action, Direction

from neonworks_models.contract.limits import ContractLimits
from neonworks_models.generators.timing import default_loop
from neonworks_models.motion.borrowed import Performance, performance_of, view_of
from neonworks_models.sprites.decode import decode_sheet
from neonworks_models.sprites.sheet import cut_rows, find_grid
from neonworks_models.sprites.sprite import RGBA
from neonworks_models.sprites.strip_reader import StripReader, strip_facing

__all__ = ["read_performance"]

_LOOKED_AT = 6
"""Frames of a row that are asked where the figure faces."""
_SEAM = ContractLimits.hand_drawn().seam
"""Largest step over the end of what counts as a cycle, as a multiple of the largest step inside."""


def read_performance(
    source: MotionSource, facing: Direction, action: Action | None, reader: StripReader | None = None
) -> Performance:
    """The motion of ``source`` for a still that faces ``facing``; ``action``: what it is, where that is said.

    Raises ``BadSprite`` for a sheet that cannot be read, ``BadRequest`` for rows and frames that it has not,
    ``UnsupportedDirection`` where its figures are seen from another side than the still.
    """
    sheet = decode_sheet(source.sheet)
    rows = cut_rows(sheet, find_grid(sheet, source.size))
    frames, shown = _chosen(rows, source, facing)
    if view_of(shown) is not view_of(facing):
        raise UnsupportedDirection(
            f"the sheet's figure faces {shown.value} and the still {facing.value}: choose a row that faces"
            f" {facing.value}, or say which way the row's figure faces"
        )
    cyclic = _closes(frames) if action is None else default_loop(action)
    if source.durations and len(source.durations) != len(frames):
        raise BadRequest(f"{len(source.durations)} durations for {len(frames)} frames: give one for each")
    reading = (reader or StripReader.shipped()).read(frames, shown, cyclic=cyclic)
    return performance_of(reading, cyclic=cyclic, durations=source.durations or None)


def _chosen(
    rows: Sequence[list[RGBA]], source: MotionSource, facing: Direction
) -> tuple[list[RGBA], Direction]:
    """The frames that are performed, and where their figure faces."""
    if source.row is not None:
        if source.row > len(rows):
            raise BadRequest(f"there is no row {source.row}: the sheet has {len(rows)}")
        frames = _cut(rows[source.row - 1], source, source.row)
        return frames, source.direction or _faces(frames)
    wanted = source.direction or facing
    usable = [(number, row) for number, row in enumerate(rows, start=1) if len(row) > source.first]
    if not usable:
        raise BadRequest(f"no row of the sheet has two frames from frame {source.first} on")
    if len(usable) == 1:
        frames = _cut(usable[0][1], source, usable[0][0])
        return frames, source.direction or _faces(frames)
    faced = [(_faces(row), number, row) for number, row in usable]
    for direction in (wanted, wanted.mirrored):
        for shown, number, row in faced:
            if shown is direction:
                return _cut(row, source, number), shown
    seen = ", ".join(f"{number} {shown.value}" for shown, number, _ in faced)
    raise UnsupportedDirection(
        f"no row of the sheet faces {wanted.value} (rows: {seen}); name the row and the way it faces"
    )


def _cut(row: Sequence[RGBA], source: MotionSource, number: int) -> list[RGBA]:
    start = source.first - 1
    wanted = source.frames or min(MAX_FRAMES, len(row) - start)
    frames = list(row[start : start + wanted])
    if len(frames) < max(2, wanted):
        raise BadRequest(f"row {number} has {len(row)} frames: choose two or more of them")
    for index, frame in enumerate(frames, start=source.first):
        if not (frame[..., 3] > 127).any():
            raise BadSprite(f"frame {index} of row {number} is empty: choose the frames that hold the figure")
    return frames


def _faces(row: Sequence[RGBA]) -> Direction:
    filled = [frame for frame in row if (frame[..., 3] > 127).any()]
    places = np.unique(np.linspace(0, len(filled) - 1, _LOOKED_AT).round().astype(int))
    return strip_facing([filled[place] for place in places])[0]


def _closes(frames: Sequence[RGBA]) -> bool:
    """Whether the last frame leads into the first as one inside leads into the next."""
    pictures = [frame.astype(np.int16) for frame in frames]
    inside = max(float(np.abs(a - b).sum()) for a, b in pairwise(pictures))
    return float(np.abs(pictures[-1] - pictures[0]).sum()) <= _SEAM * inside
