from pathlib import Path

import pytest
from neonworks_daemon.bench import events
from neonworks_daemon.bench.chaos.file_events import FileEvents
from neonworks_daemon.bench.chaos.folder_truth import Content
from neonworks_daemon.bench.events import EventsRun, bench_events
from neonworks_protocol.records import WatchRecord
from neonworks_protocol.vocabulary import WatchState


def _run(tmp_path: Path, quarantined: int, problems: tuple[str, ...]) -> EventsRun:
    made = EventsRun(FileEvents(tmp_path, files=2, seed=1))
    made.events.truth.put("a.png", Content("a" * 64, True))
    made.events.truth.put("b.png", Content("b" * 64, False))
    made.record = WatchRecord(root="bench", state=WatchState.IDLE, quarantined=quarantined, problems=problems)
    return made


@pytest.mark.parametrize(
    ("quarantined", "problems", "faults"), [(1, ("b.png: empty",), 0), (1, (), 1), (0, (), 2), (3, ("x",), 2)]
)
def test_corrupt_files_must_be_reported(
    quarantined: int, problems: tuple[str, ...], faults: int, tmp_path: Path
) -> None:
    assert _run(tmp_path, quarantined, problems).quarantine_faults == faults


@pytest.mark.parametrize("kind", ["missing", "wrong", "doubled", "unheard", "fed_back"])
def test_each_fault_fails_the_bench(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run_events(_folder: Path, **_options: object) -> EventsRun:
        made = _run(tmp_path, 1, ("b.png: empty",))
        getattr(made.report, kind).append("a.png: fault")
        return made

    monkeypatch.setattr(events, "run_events", run_events)
    result = bench_events(events=1, files=2, restarts=0)
    assert [check.met for check in result.checks].count(False) == 1
    assert "a.png: fault" in result.notes
