"""Resident memory of processes, as the system sees it."""

from collections.abc import Iterable

import psutil

__all__ = ["resident_bytes", "tree_bytes"]


def resident_bytes(pid: int) -> int:
    """Resident bytes of one process; 0 when it is gone."""
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def tree_bytes(pids: Iterable[int]) -> int:
    """Resident bytes of all ``pids`` together; pages that they share count for each."""
    return sum(resident_bytes(pid) for pid in pids)
