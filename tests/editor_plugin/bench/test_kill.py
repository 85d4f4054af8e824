"""A killed daemon is noticed, said, and outlived."""

import pytest
from neonworks_editor.bench.home import BenchHome, bench_home
from neonworks_editor.bench.kill import Outage, bench_kill
from neonworks_editor.bench.work import Work


def test_what_is_said_is_kept_once() -> None:
    outage = Outage()
    for line in ("a", "", "b", "a", *map(str, range(50))):
        outage.hear(line)
    assert outage.said[:2] == ["a", "b"]
    assert len(outage.said) == len(set(outage.said)) == 12


@pytest.mark.slow
def test_nothing_is_lost(work: Work) -> None:
    with bench_home() as home:
        report = bench_kill(home, work, rounds=1)
    calm, killed = report.rows
    assert calm[1] is None and calm[2] is None
    assert isinstance(killed[1], float) and isinstance(killed[2], float)
    assert killed[-2:] == (0, 0)
    assert any("offline" in note for note in report.notes)
    assert isinstance(home, BenchHome)
