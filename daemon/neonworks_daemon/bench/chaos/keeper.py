"""``DaemonKeeper``: a daemon that is started again whenever it ends, as a service manager or a user would do.

The same settings and folders each time, so what was kept is found again.
"""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import msgspec
import psutil
from neonworks_protocol.errors import Unavailable

from neonworks_daemon.launch import SERVE_COMMAND
from neonworks_daemon.ready import ReadyInfo, read_ready
from neonworks_daemon.settings import Settings

__all__ = ["DaemonKeeper"]

_POLL_S = 0.002
_START_S = 60.0
"""For a start on a machine that is busy with something else."""
_STOP_S = 15.0
_ORPHAN_S = 5.0
"""For the workers of a killed daemon to notice and end."""


class DaemonKeeper:
    """Use it in ``async with``. ``command`` is called with the settings as JSON."""

    def __init__(self, settings: Settings, *, command: Sequence[str] = SERVE_COMMAND) -> None:
        self._settings = settings
        self._command = command
        self._process: asyncio.subprocess.Process | None = None
        self._info: ReadyInfo | None = None
        self._ready = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        self._died: float | None = None
        self.restarts_s: list[float] = []
        """Seconds from each end to the next ready file."""
        self._descendants: set[int] = set()

    @property
    def log_path(self) -> Path:
        """What all the daemons wrote."""
        return self._settings.state_path / "kept.log"

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._keep())
        try:
            await self.info()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *error: object) -> None:
        self._stopping = True
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(_STOP_S):
                    await self._process.wait()
            except TimeoutError:
                self._process.kill()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def info(self) -> ReadyInfo:
        """The running daemon, waited for. Raises ``Unavailable`` when none gets ready."""
        assert self._task is not None
        waiting = asyncio.create_task(self._ready.wait())
        try:
            await asyncio.wait((waiting, self._task), timeout=_START_S, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
        if self._task.done():
            self._task.result()
        if self._info is None:
            raise Unavailable(f"the daemon was not ready after {_START_S:g} s; see its log above")
        return self._info

    def kill(self) -> None:
        """End the daemon by SIGKILL; it is started again at once."""
        assert self._info is not None
        self._note_descendants()
        self._died = time.perf_counter()
        pid, self._info = self._info.pid, None
        self._ready.clear()
        os.kill(pid, signal.SIGKILL)

    def workers(self) -> list[int]:
        """Process ids of the daemon's children, the oldest first."""
        if self._info is None:
            return []
        try:
            children = psutil.Process(self._info.pid).children()
        except psutil.NoSuchProcess:
            return []
        return [child.pid for child in sorted(children, key=lambda child: child.create_time())]

    async def orphans(self) -> int:
        """Processes of killed daemons that still run after they had time to end."""
        deadline = time.monotonic() + _ORPHAN_S
        while (left := sum(map(_lives, self._descendants))) and time.monotonic() < deadline:
            await asyncio.sleep(_POLL_S)
        return left

    def _note_descendants(self) -> None:
        assert self._info is not None
        with contextlib.suppress(psutil.NoSuchProcess):
            children = psutil.Process(self._info.pid).children(recursive=True)
            self._descendants |= {child.pid for child in children}

    async def _keep(self) -> None:
        settings = msgspec.json.encode(self._settings).decode()
        while not self._stopping:
            self._process = await self._start(settings)
            self._info = await self._until_ready(self._process)
            if self._died is not None:
                self.restarts_s.append(time.perf_counter() - self._died)
            self._ready.set()
            await self._process.wait()
            if self._info is not None:
                self._died, self._info = time.perf_counter(), None
                self._ready.clear()

    async def _start(self, settings: str) -> asyncio.subprocess.Process:
        self._settings.state_path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self.log_path.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *self._command,
                settings,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def _until_ready(self, process: asyncio.subprocess.Process) -> ReadyInfo:
        deadline = time.monotonic() + _START_S
        while time.monotonic() < deadline:
            info = read_ready(self._settings.ready_path)
            if info is not None and info.pid == process.pid:
                return info
            if process.returncode is not None:
                raise Unavailable(f"the daemon ended with exit code {process.returncode} at its start")
            await asyncio.sleep(_POLL_S)
        raise Unavailable(f"the daemon was not ready after {_START_S:g} s")


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
