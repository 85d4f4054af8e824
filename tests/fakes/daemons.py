"""Real daemon processes for tests, and small helpers for talking to them."""

import asyncio
import contextlib
import itertools
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from neonworks_daemon.client import DaemonClient, RequestHandle
from neonworks_daemon.launch import SERVE_COMMAND, launch_daemon
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.settings import Settings
from neonworks_protocol.messages import ServerMessage, Status, Submit
from neonworks_protocol.records import ClientInfo

__all__ = [
    "SCRIPTED",
    "SPRITE",
    "client_of",
    "collect",
    "ended_process",
    "names",
    "running_daemon",
    "submit",
    "until",
    "until_status",
    "worker_pids",
]

SCRIPTED = (sys.executable, "-P", str(Path(__file__).with_name("scripted_daemon.py")))
SPRITE = b"scripted workers read no picture"
WAIT_S = 20.0
"""Longest wait of a test for something that takes milliseconds on an idle machine."""

_M = TypeVar("_M", bound=ServerMessage)
_ids = itertools.count(1)


@contextlib.contextmanager
def running_daemon(settings: Settings, *, scripted: bool = True) -> Iterator[ReadyInfo]:
    """A daemon process in ``settings.state_dir``; ended, if it still runs, when the block is left."""
    command = SCRIPTED if scripted else SERVE_COMMAND
    # In a thread of its own: an asynchronous test has a running loop already.
    with ThreadPoolExecutor(1) as pool:
        info = pool.submit(asyncio.run, launch_daemon(settings, command=command)).result()
    try:
        yield info
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(info.pid, signal.SIGTERM)
        ended_process(info.pid)


def ended_process(pid: int) -> int | None:
    """Wait for our child ``pid``; its exit code, None when it was collected before."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        try:
            done, status = os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            return None
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    raise AssertionError(f"process {pid} did not end in {WAIT_S} s")


@contextlib.asynccontextmanager
async def client_of(
    info: ReadyInfo, name: str = "test", *, auto_credit: bool = True
) -> AsyncIterator[DaemonClient]:
    """A connected client; ``name`` is its client id, made unique unless it ends with ``!``."""
    identity = name if name.endswith("!") else f"{name}-{os.getpid()}-{next(_ids)}"
    client = await DaemonClient.connect(info, ClientInfo(id=identity, name="test"), auto_credit=auto_credit)
    async with client:
        yield client


async def submit(client: DaemonClient, text: str, **fields: object) -> RequestHandle:
    """Submit ``text`` (a script, for scripted workers) under a fresh request id."""
    values: dict[str, object] = {"request_id": f"r{next(_ids)}", "sprite": SPRITE, **fields}
    return await client.submit(Submit(text=text, **values))  # type: ignore[arg-type]


async def collect(handle: RequestHandle) -> list[ServerMessage]:
    """All messages up to the end."""
    async with asyncio.timeout(WAIT_S):
        return [message async for message in handle]


async def until(handle: RequestHandle, kind: type[_M]) -> _M:
    """The next message of that kind."""
    async with asyncio.timeout(WAIT_S):
        async for message in handle:
            if isinstance(message, kind):
                return message
    raise AssertionError(f"the request ended without {kind.__name__}")


async def until_status(client: DaemonClient, **wanted: int) -> Status:
    """Ask until all the named fields of the status have these values."""
    async with asyncio.timeout(WAIT_S):
        while True:
            status = await client.status()
            if all(getattr(status, name) == value for name, value in wanted.items()):
                return status
            await asyncio.sleep(0.01)


def names(messages: list[ServerMessage]) -> list[str]:
    """Class names, progress left out: how often it comes depends on time."""
    return [type(m).__name__ for m in messages if type(m).__name__ != "Progress"]


def worker_pids(info: ReadyInfo) -> list[int]:
    """Process ids of the daemon's workers."""
    import psutil

    return [child.pid for child in psutil.Process(info.pid).children()]
