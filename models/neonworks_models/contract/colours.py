"""Every colour and every alpha value is one that the still has."""

import numpy as np

from neonworks_models.contract.limits import ContractLimits
from neonworks_models.contract.report import Finding, Rule
from neonworks_models.contract.scene import Scene, contains, pack, pack_palette
from neonworks_models.sprites.rig import AlphaKind

__all__ = ["check_alpha", "check_colours"]


def check_colours(scene: Scene, limits: ContractLimits) -> Finding:
    """Share of the clip's opaque pixels whose colour is neither the still's nor an effect's, exactly."""
    allowed = np.union1d(scene.palette, pack_palette(scene.effect_colours))
    opaque = scene.opaque
    foreign = np.zeros(opaque.shape, dtype=np.bool_)
    foreign[opaque] = ~contains(allowed, pack(scene.frames[opaque]))
    per_frame = foreign.sum(axis=(1, 2))
    share = float(per_frame.sum()) / max(1, int(opaque.sum()))
    worst = int(per_frame.argmax())
    return Finding.at_most(
        Rule.COLOURS, share, limits.new_colours, "share", worst if per_frame[worst] else None
    )


def check_alpha(scene: Scene) -> Finding:
    """Half-transparent pixels in the worst frame, where the still has none."""
    if scene.analysis.alpha is AlphaKind.SOFT:
        return Finding.skipped(Rule.ALPHA, "px", "the still has soft alpha")
    alpha = scene.frames[..., 3]
    half = ((alpha > 0) & (alpha < 255)).sum(axis=(1, 2))
    worst = int(half.argmax())
    return Finding.at_most(Rule.ALPHA, float(half[worst]), 0.0, "px", worst if half[worst] else None)
