from neonworks_models.contract.report import ContractReport, Finding, Rule


def test_one_line_names_what_broke_with_its_numbers() -> None:
    good = Finding.at_most(Rule.CORE, 0.5, 1.0, "px")
    bad = Finding.at_most(Rule.GROUND, 3.0, 1.0, "px", 4)
    skipped = Finding.skipped(Rule.LOOP, "x", "played once")
    assert ContractReport((good, skipped)).one_line() == "contract kept (1 rules)"
    report = ContractReport((good, bad, skipped))
    assert report.one_line() == "contract broken: ground 3.00 > 1.00 px at frame 4"
    assert report.broken == (bad,)
    assert report[Rule.LOOP].sentence() == "loop not judged: played once"


def test_a_value_at_its_limit_passes() -> None:
    assert Finding.at_most(Rule.LOOP, 0.1 + 0.2, 0.3, "x").passed
    assert not Finding.at_most(Rule.LOOP, 0.31, 0.3, "x").passed
