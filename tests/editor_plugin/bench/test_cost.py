"""Cost per frame, from a real editor."""

from neonworks_editor.bench.cost import PUMP_MS, Scenario, bench_cost, scenarios
from neonworks_editor.bench.home import BenchHome
from neonworks_editor.bench.work import Work


def test_both_sizes_are_measured_in_every_look() -> None:
    assert {each.size for each in scenarios()} == {(1280, 720), (1920, 1080)}
    assert {(each.fill, each.takes) for each in scenarios()} == {(False, 1), (True, 1), (True, 4)}
    assert len({each.name for each in scenarios()}) == len(scenarios())


def test_a_row_for_each_scenario_and_checks_for_its_size(home: BenchHome, work: Work) -> None:
    scenario = Scenario((1280, 720), True, 2)
    report = bench_cost(home, work, of=[scenario], seconds=0.8)
    (row,) = report.rows
    assert row[0] == scenario.name == "1280×720, fills the window, 2 takes"
    frames, pump, panel = row[1], row[3], row[5]
    assert isinstance(frames, int) and 5 < frames <= 60
    assert isinstance(pump, float) and isinstance(panel, float) and 0 < pump < panel
    assert [check.target for check in report.checks] == [PUMP_MS, 4.0, 4.0]
    assert all(check.measured > 0 for check in report.checks)
