"""A loop closes: the step over its end is like the steps inside, and no frame is shown twice there."""

import numpy as np
from numpy.typing import NDArray

from neonworks_models.contract.limits import ContractLimits
from neonworks_models.contract.report import Finding, Rule
from neonworks_models.contract.scene import Scene

__all__ = ["check_loop", "check_repeat"]


def _steps(scene: Scene) -> NDArray[np.float64]:
    """Mean absolute RGBA difference from each frame to the next, the seam last, shape (N,)."""
    following = np.roll(scene.frames, -1, axis=0)
    larger, smaller = np.maximum(scene.frames, following), np.minimum(scene.frames, following)
    pixels = scene.frames[0].size
    sums = (larger - smaller).reshape(len(scene.frames), -1).sum(axis=1, dtype=np.int64)
    return np.asarray(sums / pixels, dtype=np.float64)


def check_loop(scene: Scene, limits: ContractLimits) -> Finding:
    """The seam's step as a multiple of the largest step inside the loop."""
    if not scene.plan.loop:
        return Finding.skipped(Rule.LOOP, "x", "played once")
    if len(scene.frames) < 3:
        return Finding.skipped(Rule.LOOP, "x", "two frames have one step")
    steps = _steps(scene)
    inside = float(steps[:-1].max())
    seam = float(steps[-1])
    ratio = seam / inside if inside > 0 else seam * 1e3
    return Finding.at_most(Rule.LOOP, ratio, limits.seam, "x")


def check_repeat(scene: Scene) -> Finding:
    """1 when the last frame equals the first: the loop would stutter (or nothing moves at all)."""
    if not scene.plan.loop:
        return Finding.skipped(Rule.REPEAT, "repeats", "played once")
    same = len(scene.frames) < 2 or np.array_equal(scene.frames[0], scene.frames[-1])
    return Finding.at_most(Rule.REPEAT, float(same), 0.0, "repeats", len(scene.frames) - 1 if same else None)
