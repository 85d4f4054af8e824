"""Clients that do what they like. Memory and fairness need minutes: here they are printed, not asserted."""

import pytest
from neonworks_daemon.bench.soak import bench_soak


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_clients_that_do_what_they_like_meet_only_documented_errors() -> None:
    result = bench_soak(clients=8, minutes=0.25, seed=41)
    for check in result.checks:
        print(check.sentence())
        if "drift" not in check.name and "Jain" not in check.name:
            assert check.met, result.notes
