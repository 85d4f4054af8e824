"""``TreeSampler``: what a process tree uses, over time."""

import asyncio
import contextlib
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

__all__ = ["Sample", "TreeSampler", "sample_tree"]

_MB = 1e6


@dataclass(frozen=True)
class Sample:
    """One look. Memory in megabytes (10**6 bytes)."""

    at_s: float
    """Seconds since the sampler began."""
    processes: int
    rss_mb: float
    own_mb: float
    """Proportional set size where the system tells it (shared pages counted once), else unique set size."""
    main_mb: float
    """The part of the main process."""
    descriptors: int
    """Open files and sockets; handles on Windows."""
    threads: int
    files: int = 0
    """In the data folder."""
    disk_mb: float = 0.0
    """Of the data folder."""


def sample_tree(pid: int, *, at_s: float = 0.0, folder: Path | None = None) -> Sample:
    """Raises ``psutil.NoSuchProcess`` when the root process is gone; children that end meanwhile are left
    out."""
    root = psutil.Process(pid)
    rss = own = main = 0.0
    descriptors = threads = count = 0
    for process in (root, *root.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            memory = process.memory_full_info()
            mine = getattr(memory, "pss", memory.uss) / _MB
            main = mine if process.pid == pid else main
            rss, own = rss + memory.rss / _MB, own + mine
            descriptors += _descriptors(process)
            threads += process.num_threads()
            count += 1
    sizes = list(_sizes(folder)) if folder is not None else []
    return Sample(at_s, count, rss, own, main, descriptors, threads, len(sizes), sum(sizes) / _MB)


if sys.platform == "win32":

    def _descriptors(process: psutil.Process) -> int:
        return process.num_handles()

else:

    def _descriptors(process: psutil.Process) -> int:
        return process.num_fds()


def _sizes(folder: Path) -> Iterator[int]:
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            if path.is_file():
                yield path.stat().st_size


class TreeSampler:
    """Looks every ``every_s`` seconds while its block runs; ``samples`` keeps them in order."""

    def __init__(self, pid: int, *, every_s: float, folder: Path | None = None) -> None:
        self._pid = pid
        self._every_s = every_s
        self._folder = folder
        self._begin = time.monotonic()
        self._task: asyncio.Task[None] | None = None
        self.samples: list[Sample] = []

    async def __aenter__(self) -> "TreeSampler":
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *error: object) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            at = time.monotonic() - self._begin
            sample = await asyncio.to_thread(sample_tree, self._pid, at_s=at, folder=self._folder)
            self.samples.append(sample)
            await asyncio.sleep(self._every_s)
