"""Starting a daemon: with which Python, how often, and what is said when it fails."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from neonworks_editor.client import launch as module
from neonworks_editor.client.launch import DaemonLauncher, DaemonProcess, serve_command
from neonworks_protocol.errors import AnimatorError, Unavailable
from neonworks_protocol.ready import ALREADY_RUNS


class Child:
    def poll(self) -> int | None:
        return None


class Spawner:
    """Remembers what it was asked to start."""

    def __init__(self) -> None:
        self.started: list[tuple[Sequence[str], Path, Mapping[str, str]]] = []

    def __call__(self, argv: Sequence[str], log: Path, environment: Mapping[str, str]) -> DaemonProcess:
        self.started.append((argv, log, environment))
        return Child()


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_this_python_is_used_when_it_can_run_the_daemon() -> None:
    assert serve_command() == (sys.executable, "-P", "-m", "neonworks_daemon.cli", "serve")
    assert serve_command("/opt/other/python") == (
        "/opt/other/python",
        "-P",
        "-m",
        "neonworks_daemon.cli",
        "serve",
    )


def test_else_the_command_on_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "_NEEDED", ("neonworks_daemon", "no_such_package"))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert serve_command() is None
    command = tmp_path / ("neonworks-animator.exe" if sys.platform == "win32" else "neonworks-animator")
    command.touch(mode=0o755)
    assert serve_command() == (str(command), "serve")


def test_what_is_started_ends_by_itself_and_knows_its_folder(tmp_path: Path) -> None:
    spawner = Spawner()
    DaemonLauncher((sys.executable, "x"), tmp_path, spawn=spawner).start()
    DaemonLauncher((sys.executable,), tmp_path, explicit=True, idle_exit_s=5.0, spawn=spawner).start()
    (own, log, _), (named, _, _) = spawner.started
    assert list(own) == [sys.executable, "x", "--exit-when-idle", "600"]
    assert list(named) == [sys.executable, "--exit-when-idle", "5", "--state-dir", str(tmp_path)]
    assert log == tmp_path / "daemon.log"


def test_another_python_does_not_get_our_paths(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYTHONPATH", "here")
    monkeypatch.setenv("KEPT", "1")
    other = tmp_path / "python.exe"
    other.touch(mode=0o755)
    spawner = Spawner()
    for executable in (str(other), sys.executable):
        DaemonLauncher((executable,), tmp_path, spawn=spawner).start()
    (_, _, theirs), (_, _, ours) = spawner.started
    assert "PYTHONPATH" not in theirs and theirs["KEPT"] == "1"
    assert ours["PYTHONPATH"] == "here"


def test_starts_are_apart_and_farther_apart_while_they_fail(tmp_path: Path) -> None:
    clock, spawner = Clock(), Spawner()
    launcher = DaemonLauncher((sys.executable,), tmp_path, every_s=3.0, spawn=spawner, clock=clock)
    waits = []
    for _ in range(10):
        assert launcher.may_start
        launcher.start()
        begun = clock.now
        while not launcher.may_start:
            clock.now += 1.0
        waits.append(clock.now - begun)
    assert waits == [6, 12, 24, 48, 96, 192, 384, 600, 600, 600]
    launcher.worked()
    assert launcher.may_start
    launcher.start()
    launcher.worked()
    clock.now += 3.0
    assert launcher.may_start


def test_what_cannot_be_started_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"choose a daemon Python in the settings.*pip install"):
        DaemonLauncher(None, tmp_path).start()
    missing = str(tmp_path / "python9")
    with pytest.raises(Unavailable, match=r"there is no program .*python9"):
        DaemonLauncher((missing,), tmp_path).start()
    (tmp_path / "file").touch()
    with pytest.raises(AnimatorError):
        DaemonLauncher((sys.executable,), tmp_path / "file").start()


def test_the_log_tells_why_a_daemon_ended(tmp_path: Path) -> None:
    log = tmp_path / "daemon.log"
    log.write_text("error: of an earlier day\n", encoding="utf-8")
    launcher = DaemonLauncher((sys.executable,), tmp_path, spawn=Spawner())
    launcher.start()
    assert "it left no log" in launcher.blame()
    with log.open("a", encoding="utf-8") as file:
        file.write('first\nerror: port 80 is taken\n{"event": "of another editor\'s daemon"}\n\n')
    assert launcher.blame() == f"the daemon ended at its start: error: port 80 is taken (log: {log})"
    assert not launcher.taken
    log.write_text("x" * 999, encoding="utf-8")
    launcher.start()
    log.write_text("No module named neonworks_daemon\n", encoding="utf-8")
    assert "pip install 'neonworks-animator[daemon]'" in launcher.blame(), "a log that was begun anew"
    assert sys.executable in launcher.blame()
    log.write_text(f"error: {ALREADY_RUNS} {tmp_path}\nmore\n", encoding="utf-8")
    assert launcher.taken
    log.unlink()
    assert not launcher.taken and "it left no log" in launcher.blame()
