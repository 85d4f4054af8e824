"""The ``models`` commands."""

import json
from pathlib import Path

import pytest
from neonworks_daemon.cli.app import run

from tests.fakes.weight_files import GOOD, ZIPPED


def test_help_shows_both(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "--help"]) == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("check", "convert", "needs no PyTorch"))


def test_check_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "w").write_bytes(GOOD["gguf"])
    assert run(["models", "check", str(tmp_path / "w"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["kind"] == "gguf"


def test_convert_does_not_replace_unless_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "old.pth").write_bytes(ZIPPED)
    (tmp_path / "new.safetensors").touch()
    command = ["models", "convert", str(tmp_path / "old.pth"), str(tmp_path / "new.safetensors")]
    assert run(command) == 6
    assert "--force replaces it" in capsys.readouterr().err
    assert run([*command, "--force", "--json"]) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)["tensors"] == 8
    assert "3 values that are no tensors" in shown.err
