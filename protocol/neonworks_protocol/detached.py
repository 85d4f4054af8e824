"""A daemon process that outlives the program that started it, with its output in a log file."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from neonworks_protocol.errors import Unavailable
from neonworks_protocol.private import open_private, private_folder

__all__ = ["LOG_NAME", "DetachedProcess", "last_line", "start_detached"]

LOG_NAME = "daemon.log"
"""Name of the log in the state folder."""
_LOG_BYTES = 1 << 20
"""Above this the log is begun anew at the next start."""
_TAIL_BYTES = 8192
"""Read from the end of a log for its last line."""
_LINE_CHARS = 300


class DetachedProcess(subprocess.Popen[bytes]):
    """A process that is meant to outlive this one: no warning that it still runs."""

    def __del__(self) -> None:
        return None


def start_detached(
    arguments: Sequence[str], log: Path, environment: Mapping[str, str] | None = None
) -> DetachedProcess:
    """Start ``arguments`` in a session of its own; both outputs are added to ``log``, which is private.

    ``environment`` None is that of this process.

    Raises ``StorageFailed`` for a folder that others may write, ``Unavailable`` when it cannot be started.
    """
    private_folder(log.parent)
    try:
        keep = log.exists() and log.stat().st_size < _LOG_BYTES
        with os.fdopen(open_private(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), "ab") as output:
            if not keep:
                output.truncate(0)
            return DetachedProcess(
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment,
                start_new_session=True,
                creationflags=getattr(subprocess, "DETACHED_PROCESS", 0),
            )
    except OSError as error:
        raise Unavailable(f"cannot start a daemon: {error}; check {log.parent}") from error


def last_line(log: Path) -> str:
    """The last line that was logged, at most 300 characters; a sentence that says so where there is none."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - _TAIL_BYTES))
            lines = file.read().decode(errors="replace").strip().splitlines()
    except OSError:
        return "it left no log"
    return lines[-1][:_LINE_CHARS] if lines else "it left no log"
