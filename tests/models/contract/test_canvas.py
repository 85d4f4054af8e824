from dataclasses import replace

import numpy as np
import pytest
from neonworks_models.contract.canvas import check_canvas
from neonworks_models.contract.report import Rule
from neonworks_models.requests import ClipPlan

from tests.models.contract.figures import Clip, idle


def padded(clip: Clip, left: int, right: int, top: int, bottom: int) -> Clip:
    plan = replace(
        clip.plan,
        width=clip.plan.width + left + right,
        height=clip.plan.height + top + bottom,
        offset_x=left,
        offset_y=top,
    )
    frames = tuple(np.pad(f, ((top, bottom), (left, right), (0, 0))) for f in clip.frames)
    return replace(clip, plan=plan, frames=frames)


def test_symmetric_and_top_padding_keep_the_contract() -> None:
    clip = padded(idle(), 8, 8, 12, 0)
    assert clip.check().passed, clip.check().one_line()


@pytest.mark.parametrize(
    ("sides", "faults"), [((3, 1, 0, 0), 2), ((0, 0, 0, 4), 4), ((2, 2, 0, 1), 1)], ids=str
)
def test_lopsided_and_bottom_padding_break_it(sides: tuple[int, int, int, int], faults: int) -> None:
    assert padded(idle(), *sides).check()[Rule.CANVAS].measured == faults


def test_a_plan_that_cuts_the_figure_breaks_it() -> None:
    clip = idle()
    plan = ClipPlan(20, 64, -22, 0, (10.0, 60.0), clip.plan.durations, True)
    frames = [f[:, 22:42].copy() for f in clip.frames]
    assert check_canvas(clip.still, clip.analysis, plan, frames).measured == 6


def test_touching_the_edge_where_the_still_does_is_no_cut() -> None:
    clip = idle()
    tight = clip.analysis.box
    plan = replace(clip.plan, height=64, width=64)
    up = tuple(np.roll(f, -tight.y0, axis=0) for f in clip.frames)
    flush = replace(clip, plan=plan, frames=up)
    assert not flush.check()[Rule.BORDER].passed
