"""``DaemonLauncher``: starts a daemon in the background, with its own Python, at most once in a while."""

import importlib.util
import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from neonworks_protocol.detached import LOG_NAME, start_detached
from neonworks_protocol.errors import Unavailable
from neonworks_protocol.ready import ALREADY_RUNS

__all__ = ["IDLE_EXIT_S", "DaemonLauncher", "DaemonProcess", "Spawn", "serve_command"]

IDLE_EXIT_S = 600.0
"""Seconds without clients after which a daemon that was started here ends."""
_NEEDED = ("neonworks_daemon", "numpy", "cv2", "PIL", "psutil", "click")
"""What a Python must have to run the daemon: an engine's own has our package, but rarely the rest."""
_FOREIGN = ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__")
"""Variables of this interpreter that would lead another one astray."""
_LONGEST_S = 600.0
_SAID_BYTES = 64 * 1024
_LINE_CHARS = 300
_MOST_FAILURES = 10
"""Doubling ends there, far above the longest wait."""
_INSTALL = "pip install 'neonworks-animator[daemon]'"


class DaemonProcess(Protocol):
    """The part of ``subprocess.Popen`` that is needed."""

    def poll(self) -> int | None: ...


Spawn = Callable[[Sequence[str], Path, Mapping[str, str]], DaemonProcess]
"""Starts a command with its log and its environment; raises ``AnimatorError``."""


def serve_command(python: str | None = None) -> tuple[str, ...] | None:
    """How a daemon is started; None where nothing here can.

    ``python`` is the interpreter of the user's choice. Without one it is this interpreter, when it has all
    that the daemon needs, else the ``neonworks-animator`` command, when it is on the PATH.
    """
    if python:
        return (python, "-P", "-m", "neonworks_daemon.cli", "serve")
    if sys.executable and not hasattr(sys, "frozen") and all(map(importlib.util.find_spec, _NEEDED)):
        return (sys.executable, "-P", "-m", "neonworks_daemon.cli", "serve")
    found = shutil.which("neonworks-animator")
    return (found, "serve") if found else None


class DaemonLauncher:
    """``command`` starts a daemon in the foreground (see ``serve_command``), ``state_dir`` is the folder of
    its ready file and log. ``explicit`` says that the folder is not the one that the daemon takes by itself.

    After a start the next one waits ``every_s`` seconds, and twice as long after each that failed, up to ten
    minutes.
    """

    def __init__(
        self,
        command: Sequence[str] | None,
        state_dir: Path,
        *,
        explicit: bool = False,
        idle_exit_s: float = IDLE_EXIT_S,
        every_s: float = 3.0,
        spawn: Spawn = start_detached,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._command = command
        self._options = ["--exit-when-idle", f"{idle_exit_s:g}"]
        if explicit:
            self._options += ["--state-dir", str(state_dir)]
        self.log = state_dir / LOG_NAME
        self._every_s = every_s
        self._spawn = spawn
        self._clock = clock
        self._failures = 0
        self._started_s: float | None = None
        self._logged = 0

    @property
    def may_start(self) -> bool:
        """Whether the last start is long enough ago."""
        wait = min(self._every_s * 2**self._failures, _LONGEST_S)
        return self._started_s is None or self._clock() - self._started_s >= wait

    def start(self) -> DaemonProcess:
        """Start a daemon. Raises ``AnimatorError`` with what to do when that cannot be done."""
        self._started_s = self._clock()
        self._logged = self._log_size()
        self._failures = min(self._failures + 1, _MOST_FAILURES)
        if self._command is None:
            raise Unavailable(
                "no daemon is running, and none is installed for this Python: choose a daemon Python in the "
                f"settings, or install one: {_INSTALL}"
            )
        executable = self._command[0]
        if shutil.which(executable) is None:
            raise Unavailable(
                f"there is no program {executable}: choose another daemon Python in the settings"
            )
        return self._spawn([*self._command, *self._options], self.log, self._environment(executable))

    def worked(self) -> None:
        """A daemon answers: the next start need not wait longer than usual."""
        self._failures = 0

    @property
    def taken(self) -> bool:
        """Whether the daemon that was started ended because another one has its folder."""
        return any(ALREADY_RUNS in line for line in self._said())

    def blame(self) -> str:
        """Why the daemon that was started ended, from its log."""
        said = self._said() or ["it left no log"]
        # Other editors' daemons may log there, too.
        line = next((each for each in reversed(said) if each.startswith("error:")), said[-1])[:_LINE_CHARS]
        if "No module named" in line and self._command is not None:
            return f"{self._command[0]} cannot run the daemon ({line}); there: {_INSTALL}"
        return f"the daemon ended at its start: {line} (log: {self.log})"

    def _log_size(self) -> int:
        try:
            return self.log.stat().st_size
        except OSError:
            return 0

    def _said(self) -> list[str]:
        """Lines that were logged since the last start; the log may have been begun anew by it."""
        try:
            with self.log.open("rb") as file:
                file.seek(self._logged if self._logged <= self._log_size() else 0)
                text = file.read(_SAID_BYTES).decode(errors="replace")
        except OSError:
            return []
        return [line for line in text.splitlines() if line.strip()]

    def _environment(self, executable: str) -> Mapping[str, str]:
        if executable == sys.executable:
            return dict(os.environ)
        return {name: value for name, value in os.environ.items() if name not in _FOREIGN}
