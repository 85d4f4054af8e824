"""``bench styles``, ``blind`` and ``foreign`` on the command line."""

from pathlib import Path

import pytest
from neonworks_daemon.cli.app import run

from tests.daemon.bench.drawn_cases import write_cases


@pytest.mark.parametrize("name", ["styles", "blind", "foreign"])
def test_help_teaches(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", name, "--help"]) == 0
    assert "Usage" in capsys.readouterr().out


def test_blind_writes_three_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEONWORKS_ANIMATOR_HOME", str(tmp_path / "home"))
    cases = write_cases(tmp_path / "cases", strips=1)
    out = tmp_path / "out"
    assert run(["bench", "blind", "--cases", str(cases), "--out", str(out), "--clips", "2"]) == 0
    assert {path.name for path in out.iterdir()} == {"blind.html", "blind.png", "key.json"}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["blind"], 2, "--cases"),
        (["blind", "--cases", "nowhere"], 3, "--cases"),
        (["styles", "--facing", "north"], 2, "north"),
        (["foreign", "--figures", "0"], 2, "0"),
    ],
)
def test_mistakes(arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bench", *arguments]) == code
    assert words in capsys.readouterr().err
