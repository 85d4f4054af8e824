"""10,000 broken inputs each for the codec and both sessions; more of them: ``bench fuzz``."""

import pytest
from neonworks_daemon.bench.fuzz_run import BLOCK, run_block

_BLOCKS = 10_000 // BLOCK
_PEAK = 8_000_000
"""Bytes that one input may allocate: the most values that a message may hold take 4 MiB."""


@pytest.mark.parametrize("target", ["codec", "session", "client"])
def test_only_documented_errors_and_bounded_memory(target: str) -> None:
    reports = [run_block(target, 20_240_229, block) for block in range(_BLOCKS)]
    assert [finding for report in reports for finding in report.findings] == []
    assert sum(sum(report.outcomes.values()) for report in reports) == 10_000
    assert max(report.traced_peak for report in reports) < _PEAK
