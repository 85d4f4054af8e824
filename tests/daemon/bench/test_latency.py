import pytest
from neonworks_daemon.bench.latency import Timings, bench_latency


def test_percentiles_are_checked_against_their_targets() -> None:
    timings = Timings("first frame", tuple(map(float, range(1, 101))), "here", (1.0, 3.0), 60.0, 60.0)
    name, trials, *numbers = timings.row()
    assert (name, trials, numbers.pop(3)) == ("first frame", 100, "here")
    assert numbers == pytest.approx([50.5, 95.05, 100.0, 2.0, 2.9])
    assert [(check.name, check.met) for check in timings.checks()] == [
        ("first frame, p50", True),
        ("first frame, p95", False),
    ]


def test_every_wait_is_measured_through_a_real_daemon() -> None:
    result = bench_latency(trials=2, seed=7)
    assert [row[0] for row in result.rows] == ["first frame", "whole clip", "cancel", "supersede"]
    first, whole, cancel, supersede = result.rows
    assert first[1] == whole[1] == 2
    assert cancel[1] in (0, 1, 2)
    assert supersede[1] in (0, 1, 2)
    assert isinstance(first[2], float)
    assert isinstance(whole[2], float)
    assert 0 < first[2] <= whole[2]
    named = {check.name for check in result.checks}
    assert {"first frame, p50", "first frame, p95", "whole clip, p50"} <= named
    assert ("cancel, p95" in named) == (cancel[1] != 0)
    assert ("supersede, p95" in named) == (supersede[1] != 0)


def test_nothing_measured_is_no_miss() -> None:
    timings = Timings("supersede", (), "running to the end", (5.0,), None, 50.0)
    assert timings.checks() == ()
    assert timings.row()[:2] == ("supersede", 0)
