"""A folder under fire, watched by a real daemon that is killed meanwhile; more of it: ``bench events``."""

from pathlib import Path

import pytest
from neonworks_daemon.bench.events import run_events


@pytest.mark.slow
async def test_the_newest_content_of_every_path_is_published_once(tmp_path: Path) -> None:
    run = await run_events(tmp_path, events=300, files=20, restarts=1, seed=20_240_229, scan_s=1.0)
    assert run.report.faults == []
    assert run.killed == ["daemon"] and run.events.events >= 300
    assert run.report.results >= 15 and run.report.compared == run.report.results
    assert run.quarantine_faults == 0 and run.record is not None
