"""One canvas for the whole clip, wide enough for everything on it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from neonworks_models.contract.report import Finding, Rule
from neonworks_models.contract.scene import Scene
from neonworks_models.requests import ClipPlan
from neonworks_models.sprites.rig import Box, SpriteAnalysis
from neonworks_models.sprites.sprite import RGBA, Sprite

__all__ = ["check_border", "check_canvas", "fits"]


def check_canvas(still: Sprite, analysis: SpriteAnalysis, plan: ClipPlan, frames: Sequence[RGBA]) -> Finding:
    """Count what is not as planned: frames of another size or number, pixels of lopsided or bottom padding,
    pixels of the still's figure that lie outside."""
    odd = [i for i, frame in enumerate(frames) if not fits(plan, frame)]
    faults = len(odd) + abs(len(frames) - plan.frame_count) + _plan_faults(still, analysis, plan)
    return Finding.at_most(Rule.CANVAS, float(faults), 0.0, "faults", odd[0] if odd else None)


def fits(plan: ClipPlan, frame: RGBA) -> bool:
    """Whether ``frame`` is an RGBA picture of the planned size."""
    return frame.shape == (plan.height, plan.width, 4) and frame.dtype == np.uint8


def _plan_faults(still: Sprite, analysis: SpriteAnalysis, plan: ClipPlan) -> int:
    left, right = plan.offset_x, plan.width - still.width - plan.offset_x
    bottom = plan.height - still.height - plan.offset_y
    ys, xs = np.nonzero(still.opaque)
    box = Box(int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1) if xs.size else analysis.box
    outside = (
        max(0, -(box.x0 + plan.offset_x)),
        max(0, box.x1 + plan.offset_x - plan.width),
        max(0, -(box.y0 + plan.offset_y)),
        max(0, box.y1 + plan.offset_y - plan.height),
    )
    return abs(left - right) + abs(bottom) + sum(outside)


def check_border(scene: Scene) -> Finding:
    """Count opaque pixels on the canvas edges where the still has none: there the figure may be cut.

    The bottom edge counts only where the foot line lies above it by more than the ground rule allows:
    nearer, touching it is standing on the ground.
    """
    touching = np.zeros(len(scene.frames), dtype=np.int64)
    still_mask = scene.reference[..., 3] > 127
    for edge in _edges(scene):
        known = np.zeros(scene.body.shape[1:], dtype=np.bool_)[edge] if scene.turned else still_mask[edge]
        touching += (scene.opaque[(slice(None), *edge)] & ~_widened(known)).sum(axis=1)
    worst = int(touching.argmax())
    return Finding.at_most(Rule.BORDER, float(touching[worst]), 0.0, "px", worst if touching[worst] else None)


def _edges(scene: Scene) -> list[tuple[slice | int, slice | int]]:
    everything = slice(None)
    edges: list[tuple[slice | int, slice | int]] = [(0, everything), (everything, 0), (everything, -1)]
    if scene.foot_line + 3 * scene.px < scene.plan.height:
        edges.append((-1, everything))
    return edges


def _widened(line: NDArray[np.bool_]) -> NDArray[np.bool_]:
    wide = line.copy()
    wide[1:] |= line[:-1]
    wide[:-1] |= line[1:]
    return wide
