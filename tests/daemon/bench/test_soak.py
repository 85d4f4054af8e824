from neonworks_daemon.bench.soak import bench_soak


def test_a_short_soak_counts_everything() -> None:
    result = bench_soak(clients=4, minutes=0.05, seed=5)
    checks = {check.name: check for check in result.checks}
    timed = {name for name in checks if "drift" in name or "Jain" in name}
    assert len(timed) == 2
    assert all(check.met for name, check in checks.items() if name not in timed), result.notes
    assert 0 < checks["Jain fairness between 2 equals"].measured <= 1
    counts = {row[0]: row[1] for row in result.rows}
    assert int(counts["requests"] or 0) > 0
    assert any("MB own" in note and "descriptors" in note for note in result.notes)
