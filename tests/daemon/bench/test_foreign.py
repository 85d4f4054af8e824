"""Figures in foreign formats: they fit, they walk, they are the same every time."""

import numpy as np
import pytest
from neonworks_daemon.bench.foreign import FORMATS, Format, bench_foreign, foreign_strips
from neonworks_models.catalog.cards import NetChoice
from neonworks_models.generators.registry import default_registry
from neonworks_models.pipeline import Pipeline
from neonworks_models.sprites.sprite import RGBA


def _top(rgba: RGBA) -> int:
    return int(np.flatnonzero((rgba[..., 3] > 0).any(axis=1))[0])


@pytest.mark.parametrize("style", FORMATS, ids=lambda style: style.name)
def test_figures_fit_their_format_and_walk(style: Format) -> None:
    strips = list(foreign_strips(style, 3))
    assert len(strips) == 3
    for strip in strips:
        assert (strip.still.width, strip.still.height) == (style.width, style.height)
        assert len(strip.frames) == 4
        steps, stands = strip.frames[::2], strip.frames[1::2]
        assert all(np.array_equal(frame, strip.still.rgba) for frame in stands)
        assert all(_top(frame) > _top(strip.still.rgba) for frame in steps)
        assert abs(strip.analysis.box.height - style.figure) <= 0.35 * style.figure
    again = next(iter(foreign_strips(style, 1)))
    assert again.still.sha256 == strips[0].still.sha256


def test_every_format_has_a_row_for_each_tier() -> None:
    result = bench_foreign(1, Pipeline(default_registry(NetChoice.OFF)), lambda: None)
    assert [row[0] for row in result.rows] == [style.name for style in FORMATS for _ in range(2)]
    assert {row[5] for row in result.rows} == {1.0}
    assert all(row[7] == "1 of 1" for row in result.rows[1::2])
