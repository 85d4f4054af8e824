from neonworks_daemon.bench.disconnects import bench_disconnects


def test_a_few_disconnects_lose_nothing() -> None:
    told: list[tuple[str, int, int]] = []
    result = bench_disconnects(count=8, clients=4, seed=5, tick=lambda *step: told.append(step))
    assert result.met, result.checks + result.notes
    counts = {row[0]: row[1] for row in result.rows}
    assert counts["disconnects"] == 8
    assert int(counts["frames"] or 0) > 0
    assert [check.target for check in result.checks] == [0] * len(result.checks)
    assert told[-1][1:] == (8, 8)
