import os
import signal
import time
from pathlib import Path

from neonworks_daemon.bench.fuzz_children import run_blocks
from neonworks_daemon.bench.fuzz_run import BLOCK, BlockReport


def _report(block: int, count: int) -> BlockReport:
    return BlockReport(block, {"read": count}, 0.0, block * BLOCK, 0, 1, 0.0)


def _calm(_target: str, _seed: int, block: int, count: int, _trace: Path | None) -> BlockReport:
    return _report(block, count)


def _deadly(_target: str, _seed: int, block: int, count: int, trace: Path | None) -> BlockReport:
    """Block 1 holds an input that kills the process."""
    if block == 1:
        if trace is not None:
            trace.write_bytes(b"killer")
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(30)
    return _report(block, count)


def _deaf(_target: str, _seed: int, block: int, count: int, trace: Path | None) -> BlockReport:
    if trace is not None:
        trace.write_bytes(b"endless")
    if block == 0:
        time.sleep(60)
    return _report(block, count)


def test_all_blocks_are_shared_out() -> None:
    reports = list(run_blocks("codec", 1, 3 * BLOCK + 7, jobs=2, runner=_calm))
    assert {report.block: sum(report.outcomes.values()) for report in reports} == {
        0: BLOCK,
        1: BLOCK,
        2: BLOCK,
        3: 7,
    }


def test_an_input_that_kills_is_found_and_the_rest_goes_on() -> None:
    reports = {report.block: report for report in run_blocks("codec", 1, 3 * BLOCK, runner=_deadly)}
    (finding,) = reports[1].findings
    assert finding.reproduction == b"killer" and "died" in finding.text
    assert [sum(reports[block].outcomes.values()) for block in (0, 2)] == [BLOCK, BLOCK]


def test_an_input_that_never_ends_is_found() -> None:
    reports = {r.block: r for r in run_blocks("codec", 1, 2 * BLOCK, runner=_deaf, hang_s=1.0)}
    (finding,) = reports[0].findings
    assert finding.reproduction == b"endless" and "no answer" in finding.text
    assert not reports[1].findings
