"""Where the frames lie on a sheet: a regular grid, said by whoever knows it or found by what it would cut.

A good grid cuts no figure in two, shows one figure a cell, and shows it in the same place of every cell.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from neonworks_protocol.errors import BadRequest, BadSprite
from numpy.typing import NDArray

from neonworks_models.sprites.containers.still import LARGEST, SMALLEST
from neonworks_models.sprites.sprite import RGBA

__all__ = ["Grid", "cut_rows", "find_grid"]

_MOST_COLUMNS, _MOST_ROWS = 64, 64
_MOST_CELLS = 1024
_CUT, _APART, _STRAY, _ODD = 6.0, 1.0, 2.0, 0.15
"""Costs: of figures cut by the grid, as a share of the border's length that is opaque; of each further
figure in a cell; of a figure's place, in cells; of a frame that is not square, per logarithm of its ratio."""
_GAP = 0.12
"""Clear columns between two figures of one cell, as a share of its width: a blade lies nearer to its hand."""
_ODDEST = 2.6
"""Largest ratio of a frame's sides."""


@dataclass(frozen=True)
class Grid:
    """Frames of ``width`` × ``height`` pixels, ``columns`` × ``rows`` of them."""

    width: int
    height: int
    columns: int
    rows: int


def find_grid(sheet: RGBA, size: tuple[int, int] | None = None, columns: int | None = None) -> Grid:
    """The grid of ``sheet``; ``size`` is a frame's width and height where that is known, ``columns`` how many
    frames lie side by side.

    Raises ``BadRequest`` where what is known does not divide the sheet, ``BadSprite`` where no grid fits.
    """
    height, width = sheet.shape[:2]
    if size is not None:
        return _given(width, height, size)
    opaque = sheet[..., 3] > 127
    if not opaque.any():
        raise BadSprite("The sheet has no opaque pixel: choose another picture.")
    grids = [grid for grid in _candidates(width, height) if columns in (None, grid.columns)]
    if not grids:
        raise BadSprite(
            f"No grid of frames fits a sheet of {width}×{height} pixels; say how large one frame is."
        )
    costs = [_cost(opaque, grid) for grid in grids]
    return grids[int(np.argmin(costs))]


def cut_rows(sheet: RGBA, grid: Grid) -> list[list[RGBA]]:
    """The frames of each row, from the top, without the empty ones at its end."""
    rows = []
    for row in range(grid.rows):
        band = sheet[row * grid.height : (row + 1) * grid.height]
        frames = [band[:, i * grid.width : (i + 1) * grid.width] for i in range(grid.columns)]
        while frames and not (frames[-1][..., 3] > 127).any():
            frames.pop()
        rows.append(frames)
    return rows


def _given(width: int, height: int, size: tuple[int, int]) -> Grid:
    across, down = size
    if min(size) < SMALLEST or max(size) > LARGEST:
        raise BadRequest(
            f"a frame of {across}x{down}: frames are {SMALLEST} to {LARGEST} pixels along a side"
        )
    if width % across or height % down:
        raise BadRequest(f"a sheet of {width}x{height} pixels has no grid of {across}x{down} frames")
    grid = Grid(across, down, width // across, height // down)
    if grid.columns * grid.rows > _MOST_CELLS:
        raise BadRequest(
            f"{grid.columns * grid.rows} frames on one sheet, at most {_MOST_CELLS}: crop it to one motion"
        )
    return grid


def _candidates(width: int, height: int) -> Iterator[Grid]:
    for columns in range(1, min(_MOST_COLUMNS, width // SMALLEST) + 1):
        for rows in range(1, min(_MOST_ROWS, height // SMALLEST) + 1):
            if width % columns or height % rows or not 2 <= columns * rows <= _MOST_CELLS:
                continue
            grid = Grid(width // columns, height // rows, columns, rows)
            longest, shortest = max(grid.width, grid.height), min(grid.width, grid.height)
            if longest <= LARGEST and longest <= _ODDEST * shortest and (columns > 1 or rows > 1):
                yield grid


def _cost(opaque: NDArray[np.bool_], grid: Grid) -> float:
    cells = _cells(opaque, grid)
    filled = cells[cells.any(axis=(1, 2))]
    apart = float(np.mean([_figures(cell.any(axis=0)) - 1 for cell in filled]))
    apart += float(np.mean([_figures(cell.any(axis=1)) - 1 for cell in filled]))
    few = 0.6 if len(filled) < 2 else 0.0
    odd = _ODD * abs(float(np.log(grid.width / grid.height)))
    return _CUT * _cut_share(opaque, grid) + _APART * apart + _STRAY * _spread(filled) + odd + few


def _cells(opaque: NDArray[np.bool_], grid: Grid) -> NDArray[np.bool_]:
    parts = opaque.reshape(grid.rows, grid.height, grid.columns, grid.width)
    cells: NDArray[np.bool_] = parts.transpose(0, 2, 1, 3).reshape(-1, grid.height, grid.width)
    return cells


def _cut_share(opaque: NDArray[np.bool_], grid: Grid) -> float:
    """Opaque pixels on both sides of an inner border, in frame sides per cell."""
    xs = np.arange(1, grid.columns) * grid.width
    ys = np.arange(1, grid.rows) * grid.height
    across = int((opaque[:, xs - 1] & opaque[:, xs]).sum()) / grid.height
    down = int((opaque[ys - 1] & opaque[ys]).sum()) / grid.width
    return (across + down) / max(1, len(xs) * grid.rows + len(ys) * grid.columns)


def _figures(line: NDArray[np.bool_]) -> int:
    """How many figures a cell's columns (or rows) hold, with clear ones between them."""
    places = np.flatnonzero(line)
    return 1 + int((np.diff(places) > max(2, _GAP * len(line))).sum())


def _spread(cells: NDArray[np.bool_]) -> float:
    """How far the figures' middles and feet lie apart from cell to cell, in cells."""
    middles = [float(np.median(np.nonzero(cell)[1])) / cell.shape[1] for cell in cells]
    feet = [float(np.flatnonzero(cell.any(axis=1))[-1]) / cell.shape[0] for cell in cells]
    return _deviation(middles) + _deviation(feet)


def _deviation(values: Sequence[float]) -> float:
    return float(np.median(np.abs(np.asarray(values) - np.median(values))))
