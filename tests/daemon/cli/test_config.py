from pathlib import Path

import pytest
from neonworks_daemon.cli.app import run


def test_set_get_list_unset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NEONWORKS_ANIMATOR_HOME", str(tmp_path))
    assert run(["config", "set", "reader", "tiny"]) == 0
    assert run(["config", "get", "reader"]) == 0
    assert capsys.readouterr().out == '"tiny"\n'
    assert run(["config", "list"]) == 0
    assert 'reader = "tiny"   # set in the file' in capsys.readouterr().out
    assert run(["config", "unset", "reader"]) == 0
    assert run(["config", "set", "llm.thread", "2"]) == 3


def test_help_teaches_the_readers(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["config", "--help"]) == 0
    said = capsys.readouterr().out
    assert "openai" in said and "transformers" in said and "config set reader tiny" in said
