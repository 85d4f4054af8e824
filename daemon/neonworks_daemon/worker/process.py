"""Turns this process into a worker: signals, streams, logs; then the loop."""

import os
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from neonworks_daemon.heap import HeapTrimmer, system_trim
from neonworks_daemon.logs import configure_logs
from neonworks_daemon.worker.job import JobRunner
from neonworks_daemon.worker.loop import WorkerLoop

__all__ = ["LOG_LEVEL_VARIABLE", "NET_VARIABLE", "NICE_VARIABLE", "run_worker"]

LOG_LEVEL_VARIABLE = "NEONWORKS_WORKER_LOG"
NET_VARIABLE = "NEONWORKS_WORKER_NET"
"""A ``NetChoice``: which net draws the sprite tier."""
_HELD_BYTES = 512 << 10
"""A usual clip of 128 × 128 pixels; half of what the daemon's end of the pipe holds."""
NICE_VARIABLE = "NEONWORKS_WORKER_NICE"
"""0..19: how much less of the processor it gets than others; from 1 on the lower class of Windows."""


def run_worker(runner: JobRunner, *, streams: bool = False) -> int:
    """Serve the pipe on standard input and output until it closes. Returns the exit code. With ``streams``
    somebody waits for every event, also at a low priority."""
    # Ctrl-C, a closed terminal and a service manager reach the whole process group; the daemon decides when
    # its workers stop, and they notice by themselves when it is gone.
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if (number := getattr(signal, name, None)) is not None:
            signal.signal(number, signal.SIG_IGN)
    nice = int(os.environ.get(NICE_VARIABLE, "0"))
    _step_back(nice)
    configure_logs(os.environ.get(LOG_LEVEL_VARIABLE, "info"))
    source, sink = _take_streams()
    held, tidy = _HELD_BYTES if nice and not streams else 0, HeapTrimmer(system_trim())
    return WorkerLoop(runner, source, sink, held_bytes=held, tidy=tidy).run()


def _step_back(nice: int) -> None:
    if nice <= 0:
        return
    if sys.platform == "win32":
        import psutil

        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(nice)


def _take_streams() -> tuple[BinaryIO, BinaryIO]:
    """The pipe on private descriptors; a library that prints then writes to the log, not into a message."""
    source = os.fdopen(os.dup(0), "rb")
    sink = os.fdopen(os.dup(1), "wb")
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(source.fileno(), os.O_BINARY)
        msvcrt.setmode(sink.fileno(), os.O_BINARY)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    return source, sink
