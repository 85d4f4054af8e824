import pytest
from neonworks_daemon.cli.app import run


def test_help_says_what_is_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "language", "--help"]) == 0
    said = capsys.readouterr().out
    assert "by the same model in this process" in said and "--reader" in said


def test_it_is_among_the_benches(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", "--help"]) == 0
    assert "language" in capsys.readouterr().out
