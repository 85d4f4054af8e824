import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from neonworks_daemon.cli.app import run
from neonworks_daemon.ready import read_ready
from neonworks_daemon.settings import Settings

from tests.repo.tree import ROOT


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send SIGTERM to a child")
def test_serves_until_it_is_told_to_stop(own_home: Path) -> None:
    command = [sys.executable, "-m", "neonworks_daemon.cli", "serve", "--workers", "1"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) as process:
        ready = Settings(state_dir=str(own_home)).ready_path
        deadline = time.monotonic() + 30
        while read_ready(ready) is None and time.monotonic() < deadline:
            time.sleep(0.02)
        info = read_ready(ready)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
    assert info is not None and info.pid == process.pid
    assert not ready.exists()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--port", "99999"], 2, "99999"),
        (["--host", "0.0.0.0"], 5, "refused"),
        (["--config", "none.toml"], 3, "none.toml"),
        (["--workers", "0"], 2, "0"),
    ],
)
def test_mistakes(arguments: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", *arguments]) == code
    errors = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error:")]
    assert len(errors) == 1
    assert words in errors[0]


def test_a_data_folder_that_cannot_be_written_is_told_with_a_way_out(
    own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Below a regular file nobody can write, whoever runs the tests."""
    (own_home / "file").write_bytes(b"")
    assert run(["serve", "--data-dir", str(own_home / "file" / "data")]) != 0
    (line,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error:")]
    assert "--data-dir" in line and "--no-history" in line
    assert run(["serve", "--no-history", "--data-dir", str(own_home / "file"), "--host", "0.0.0.0"]) == 5
    assert not (own_home / "data").exists()


def test_help_says_how_to_stop_one_that_a_script_has_started(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--help"]) == 0
    assert "kill PID, which sends SIGTERM" in " ".join(capsys.readouterr().out.split())
