"""No loose pixels: small detached spots that the still does not have."""

import cv2
import numpy as np
from neonworks_protocol.vocabulary import Effect
from numpy.typing import NDArray

from neonworks_models.contract.limits import ContractLimits
from neonworks_models.contract.report import Finding, Rule
from neonworks_models.contract.scene import Scene

__all__ = ["check_specks", "count_specks", "speck_mask"]


def speck_mask(mask: NDArray[np.bool_], largest: int) -> tuple[NDArray[np.bool_], int]:
    """Pixels of the 8-connected spots of at most ``largest`` pixels, and how many spots there are."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8), connectivity=8)
    small = stats[:, cv2.CC_STAT_AREA] <= largest
    small[0] = False
    spots = int(small.sum())
    if spots == 0 or count <= 1:
        return np.zeros(mask.shape, dtype=np.bool_), 0
    found: NDArray[np.bool_] = small[labels]
    return found, spots


def count_specks(mask: NDArray[np.bool_], largest: int = 2) -> int:
    """How many detached spots of at most ``largest`` pixels ``mask`` has, shape (H, W)."""
    return speck_mask(np.ascontiguousarray(mask), largest)[1]


def check_specks(scene: Scene, limits: ContractLimits) -> Finding:
    """Most specks in one frame, beyond those of the still. Spots in effect colours do not count."""
    if Effect.FADE in scene.spec.special_effects:
        return Finding.skipped(Rule.SPECKS, "spots", "the effect dissolves the figure")
    known = count_specks(scene.still.opaque, limits.speck)
    extra = [_specks(scene, i, limits.speck) - known for i in range(len(scene.frames))]
    worst = int(np.argmax(extra))
    value = max(0, extra[worst])
    return Finding.at_most(Rule.SPECKS, float(value), 0.0, "spots", worst if value else None)


def _specks(scene: Scene, index: int, largest: int) -> int:
    spots, count = speck_mask(np.ascontiguousarray(scene.opaque[index]), largest)
    effect = spots & scene.effect_only[index]
    if count == 0 or not effect.any():
        return count
    return count - count_specks(effect, largest)
