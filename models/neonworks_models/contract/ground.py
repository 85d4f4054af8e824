"""The figure stands on its foot line, and the feet it stands on stay put."""

import numpy as np
from neonworks_protocol.vocabulary import Direction, Effect
from numpy.typing import NDArray

from neonworks_models.contract.limits import Contact, ContractLimits
from neonworks_models.contract.report import Finding, Rule
from neonworks_models.contract.scene import Scene, off_span

__all__ = ["check_feet", "check_ground", "creep", "sole_columns", "sole_rows"]

_SOLE_ROWS = 2
"""Rows of a 48 px figure that count as its soles."""


def _lowest_rows(scene: Scene) -> NDArray[np.int64]:
    """How far the lowest opaque row of each frame lies below the still's (> 0: lower), shape (N,).

    A frame without any body counts as standing: other rules see it.
    """
    rows: NDArray[np.bool_] = np.any(scene.figure, axis=2)
    below = scene.plan.height - np.argmax(rows[:, ::-1], axis=1)
    return np.where(rows.any(axis=1), below - scene.foot_line, 0).astype(np.int64)


def check_ground(scene: Scene, limits: ContractLimits) -> Finding:
    """Worst distance of the lowest opaque row from the foot line, beyond what the action may fly."""
    if scene.contact is Contact.HOVERING:
        return Finding.skipped(Rule.GROUND, "px", "flyers hover")
    low = _lowest_rows(scene).astype(np.float64)
    tolerance = _tolerance(scene, limits)
    above = np.maximum(0.0, -low - _flight(scene, limits))
    below = np.maximum(0.0, low - _depth(scene, limits))
    off = np.where(scene.whole, np.maximum.reduce([above, below, _hops(scene)]), 0.0)
    worst = int(off.argmax())
    return Finding.at_most(Rule.GROUND, float(off[worst]), tolerance, "px", worst if off[worst] else None)


def _hops(scene: Scene) -> NDArray[np.float64]:
    """How far each lowest row lies outside what its neighbours span, where nothing leaves the ground."""
    low = _lowest_rows(scene).astype(np.float64)
    if scene.contact not in (Contact.PLANTED, Contact.STEPPING, Contact.WALKING) or low.size < 3:
        return np.zeros(low.size)
    off = off_span(low)
    if not scene.plan.loop:
        off[[0, -1]] = 0.0
    return off


def _tolerance(scene: Scene, limits: ContractLimits) -> float:
    base = limits.fall if scene.contact is Contact.FALLING else limits.ground
    jolt = limits.jolt if Effect.SHAKE in scene.spec.special_effects else 0.0
    return (base + jolt) * scene.px


def _depth(scene: Scene, limits: ContractLimits) -> float:
    seen_from_above = scene.direction in (Direction.UP, Direction.DOWN)
    steps = scene.contact is not Contact.PLANTED
    return limits.stance_depth * scene.px if seen_from_above and steps else 0.0


def _flight(scene: Scene, limits: ContractLimits) -> NDArray[np.float64]:
    """How high each frame may be above the ground, shape (N,)."""
    free = np.zeros(len(scene.frames))
    if scene.contact is Contact.RUNNING:
        free[:] = limits.flight * scene.px
        free[_lowest_two(scene)] = 0.0
    elif scene.contact is Contact.LEAPING:
        free[1:-1] = np.inf
        if scene.plan.loop:
            free[:] = np.inf
            free[_lowest_two(scene)[:1]] = 0.0
    return free


def _lowest_two(scene: Scene) -> NDArray[np.intp]:
    """A stride needs two contacts, so a run's two lowest frames must stand."""
    return np.argsort(-_lowest_rows(scene), kind="stable")[:2]


def check_feet(scene: Scene, limits: ContractLimits) -> Finding:
    """Worst creep, between two frames, of the foot edge that moves least; planted actions: of any foot."""
    why = _why_not(scene)
    if why:
        return Finding.skipped(Rule.FEET, "px", why)
    soles = _soles(scene)
    planted = scene.contact is Contact.PLANTED
    creep = [
        _spread(soles[0], sole) if planted else _held(soles[i], sole) for i, sole in enumerate(soles[1:])
    ]
    limit = (limits.hold if planted else limits.step_hold) * scene.px
    worst = int(np.argmax(creep)) if creep else 0
    value = creep[worst] if creep else 0.0
    return Finding.at_most(Rule.FEET, value, limit, "px", worst + 1 if value else None)


def _why_not(scene: Scene) -> str:
    if Effect.SHAKE in scene.spec.special_effects:
        return "the effect shakes the whole figure"
    if Effect.FADE in scene.spec.special_effects:
        return "the effect dissolves the soles too"
    if scene.legless:
        return "the body has no feet"
    if scene.contact in (Contact.HOVERING, Contact.LEAPING, Contact.FALLING, Contact.RUNNING):
        return "the feet leave the ground"
    side = scene.direction in (Direction.LEFT, Direction.RIGHT)
    if scene.contact is Contact.WALKING and side:
        return "feet travel under a body that walks in place"
    return ""


def _soles(scene: Scene) -> list[NDArray[np.int64]]:
    """Columns in which each frame touches the ground."""
    return [sole_columns(figure, scene.foot_line, scene.px) for figure in scene.figure]


def sole_columns(figure: NDArray[np.bool_], foot_line: int, px: float) -> NDArray[np.int64]:
    """Columns in which a silhouette (H, W) touches the ground; ``px``: a pixel of a 48 px figure."""
    return np.flatnonzero(figure[sole_rows(foot_line, px)].any(axis=0))


def sole_rows(foot_line: int, px: float) -> slice:
    """The rows in which soles are looked for; ``px``: a pixel of a 48 px figure."""
    rows = max(1, round(_SOLE_ROWS * px))
    return slice(max(0, foot_line - rows), foot_line + rows)


def _spread(first: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    """Hausdorff distance of two sets of columns; 0 if one is empty: the ground rule sees that."""
    if not first.size or not other.size:
        return 0.0
    gaps = np.abs(first[:, None] - other[None, :])
    return float(max(gaps.min(axis=0).max(), gaps.min(axis=1).max()))


def _held(before: NDArray[np.int64], after: NDArray[np.int64]) -> float:
    """Distance that the steadiest edge of a contact moved: 0 while any foot stands."""
    return float(abs(creep(before, after)))


def creep(before: NDArray[np.int64], after: NDArray[np.int64]) -> int:
    """How far, in columns, the steadiest edge of a contact moved to the right; 0 without contact."""
    old, new = _edges(before), _edges(after)
    if not old.size or not new.size:
        return 0
    moves = new[None, :] - old[:, None]
    return int(moves.flat[np.abs(moves).argmin()])


def _edges(columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Left edges as themselves and right edges far away from them, so that they never match each other."""
    if not columns.size:
        return columns
    breaks = np.flatnonzero(np.diff(columns) > 2)
    left = columns[np.concatenate(([0], breaks + 1))]
    right = columns[np.concatenate((breaks, [columns.size - 1]))]
    return np.concatenate((left, right + (1 << 20)))
