import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from neonworks_daemon.bench import fuzz_run
from neonworks_daemon.bench.chaos.case import Case, CaseSource
from neonworks_daemon.bench.fuzz_run import BLOCK, TARGETS, run_block, source_of
from neonworks_protocol.errors import BadRequest


@pytest.mark.parametrize("target", TARGETS)
def test_a_block_is_the_same_each_time(target: str) -> None:
    first, second = run_block(target, 3, 1, 60), run_block(target, 3, 1, 60)
    assert first.outcomes == second.outcomes and sum(first.outcomes.values()) == 60
    assert not first.findings and first.rss > 1_000_000 and first.slowest_s > 0


def _allocate(size: int) -> str:
    return "read" if len(bytes(size)) else ""


def _faulty(source: random.Random) -> Iterator[Case]:
    """Every tenth input raises; the others allocate; the draws differ between blocks."""
    number = 0
    while True:
        number += 1
        value = source.randrange(10**6)
        size = 3_000_000 if number % 10 == 1 else 10
        yield Case(
            (lambda: str(1 // 0)) if number % 10 == 0 else (lambda size=size: _allocate(size)),  # type: ignore[misc]
            (lambda value=value: str(value).encode()),  # type: ignore[misc]
            heavy=size > 10,
        )


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> CaseSource:
    monkeypatch.setattr(fuzz_run, "source_of", lambda _target: _faulty)
    return _faulty


@pytest.mark.usefixtures("faulty")
def test_what_escapes_is_a_finding_with_its_number_and_bytes() -> None:
    report = run_block("codec", 1, 2, 25)
    assert report.outcomes == {"read": 23, "FOUND": 2}
    assert [finding.number for finding in report.findings] == [2 * BLOCK + 9, 2 * BLOCK + 19]
    assert "ZeroDivisionError" in report.findings[0].text
    drawn = random.Random("1/codec/2")
    values = [str(drawn.randrange(10**6)).encode() for _ in range(20)]
    assert report.findings[1].reproduction == values[19]


@pytest.mark.usefixtures("faulty")
def test_memory_of_heavy_inputs_is_traced() -> None:
    assert 3_000_000 <= run_block("codec", 1, 0, 25).traced_peak < 3_200_000


@pytest.mark.usefixtures("faulty")
def test_a_trace_holds_the_input_that_runs(tmp_path: Path) -> None:
    trace = tmp_path / "last"
    report = run_block("codec", 1, 0, 10, trace)
    assert trace.read_bytes() == report.findings[-1].reproduction


def test_unknown_targets_are_named() -> None:
    with pytest.raises(BadRequest, match="codec, session, client, image"):
        source_of("teapot")
