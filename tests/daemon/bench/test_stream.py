from neonworks_daemon.bench.stream import bench_stream


def test_all_three_ways_deliver_and_are_compared() -> None:
    result = bench_stream(frames=200, rounds=1)
    assert [row[0] for row in result.rows] == ["bare websockets", "our protocol", "json + base64 PNG"]
    assert all(isinstance(row[1], float) and row[1] > 0 for row in result.rows)
    assert result.rows[0][5] == 1.0
    assert len(result.checks) == 2
    assert result.checks[0].measured == result.rows[1][5]
