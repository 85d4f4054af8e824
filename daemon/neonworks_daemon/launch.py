"""Find a running daemon, or start one in the background and wait until it is ready."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from uuid import uuid4

import msgspec
from neonworks_protocol.detached import LOG_NAME, last_line, start_detached
from neonworks_protocol.errors import AnimatorError, Unavailable
from neonworks_protocol.records import ClientInfo

from neonworks_daemon.client import DaemonClient
from neonworks_daemon.clocks import AwakeClock
from neonworks_daemon.ready import TAKEN, ReadyInfo, read_ready
from neonworks_daemon.settings import Settings

__all__ = ["IDLE_EXIT_S", "SERVE_COMMAND", "find_daemon", "launch_daemon", "stop_daemon"]

IDLE_EXIT_S = 600.0
"""Seconds without clients after which a daemon that was started for a command ends."""
SERVE_COMMAND = (sys.executable, "-P", "-m", "neonworks_daemon.serve_process")
_POLL_S = 0.02


async def find_daemon(settings: Settings, *, build: str | None = None) -> ReadyInfo | None:
    """The daemon of this state folder, if it answers and (with ``build``) runs that very code."""
    info = read_ready(settings.ready_path)
    if info is None or build not in (None, info.build):
        return None
    try:
        async with await DaemonClient.connect(info, ClientInfo(id=uuid4().hex, name="probe")):
            return info
    except AnimatorError:
        return None


async def launch_daemon(
    settings: Settings,
    *,
    idle_exit_s: float = IDLE_EXIT_S,
    timeout_s: float = 30.0,
    command: Sequence[str] = SERVE_COMMAND,
) -> ReadyInfo:
    """The running daemon, or else a new one that outlives this process.

    Raises ``Unavailable`` with the last line of its log when it ends or is not ready after ``timeout_s``.
    """
    if (found := await find_daemon(settings)) is not None:
        return found
    log = settings.state_path / LOG_NAME
    idle = settings.exit_when_idle or idle_exit_s
    asked = msgspec.structs.replace(
        settings,
        state_dir=str(settings.state_path),
        data_dir=str(settings.data_path),
        exit_when_idle=idle,
    )
    stale = read_ready(settings.ready_path)
    process = await asyncio.to_thread(start_detached, [*command, msgspec.json.encode(asked).decode()], log)
    info = await _ready(process, settings, timeout_s, stale)
    if info is not None:
        return info
    code = process.poll()
    if code is None:
        process.kill()
    problem = f"was not ready after {timeout_s:g} s" if code in (None, TAKEN) else "ended at its start"
    raise Unavailable(f"the daemon {problem}: {last_line(log)} (log: {log})")


async def _ready(
    process: subprocess.Popen[bytes], settings: Settings, timeout_s: float, stale: ReadyInfo | None
) -> ReadyInfo | None:
    """The daemon of ``process``, or of another command that was faster; None when there will be none.

    ``stale`` is what a killed daemon left; in a container its process id may well be that of the new one.
    """
    clock = AwakeClock()
    deadline = clock() + timeout_s
    while clock() < deadline:
        info = read_ready(settings.ready_path)
        if info is not None and info != stale and info.pid == process.pid:
            return info
        code = process.poll()
        if code == TAKEN and (found := await find_daemon(settings)) is not None:
            return found
        if code not in (None, TAKEN):
            return None
        await asyncio.sleep(_POLL_S)
    return None


def stop_daemon(info: ReadyInfo) -> None:
    """Ask the daemon to end; returns at once. Nothing happens when it has ended already."""
    try:
        os.kill(info.pid, signal.SIGTERM)
    except ProcessLookupError:
        return
