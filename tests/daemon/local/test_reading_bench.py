"""``bench language`` from the command line."""

import json
from pathlib import Path

import pytest
from neonworks_daemon.cli.app import run


def test_a_model_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "language", "--reader", "no-such-model.gguf"]) == 4
    assert "no-such-model.gguf" in capsys.readouterr().err


@pytest.mark.llm
@pytest.mark.slow
def test_it_measures_both_ways(tmp_path: Path) -> None:
    numbers = tmp_path / "language.json"
    run(["bench", "language", "--trials", "8", "--seed", "1", "--json", str(numbers)])
    (result,) = json.loads(numbers.read_text())
    assert [row["asked"] for row in result["rows"]] == ["through the daemon", "the binding itself"]
    checks = {check["name"]: check for check in result["checks"]}
    assert checks["valid replies"]["measured"] == 1.0
    assert checks["tokens/s against the binding itself, median"]["measured"] > 0
