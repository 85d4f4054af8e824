import math

import pytest
from neonworks_daemon.bench.chaos.measures import drift, jain_index, percentile, theil_sen


def test_jain_index_is_one_for_equals_and_one_nth_for_a_single_winner() -> None:
    assert jain_index([5, 5, 5, 5]) == pytest.approx(1.0)
    assert jain_index([9, 0, 0, 0]) == pytest.approx(0.25)
    assert jain_index([]) == jain_index([0.0, 0.0]) == 1.0


def test_a_peak_does_not_move_the_slope() -> None:
    times = [float(t) for t in range(11)]
    values = [100 + 2 * t for t in times]
    values[5] = 1000.0
    assert theil_sen(times, values) == pytest.approx(2.0)
    assert drift(times, values) == pytest.approx(20 / 112, rel=0.05)
    assert theil_sen([1.0], [3.0]) == 0.0


def test_percentiles() -> None:
    values = list(map(float, range(100)))
    assert (percentile(values, 0.5), percentile(values, 0.95), percentile(values, 1.0)) == (50, 95, 99)
    assert math.isnan(percentile([], 0.5))
