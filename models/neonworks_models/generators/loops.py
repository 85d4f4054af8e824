"""Choosing the last moment of a cycle by what it looks like.

On a sprite of a dozen rows a pose moves by whole pixels or not at all, so equal steps of phase are unequal
steps of picture: the loop's end may then repeat its start, or jump. Only the last phase is adjusted.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from neonworks_models.sprites.sprite import RGBA

__all__ = ["closed_phases", "last_phase_trials", "loop_fault"]

_SEAM = 1.2
"""Largest step over the loop's end, as a multiple of the largest inside; the sprite contract allows 1.25."""
_SHARES = (0.2, 0.35, 0.5, 0.65, 0.8)
"""How far the last phase is moved, in order of trial."""


def closed_phases(phases: Sequence[float], draw: Callable[[float], RGBA]) -> tuple[float, ...]:
    """``phases`` (0..1, of a cycle that starts at the first) with a last one that closes the loop.

    ``draw`` gives the picture at a phase. Where no trial closes better, the phases come back as they are.
    """
    inner = [draw(phase).astype(np.int16) for phase in phases[:-1]]
    largest = max((_step(a, b) for a, b in pairwise(inner)), default=0.0)
    best, best_fault = phases[-1], np.inf
    for phase in last_phase_trials(phases[-1]):
        last = draw(phase).astype(np.int16)
        seam, before = _step(last, inner[0]), _step(inner[-1], last)
        fault = _fault(seam, max(largest, before), judged=len(phases) > 2)
        if fault < best_fault:
            best, best_fault = phase, fault
        if fault == 0.0:
            break
    return (*phases[:-1], best)


def loop_fault(frames: Sequence[NDArray[np.uint8]]) -> float:
    """How badly a cycle's frames close: 0 for a good loop, more the worse."""
    pictures = [frame.astype(np.int16) for frame in frames]
    inside = max((_step(a, b) for a, b in pairwise(pictures)), default=0.0)
    return _fault(_step(pictures[-1], pictures[0]), inside, judged=len(pictures) > 2)


def last_phase_trials(last: float) -> list[float]:
    """Last phases to try in this order: itself, nearer to the next start, back towards the middle."""
    onward = [last + (1.0 - last) * share for share in _SHARES]
    back = [last + (0.5 - last) * share for share in _SHARES]
    return [last, *(phase for pair in zip(onward, back, strict=True) for phase in pair)]


def _fault(seam: float, largest: float, *, judged: bool) -> float:
    """0 for a good loop, more the worse: a repeat is worse than any jump."""
    if seam == 0.0:
        return 1e6
    return max(0.0, seam / largest - _SEAM) if judged and largest > 0 else 0.0


def _step(a: NDArray[np.int16], b: NDArray[np.int16]) -> float:
    return float(np.abs(a - b).sum(dtype=np.int64))
