"""SIGKILL for worker and daemon at every moment of a job: every promise holds. How fast the daemon is back is
the machine's, and printed by the bench."""

import pytest
from neonworks_daemon.bench.kills import bench_kills

TIMED = "daemon back, worst"


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_kill_at_every_moment_breaks_no_promise() -> None:
    result = bench_kills(rounds=1, seed=31)
    missed = [check.sentence() for check in result.checks if check.name != TIMED and not check.met]
    assert missed == [], result.notes
