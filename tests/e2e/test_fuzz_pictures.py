"""10,000 broken PNG, GIF and WebP files through the decoder that workers use; more: ``bench fuzz``."""

from neonworks_daemon.bench.fuzz_run import BLOCK, run_block

_PEAK = 16_000_000
"""Bytes that decoding one may allocate: a sprite of 512 × 512 pixels several times over."""


def test_only_documented_errors_and_bounded_memory() -> None:
    reports = [run_block("image", 20_240_229, block) for block in range(10_000 // BLOCK)]
    assert [finding for report in reports for finding in report.findings] == []
    assert sum(sum(report.outcomes.values()) for report in reports) == 10_000
    assert max(report.traced_peak for report in reports) < _PEAK
    assert max(report.rss for report in reports[2:]) - reports[1].rss < 48_000_000, "bytes, bombs included"
