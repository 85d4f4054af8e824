"""A daemon of the bench's own, in a folder of its own: nothing cached, nobody else connected."""

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import uuid4

import psutil
from neonworks_protocol.records import ClientInfo

from neonworks_daemon.client import DaemonClient
from neonworks_daemon.launch import launch_daemon, stop_daemon
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.settings import Settings

__all__ = ["bench_client", "own_daemon", "own_settings"]

_STOP_S = 15.0


@contextlib.contextmanager
def own_settings(**changes: Any) -> Iterator[Settings]:
    """Settings with a folder of their own, which goes with the block."""
    with tempfile.TemporaryDirectory(prefix="neonworks-bench-", ignore_cleanup_errors=True) as folder:
        yield Settings(**{"state_dir": folder, "log_level": "warning", **changes})


@contextlib.asynccontextmanager
async def own_daemon(*, cache: bool = False, **changes: Any) -> AsyncIterator[ReadyInfo]:
    """Start, hand out, stop and wait for its end; ``changes`` are other settings.

    Raises ``Unavailable`` if it does not start.
    """
    with own_settings(cache=cache, **changes) as settings:
        info = await launch_daemon(settings, idle_exit_s=120.0, timeout_s=90.0)
        try:
            yield info
        finally:
            await _stop(info)


async def _stop(info: ReadyInfo) -> None:
    try:
        tree = [psutil.Process(info.pid), *psutil.Process(info.pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    stop_daemon(info)
    _, left = await asyncio.to_thread(psutil.wait_procs, tree, _STOP_S)
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()


async def bench_client(info: ReadyInfo) -> DaemonClient:
    """A connection; use it in ``async with``."""
    return await DaemonClient.connect(info, ClientInfo(id=uuid4().hex, name="bench"))
