import json
from pathlib import Path

import pytest
from neonworks_daemon.cli.app import run


def test_fuzz_prints_its_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    numbers = tmp_path / "fuzz.json"
    arguments = ["--target", "codec", "--inputs", "600", "--findings", str(tmp_path / "found")]
    assert run(["bench", "fuzz", *arguments, "--json", str(numbers)]) == 0
    shown = capsys.readouterr().out
    assert "600" in shown and "broken promises: 0 (target <= 0): met" in shown
    (record,) = json.loads(numbers.read_text())
    assert record["rows"][0]["inputs"] == 600
    assert not (tmp_path / "found").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--target", "teapot"], 2, "teapot"),
        (["--inputs", "0"], 2, "0"),
        (["--only", "3"], 3, "--target"),
    ],
)
def test_mistakes(arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "fuzz", *arguments]) == code
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("name", ["events", "drop"])
def test_numbers_out_of_range_are_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", name, "--events" if name == "events" else "--sprites", "0"]) == 2
    assert "0" in capsys.readouterr().err
