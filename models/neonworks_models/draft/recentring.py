"""Bodies that jump off their track moved back onto it: the last change that is tried to keep the contract."""

import math
from collections.abc import Callable, Sequence

from neonworks_models.contract.report import ContractReport, Rule
from neonworks_models.draft.raster import Packed
from neonworks_models.draft.whole import moved

__all__ = ["only_broken", "recentred"]

_FRAMES = 2
"""Frames of a clip that may be moved: where more jump, it is the motion itself that does."""


def only_broken(report: ContractReport, rule: Rule) -> bool:
    """Whether ``rule`` and no other is broken."""
    return [finding.rule for finding in report.broken] == [rule]


def recentred(
    frames: Sequence[Packed], judge: Callable[[Sequence[Packed]], ContractReport]
) -> tuple[tuple[Packed, ...], ContractReport]:
    """The clip with the frames whose body is farthest off its track moved sideways to where that is least,
    and what ``judge`` says of it; as it is where anything else is broken."""
    best = tuple(frames), judge(frames)
    for _ in range(_FRAMES):
        if not only_broken(best[1], Rule.CORE):
            break
        best = _one_moved(*best, judge)
    return best


def _one_moved(
    frames: tuple[Packed, ...], report: ContractReport, judge: Callable[[Sequence[Packed]], ContractReport]
) -> tuple[tuple[Packed, ...], ContractReport]:
    off = report[Rule.CORE]
    place, far = off.frame or 0, math.ceil(off.measured)
    best = frames, report
    for aside in (*range(1, far + 1), *range(-1, -far - 1, -1)):
        trial = (*frames[:place], moved(frames[place], aside, 0), *frames[place + 1 :])
        found = judge(trial)
        mends = found.passed or only_broken(found, Rule.CORE)
        # Of equals the farther one: another frame may be the worst by then.
        if mends and found[Rule.CORE].measured <= best[1][Rule.CORE].measured:
            best = trial, found
    if best[1][Rule.CORE].measured == off.measured:
        return frames, report
    return best
