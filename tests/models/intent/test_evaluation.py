from collections.abc import Iterator
from itertools import count

import msgspec
import pytest
from neonworks_models.intent.evaluation import Report, evaluate
from neonworks_models.intent.marking import LabelledLine
from neonworks_models.intent.registry import entry_named

LINES = [
    {"id": 1, "text": "walk left", "labels": {"animation_type": "walk", "direction": "left"}},
    {"id": 2, "text": "walk left", "labels": {"animation_type": "walk", "direction": "right"}},
    {"id": 3, "text": "walk left", "labels": {"animation_type": "run"}},
    {"id": 4, "text": "  "},
    {"id": 5, "text": "jump"},
]


@pytest.fixture(scope="module")
def report() -> Report:
    ticks: Iterator[int] = count()
    lines = msgspec.convert(LINES, list[LabelledLine])
    return evaluate(entry_named("rules"), lines, clock=lambda: next(ticks) / 1000)


def test_scores_by_field(report: Report) -> None:
    assert report.scores["animation_type"] == (2, 3)
    assert report.scores["direction"] == (1, 2)
    assert report.scores["understood"] == (4, 5)
    assert report.scores["all fields"] == (1, 3)
    assert "variant" not in report.scores


def test_confidence_is_compared_with_what_was_right(report: Report) -> None:
    bands = report.reliability()
    assert sum(band.count for band in bands) == len(report.sureness) == 5
    assert sum(band.count * band.right for band in bands) == pytest.approx(3)
    for band in bands:
        assert band.low <= band.said <= band.high
    assert [band.low for band in bands] == sorted(band.low for band in bands)


def test_the_worst_mistake_is_last(report: Report) -> None:
    assert [mistake.line.id for mistake in report.mistakes] == [2, 5, 3]
    assert report.mistakes[-1].wrong == ("animation_type",)


def test_times_are_the_clocks(report: Report) -> None:
    assert report.load_ms == pytest.approx(1)
    assert report.times_ms == pytest.approx([1] * 5)
    assert report.time_ms(0.95) == pytest.approx(1)
