"""Numbers as plain values."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.bench.report import Check, Report, percentile


@pytest.mark.parametrize(
    ("share", "value"), [(0.0, 1.0), (0.25, 1.0), (0.26, 2.0), (0.5, 2.0), (0.95, 4.0), (1.0, 4.0)]
)
def test_the_nearest_rank(share: float, value: float) -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], share) == value


def test_of_nothing_there_is_no_percentile() -> None:
    assert math.isnan(percentile([], 0.5))


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 1))
def test_a_percentile_was_measured_and_covers_its_share(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-6


def test_a_check_is_met_at_its_target_and_missed_above_or_without_a_number() -> None:
    assert Check("a", 4.0, 4.0).met
    assert not Check("a", 4.1, 4.0).met
    assert not Check("a", math.nan, 4.0).met


def test_plain_values() -> None:
    report = Report("n", "t", ("a", "b"), ((1, None),), (Check("c", 1.5, 2.0),), ("note",), {"more": [1]})
    assert json.loads(json.dumps(report.to_dict())) == {
        "name": "n",
        "title": "t",
        "columns": ["a", "b"],
        "rows": [[1, None]],
        "checks": [{"name": "c", "measured": 1.5, "target": 2.0, "unit": "ms"}],
        "notes": ["note"],
        "details": {"more": [1]},
    }
