"""Processes that outlive whoever started them, and their logs."""

import stat
import sys
from pathlib import Path

import pytest
from neonworks_protocol.detached import last_line, start_detached
from neonworks_protocol.errors import StorageFailed, Unavailable


def test_both_outputs_are_added_to_a_private_log(tmp_path: Path) -> None:
    log = tmp_path / "state" / "daemon.log"
    script = "import sys; print('out', flush=True); print('err', file=sys.stderr)"
    for _ in range(2):
        assert start_detached([sys.executable, "-c", script], log).wait() == 0
    assert log.read_text().split() == ["out", "err"] * 2
    assert last_line(log) == "err"
    if sys.platform != "win32":
        assert stat.S_IMODE(log.stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="sessions")
def test_it_has_a_session_and_an_environment_of_its_own(tmp_path: Path) -> None:
    script = "import os; print(os.getsid(0) == os.getpid(), sorted(os.environ) , os.read(0, 1))"
    log = tmp_path / "log"
    assert start_detached([sys.executable, "-I", "-c", script], log, {"ONLY": "1"}).wait() == 0
    assert last_line(log).startswith("True [")
    assert "'ONLY'" in last_line(log) and "HOME" not in last_line(log)


def test_a_log_that_has_grown_is_begun_anew(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"x" * (1 << 20))
    assert start_detached([sys.executable, "-c", "print('new')"], log).wait() == 0
    assert log.read_text() == "new\n"


def test_what_cannot_be_started_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cannot start a daemon"):
        start_detached([str(tmp_path / "missing")], tmp_path / "log")
    (tmp_path / "file").touch()
    with pytest.raises(StorageFailed):
        start_detached([sys.executable], tmp_path / "file" / "log")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "it left no log"),
        (b" \n\n", "it left no log"),
        (b"one\ntwo\n\n", "two"),
        (b"y" * 9000, "y" * 300),
        (b"\xff\xfe", "\ufffd\ufffd"),
    ],
)
def test_the_last_line_is_found_whatever_was_logged(tmp_path: Path, content: bytes, expected: str) -> None:
    (tmp_path / "log").write_bytes(content)
    assert last_line(tmp_path / "log") == expected
    assert last_line(tmp_path / "none") == "it left no log"
