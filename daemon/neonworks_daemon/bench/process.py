"""``bench daemon``: how long the daemon takes to start, what it weighs and what it does while idle.

The baseline is a bare Python process that imports numpy and OpenCV and waits: what any tool that draws with
them must pay.
"""

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
from neonworks_protocol.errors import Unavailable

from neonworks_daemon.bench.fresh import fresh_requests
from neonworks_daemon.bench.latency import draft_of
from neonworks_daemon.bench.result import BenchResult, Check, Value
from neonworks_daemon.bench.running import bench_client, own_daemon

__all__ = ["TreeUse", "bench_daemon", "tree_use"]

_BARE = "import numpy, cv2, sys; print('ready', flush=True); sys.stdin.read()"
_MB = 1e6
_SETTLE_S = 1.0
"""Between the last work and the measurement of idleness."""
_IDLE_TARGET, _MEMORY_TARGET_MB, _READY_TARGET_S = 0.5, 350.0, 2.5


class TreeUse:
    """Memory of a process and all its children, in megabytes (10**6 bytes)."""

    def __init__(self, processes: int, rss: float, uss: float) -> None:
        self.processes = processes
        self.rss = rss
        """Resident, shared pages counted in each process."""
        self.uss = uss
        """What would be freed if the tree ended."""


def tree_use(pid: int) -> TreeUse:
    """Raises ``Unavailable`` when the process is gone."""
    tree = _tree(pid)
    rss = sum(process.memory_info().rss for process in tree)
    uss = sum(process.memory_full_info().uss for process in tree)
    return TreeUse(len(tree), rss / _MB, uss / _MB)


def bench_daemon(*, starts: int = 3, idle_s: float = 10.0) -> BenchResult:
    """Start time is the median of ``starts``; memory is taken after real work, idle CPU over ``idle_s``."""
    bare = _bare(starts, idle_s)
    ours = asyncio.run(_ours(starts, idle_s))
    return BenchResult(
        "daemon",
        "The daemon at rest",
        ("process", "ready s", "RSS MB", "USS MB", "processes", "idle CPU %"),
        (ours, bare),
        (
            Check("start to ready", float(ours[1] or 0), _READY_TARGET_S, False, "s"),
            Check("memory of the whole tree", float(ours[2] or 0), _MEMORY_TARGET_MB, False, "MB RSS"),
            Check("idle CPU", float(ours[5] or 0), _IDLE_TARGET, False, "%"),
        ),
        ("Ready: a client was welcomed and a draft worker is warm. Idle CPU is of one core.",),
    )


async def _ours(starts: int, idle_s: float) -> tuple[Value, ...]:
    ready = []
    requests = fresh_requests(1)
    for attempt in range(starts):
        begin = time.perf_counter()
        async with own_daemon() as info:
            async with await bench_client(info) as client:
                ready.append(time.perf_counter() - begin)
                if attempt < starts - 1:
                    continue
                for _ in range(5):
                    await draft_of(client, next(requests))
            use = await asyncio.to_thread(tree_use, info.pid)
            await asyncio.sleep(_SETTLE_S)
            idle = await asyncio.to_thread(_cpu_percent, info.pid, idle_s)
    return ("our daemon", statistics.median(ready), use.rss, use.uss, use.processes, idle)


def _bare(starts: int, idle_s: float) -> tuple[Value, ...]:
    ready = []
    for _ in range(starts - 1):
        begin = time.perf_counter()
        with _bare_process():
            ready.append(time.perf_counter() - begin)
    begin = time.perf_counter()
    with _bare_process() as pid:
        ready.append(time.perf_counter() - begin)
        use = tree_use(pid)
        time.sleep(_SETTLE_S)
        idle = _cpu_percent(pid, idle_s)
    return (
        "bare Python with numpy and OpenCV",
        statistics.median(ready),
        use.rss,
        use.uss,
        use.processes,
        idle,
    )


@contextmanager
def _bare_process() -> Iterator[int]:
    with subprocess.Popen(
        [sys.executable, "-c", _BARE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        if process.stdout.readline().strip() != "ready":
            raise Unavailable("numpy or OpenCV cannot be imported; run `neonworks-animator doctor`")
        yield process.pid
        process.stdin.close()


def _cpu_percent(pid: int, seconds: float) -> float:
    """Processor time of the tree over ``seconds``, in percent of one core."""
    before = _cpu_seconds(pid)
    begin = time.perf_counter()
    time.sleep(seconds)
    return 100 * (_cpu_seconds(pid) - before) / (time.perf_counter() - begin)


def _cpu_seconds(pid: int) -> float:
    times = [process.cpu_times() for process in _tree(pid)]
    return float(sum(t.user + t.system for t in times))


def _tree(pid: int) -> list[psutil.Process]:
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess as error:
        raise Unavailable("the daemon ended while it was measured; see its log") from error
