"""``BenchHome``: a folder of the bench's own with configuration, state and projects, and its daemon."""

import contextlib
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
from neonworks_protocol.errors import Unavailable
from neonworks_protocol.ready import READY_NAME, ReadyInfo, read_ready

__all__ = ["BenchHome", "bench_home"]

HOME_VARIABLE = "NEONWORKS_ANIMATOR_HOME"
_POLL_S = 0.02
_GONE_S = 15.0


class BenchHome:
    """``folder`` is empty and belongs to the bench."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.project = folder / "project"
        self.project.mkdir()
        self.settings = folder / "editor.json"

    @property
    def ready(self) -> ReadyInfo | None:
        """Where its daemon listens; None while there is none."""
        return read_ready(self.folder / READY_NAME)

    def watch_project(self) -> None:
        """Have daemons that start from now on watch the project folder."""
        path = msgspec.json.encode(str(self.project)).decode()
        # A JSON string is a TOML basic string.
        (self.folder / "config.toml").write_text(f"[[watch]]\npath = {path}\n", encoding="utf-8")

    def kill(self) -> int:
        """End the daemon as a crash would; its process id. Raises ``Unavailable`` when there is none."""
        info = self.ready
        if info is None:
            raise Unavailable("there is no daemon to kill: see the bench's own lines above")
        os.kill(info.pid, signal.SIGKILL)
        return info.pid

    def stop(self) -> None:
        """End the daemon, if there is one, and wait until its socket is gone."""
        info = self.ready
        if info is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(info.pid, signal.SIGTERM)
        deadline = time.monotonic() + _GONE_S
        while self.ready is not None and time.monotonic() < deadline:
            time.sleep(_POLL_S)


@contextlib.contextmanager
def bench_home() -> Iterator[BenchHome]:
    """A home that goes with the block, and with it the daemon that was started in it.

    Sets the variable that moves configuration and state, for this process and those that it starts.
    """
    with tempfile.TemporaryDirectory(prefix="neonworks-editor-", ignore_cleanup_errors=True) as folder:
        before = os.environ.get(HOME_VARIABLE)
        os.environ[HOME_VARIABLE] = folder
        home = BenchHome(Path(folder))
        try:
            yield home
        finally:
            home.stop()
            if before is None:
                del os.environ[HOME_VARIABLE]
            else:
                os.environ[HOME_VARIABLE] = before
