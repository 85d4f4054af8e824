import pytest
from neonworks_daemon.cli.app import run
from neonworks_daemon.cli.bench_chaos import COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_help_teaches(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Examples:" in shown
    assert "Exit code 1" in shown
    assert "--seed" in shown


@pytest.mark.parametrize(
    "arguments", [["disconnects", "--count", "0"], ["kills", "--rounds", "0"], ["soak", "--minutes", "0"]]
)
def test_mistakes(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", *arguments]) == 2
    assert arguments[1] in capsys.readouterr().err
