"""Operations on a whole drawn figure: laying it over, squashing it, setting it on the ground."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from neonworks_models.contract.ground import creep, sole_columns, sole_rows
from neonworks_models.contract.limits import Contact, ContractLimits
from neonworks_models.draft.raster import BoneMove, Packed, Piece, stamp_turned

__all__ = [
    "footed_soles",
    "grounded",
    "held",
    "lowest_row",
    "moved",
    "on_floor",
    "settled",
    "squashed",
    "toppled",
]


def lowest_row(canvas: Packed) -> int | None:
    """y just below the lowest pixel, None for an empty canvas."""
    rows = np.flatnonzero(canvas.any(axis=1))
    return int(rows[-1]) + 1 if rows.size else None


def moved(canvas: Packed, dx: int, dy: int) -> Packed:
    """The picture moved by whole pixels on a canvas of the same size; what leaves it is lost."""
    if dx == 0 and dy == 0:
        return canvas
    out = np.zeros_like(canvas)
    height, width = canvas.shape
    if abs(dx) >= width or abs(dy) >= height:
        return out
    out[max(0, dy) : height + min(0, dy), max(0, dx) : width + min(0, dx)] = canvas[
        max(0, -dy) : height + min(0, -dy), max(0, -dx) : width + min(0, -dx)
    ]
    return out


def squashed(canvas: Packed, core_x: float, foot: int, scale_x: float, scale_y: float) -> Packed:
    """The picture scaled about the ground point (core_x, foot), nearest pixel."""
    height, width = canvas.shape
    ys = np.floor(foot - (foot - (np.arange(height) + 0.5)) / scale_y).astype(np.int64)
    xs = np.floor(core_x + (np.arange(width) + 0.5 - core_x) / scale_x).astype(np.int64)
    inside = ((ys >= 0) & (ys < height))[:, None] & ((xs >= 0) & (xs < width))[None, :]
    art = canvas[np.clip(ys, 0, height - 1)[:, None], np.clip(xs, 0, width - 1)[None, :]]
    return np.where(inside, art, 0).astype(np.uint32)


def toppled(canvas: Packed, core_x: float, foot: int, degrees: float) -> Packed:
    """The figure turned clockwise about its ground point and laid down: lowest row on ``foot``, its middle
    moved back over ``core_x`` in step with the fall."""
    if abs(degrees) < 1 or not canvas.any():
        return canvas
    room = max(foot, canvas.shape[1])
    ys, xs = (np.flatnonzero(canvas.any(axis=axis)) for axis in (1, 0))
    # Cut out alone, so that how it is enlarged depends on the figure and not on the canvas.
    figure = canvas[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    everything = Piece.cut(figure, figure != 0)
    if everything is None:
        return canvas
    everything = replace(everything, x=everything.x + int(xs[0]) + room, y=everything.y + int(ys[0]) + room)
    out = np.zeros((canvas.shape[0] + 2 * room, canvas.shape[1] + 2 * room), dtype=canvas.dtype)
    start = np.array([core_x + room, float(foot + room)])
    up = np.array([0.0, -0.5 * foot])
    angle = np.radians(degrees)
    turned = np.array([-up[1] * np.sin(angle), up[1] * np.cos(angle)])
    stamp_turned(out, everything, BoneMove(start, start + up, start, start + turned))
    xs = np.flatnonzero(out.any(axis=0))
    bottom = lowest_row(out)
    if bottom is None:
        return canvas
    share = min(1.0, abs(degrees) / 90)
    middle = (xs[0] + xs[-1] + 1) / 2
    laid = moved(out, round((core_x + room - middle) * share), foot + room - bottom)
    return np.ascontiguousarray(laid[room:-room, room:-room])


def grounded(frames: Sequence[Packed], foot: int, contact: Contact, height: float) -> tuple[Packed, ...]:
    """A clip's frames set on the foot line wherever its action stands there.

    Standing, stepping, walking and fallen figures are set down when they are more than a pixel off. A leap
    stands at both ends and sinks nowhere. A run touches the ground twice, in its two lowest frames, and flies
    no higher between than the contract allows a figure ``height`` pixels tall.
    """
    bottoms = [lowest_row(frame) or foot for frame in frames]
    drops = [foot - bottom for bottom in bottoms]
    if contact is Contact.RUNNING:
        flight = int(ContractLimits().flight * max(1.0, height / 48))
        stands = sorted(range(len(frames)), key=lambda i: drops[i])[:2]
        shifts = [drop if i in stands else max(0, drop - flight) for i, drop in enumerate(drops)]
    elif contact is Contact.LEAPING:
        ends = (0, len(frames) - 1)
        shifts = [drop if i in ends or drop < -1 else 0 for i, drop in enumerate(drops)]
    elif contact is Contact.HOVERING:
        shifts = [0] * len(frames)
    else:
        shifts = [drop if abs(drop) > 1 else 0 for drop in drops]
        left = [drop - shift for drop, shift in zip(drops, shifts, strict=True)]
        shifts = [shift + rest for shift, rest in zip(shifts, _hops(left), strict=True)]
    return tuple(moved(frame, 0, shift) for frame, shift in zip(frames, shifts, strict=True))


def settled(
    frames: Sequence[Packed], foot: int, contact: Contact, height: float, *, depth: bool, loop: bool
) -> tuple[Packed, ...]:
    """``grounded`` with the least change: what an artist's frame does within the contract stays as it is.

    Rows of a sole that lie too low are left out instead of lifting the whole body, and a body that stands too
    high comes down only as far as it must. ``depth``: the view is from the front or back, where a foot nearer
    to the viewer stands lower. Leaps and runs are left to ``grounded``.
    """
    if contact not in (Contact.PLANTED, Contact.STEPPING, Contact.WALKING, Contact.FALLING):
        return grounded(frames, foot, contact, height)
    limits, px = ContractLimits(), max(1.0, height / 48)
    ground = limits.fall if contact is Contact.FALLING else limits.ground
    deepest = int((ground + (limits.stance_depth if depth and contact is not Contact.PLANTED else 0)) * px)
    highest = -int(ground * px)
    out = [_between(frame, foot, highest, deepest) for frame in frames]
    if contact is not Contact.FALLING:
        lows = [(lowest_row(frame) or foot) - foot for frame in out]
        for i in range(0 if loop else 1, len(out) if loop else len(out) - 1):
            around = (lows[i - 1], lows[(i + 1) % len(lows)])
            room = int(limits.ground * px)
            out[i] = _between(out[i], foot, min(around) - room, max(around) + room)
            lows[i] = (lowest_row(out[i]) or foot) - foot
    return tuple(out)


def _between(frame: Packed, foot: int, highest: int, deepest: int) -> Packed:
    """The frame with its lowest row from ``highest`` to ``deepest`` rows below ``foot``."""
    low = (lowest_row(frame) or foot) - foot
    if low < highest:
        return moved(frame, 0, highest - low)
    if low > deepest:
        frame = frame.copy()
        frame[foot + deepest :] = 0
    return frame


def on_floor(frame: Packed, floor: int, contact: Contact) -> Packed:
    """The rows of ``frame`` above ``floor``, the canvas' lower edge.

    Who lies or flies is lifted first where something reaches below. Who stands is not: its soles are cut off
    there, since a body that sinks on a step would rise again with them, and nothing would move.
    """
    bottom = lowest_row(frame)
    stands = contact in (Contact.PLANTED, Contact.STEPPING, Contact.WALKING)
    if bottom is not None and bottom > floor and not stands:
        frame = moved(frame, 0, floor - bottom)
    return frame[:floor]


def _hops(drops: Sequence[int]) -> list[int]:
    """What to add so that no frame's height above ground is more than a pixel off both its neighbours'."""
    hops = [0] * len(drops)
    for i in range(1, len(drops) - 1):
        before, after = drops[i - 1], drops[i + 1]
        if drops[i] < min(before, after) - 1 or drops[i] > max(before, after) + 1:
            hops[i] = drops[i] - before
    return hops


def held(frames: Sequence[Packed], foot: int, height: float) -> tuple[Packed, ...]:
    """A clip's frames moved sideways, as little as needed, wherever no foot stayed where it stood.

    What counts as staying is the contract's ``step_hold`` for a figure ``height`` pixels tall.
    """
    return _kept(frames, foot, height, narrow=False)


def footed_soles(frames: Sequence[Packed], foot: int, height: float) -> tuple[Packed, ...]:
    """``held``, but where a sole that is a few columns narrower will do, the body stays where it is."""
    return _kept(frames, foot, height, narrow=True)


def _kept(frames: Sequence[Packed], foot: int, height: float, *, narrow: bool) -> tuple[Packed, ...]:
    px = max(1.0, height / 48)
    limit = int(ContractLimits().step_hold * px)
    out = [frames[0]]
    before = sole_columns(frames[0] != 0, foot, px)
    for frame in frames[1:]:
        moved_by = creep(before, sole_columns(frame != 0, foot, px))
        excess = max(0, abs(moved_by) - limit) * (1 if moved_by > 0 else -1)
        kept = _narrowed(frame, foot, px, excess) if narrow and excess else frame
        after = sole_columns(kept != 0, foot, px)
        if excess and abs(creep(before, after)) > limit:
            kept = moved(frame, -excess, 0)
            after = sole_columns(kept != 0, foot, px)
        out.append(kept)
        before = after
    return tuple(out)


def _narrowed(frame: Packed, foot: int, px: float, excess: int) -> Packed:
    """The frame with ``excess`` columns taken off the far side of each sole, right if > 0; soles that are no
    wider stay."""
    out = frame.copy()
    columns = sole_columns(frame != 0, foot, px)
    rows = sole_rows(foot, px)
    for run in np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1):
        if len(run) > abs(excess):
            out[rows, run[-excess:] if excess > 0 else run[:-excess]] = 0
    return out
