from neonworks_daemon.local.finding import Finding, Health


def test_a_finding_may_need_no_fix() -> None:
    assert Finding("Python", Health.WELL, "3.11").fix == ""
    assert [health.value for health in Health] == ["ok", "off", "broken"]
