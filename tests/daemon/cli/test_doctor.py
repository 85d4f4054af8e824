import json

import pytest
from neonworks_daemon.cli.app import run


def test_findings_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--json"]) == 0
    found = {finding["what"]: finding for finding in json.loads(capsys.readouterr().out)}
    assert found["Python"] == {**found["Python"], "health": "ok", "fix": ""}
