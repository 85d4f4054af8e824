"""Processes as the system sees them: their memory, and whether they are stopped."""

from collections.abc import Iterable

import psutil

__all__ = ["is_stopped", "resident_bytes", "tree_bytes"]


def resident_bytes(pid: int) -> int:
    """Resident bytes of one process; 0 when it is gone, or cannot be looked at."""
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except (psutil.Error, OSError):
        return 0


def tree_bytes(pids: Iterable[int]) -> int:
    """Resident bytes of all ``pids`` together; pages that they share count for each."""
    return sum(resident_bytes(pid) for pid in pids)


def is_stopped(pid: int) -> bool:
    """Whether somebody stopped the process (Ctrl-Z, ``kill -STOP``, a debugger) and may let it go on."""
    try:
        return psutil.Process(pid).status() in (psutil.STATUS_STOPPED, psutil.STATUS_TRACING_STOP)
    except (psutil.Error, OSError):
        return False
