from neonworks_daemon.bench.chaos.moments import Moment
from neonworks_daemon.bench.kills import bench_kills


def test_a_kill_of_each_and_both_kinds_of_worker_trouble() -> None:
    result = bench_kills(rounds=1, moments=(Moment.CLIPS,), seed=5)
    rows = {(row[0], row[1]): row for row in result.rows}
    assert [row[3] for row in rows.values()] == ["interrupted", "done", "done", "failed"]
    checks = {check.name: check for check in result.checks}
    assert checks["broken promises"].met, result.notes
    assert checks["finished frames that were not kept"].met
    assert checks["processes left behind"].met
    assert checks["daemon back, worst"].measured > 0
