from dataclasses import replace

import pytest
from neonworks_models.contract.checker import check_clip
from neonworks_models.contract.limits import ContractLimits
from neonworks_models.contract.report import Rule
from neonworks_models.sprites.rig import AlphaKind

from tests.models.contract.figures import idle


def test_the_share_of_new_colours_is_exact() -> None:
    clip = idle()
    frame = clip.frames[1].copy()
    frame[14, 30:35, :3] = (1, 2, 3)
    made = clip.with_frame(1, frame)
    opaque = sum(int((f[..., 3] > 0).sum()) for f in made.frames)
    finding = made.check()[Rule.COLOURS]
    assert finding.measured == pytest.approx(5 / opaque)
    assert (finding.passed, finding.frame) == (False, 1)
    assert replace(made, effects=((1, 2, 3),)).check()[Rule.COLOURS].passed


def test_people_may_draw_some_new_colours() -> None:
    clip = idle()
    frame = clip.frames[1].copy()
    frame[14, 30:35, :3] = (1, 2, 3)
    made = clip.with_frame(1, frame)
    report = check_clip(
        made.still, made.analysis, made.spec, made.plan, made.frames, limits=ContractLimits.hand_drawn()
    )
    assert report.passed


def test_soft_alpha_is_judged_only_where_the_still_is_binary() -> None:
    clip = idle()
    frame = clip.frames[1].copy()
    frame[14, 30, 3] = 200
    made = clip.with_frame(1, frame)
    assert made.check()[Rule.ALPHA].measured == 1
    soft = replace(made, analysis=replace(made.analysis, alpha=AlphaKind.SOFT))
    assert not soft.check()[Rule.ALPHA].judged
