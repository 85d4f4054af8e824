"""Connections cut under a mixed load, through the real daemon with real workers: nothing is lost."""

import pytest
from neonworks_daemon.bench.disconnects import bench_disconnects
from neonworks_daemon.bench.result import BenchResult


def _assert_harmless(result: BenchResult) -> None:
    assert result.met, "\n".join([*(check.sentence() for check in result.checks), *result.notes])


def test_forty_disconnects_lose_nothing() -> None:
    _assert_harmless(bench_disconnects(count=40, clients=6, seed=11))


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", [21, 22])
def test_hundreds_of_disconnects_lose_nothing(seed: int) -> None:
    _assert_harmless(bench_disconnects(count=150, clients=10, seed=seed))
