"""The daemon as a bare process."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


def _run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-P", "-m", "neonworks_daemon.serve_process", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=30)


@pytest.mark.parametrize(
    "arguments", [(), ("{}", "{}"), ("not json",), ('{"no_such": 1}',), ('{"workers": 0}',)]
)
def test_bad_arguments_are_told(arguments: tuple[str, ...]) -> None:
    done = _run(*arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("error: one argument is needed")


def test_a_daemon_that_cannot_run_says_why_in_its_last_line(tmp_path: Path) -> None:
    done = _run(json.dumps({"state_dir": str(tmp_path), "host": "0.0.0.0"}))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("error: listening on '0.0.0.0' is refused")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = _run(json.dumps({"state_dir": str(tmp_path / "file" / "state")}))
    assert done.returncode == 1
    assert "choose another --state-dir" in done.stderr.splitlines()[-1]
