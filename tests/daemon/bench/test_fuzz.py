from pathlib import Path

import pytest
from neonworks_daemon.bench import fuzz
from neonworks_daemon.bench.fuzz import FuzzTally, bench_fuzz, repeat_input
from neonworks_daemon.bench.fuzz_run import BLOCK, TARGETS, BlockReport, Finding


def _report(block: int, **changes: object) -> BlockReport:
    fields: dict[str, object] = {
        "block": block,
        "outcomes": {"read": 300, "bad_message": 200},
        "slowest_s": 0.01,
        "slowest_number": block * BLOCK + 3,
        "traced_peak": 1000,
        "rss": 50_000_000,
        "wall_s": 0.1,
    }
    return BlockReport(**(fields | changes))  # type: ignore[arg-type]


def test_every_target_is_measured() -> None:
    told: list[tuple[str, int]] = []
    steps: list[None] = []
    result = bench_fuzz(
        inputs=BLOCK + 1,
        told=lambda target, blocks: told.append((target, blocks)),
        step=lambda: steps.append(None),
    )
    assert [row[0] for row in result.rows] == list(TARGETS)
    assert all(row[1] == BLOCK + 1 for row in result.rows)
    assert told == [(target, 2) for target in TARGETS] and len(steps) == 2 * len(TARGETS)
    assert result.checks[0].measured == 0 and result.checks[0].met


def test_growth_is_told_between_medians_after_the_warm_blocks() -> None:
    tally = FuzzTally("codec")
    for block in range(120):
        rss = 10 if block < 20 else 60 if block < 60 else 61 if block < 100 else 75
        tally.add(_report(block, rss=(500 if block == 50 else rss) * 1_000_000))
    assert tally.growth_mb == pytest.approx(15)
    assert tally.row()[:2] == ("codec", 60_000) and tally.row()[3:5] == ("60.0%", "40.0%")


def test_findings_are_written_and_fail_the_bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Finding(7, "ValueError: no", b"\x01\x02")
    monkeypatch.setattr(
        fuzz,
        "run_blocks",
        lambda *_arguments, **_options: iter(
            [_report(0), _report(1, outcomes={"FOUND": 1, "read": 499}, findings=(found,))]
        ),
    )
    result = bench_fuzz(targets=("codec",), inputs=1000, seed=9, folder=tmp_path / "new")
    assert not result.met and result.rows[0][-1] == 1
    assert (tmp_path / "new" / "codec-9-7.bin").read_bytes() == b"\x01\x02"
    assert "0102" in result.notes[0] and "--only 7" in result.notes[0]


@pytest.mark.parametrize("bad", [{"slowest_s": 0.3}, {"traced_peak": 17_000_000}], ids=["slow", "large"])
def test_a_costly_input_fails_the_bench(bad: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "run_blocks", lambda *_a, **_o: iter([_report(0), _report(1, **bad)]))
    assert not bench_fuzz(targets=("codec",), inputs=1000).met


def test_one_input_is_repeated_with_those_before_it() -> None:
    report = repeat_input("session", 1, BLOCK + 20)
    assert report.block == 1 and sum(report.outcomes.values()) == 21
