"""``PipeWriter``: the worker's end of the pipe to the daemon. Where nobody watches a clip goes in one go."""

import contextlib
import threading
import time
from typing import BinaryIO

from neonworks_daemon.worker.messages import ClipPlanned, FromWorker, JobEnded, WorkerReady
from neonworks_daemon.worker.pipe import encode_message

__all__ = ["HELD_S", "PipeWriter"]

HELD_S = 0.25
"""Longest time for which a frame is held back."""


class PipeWriter:
    """What a job says is held back until more than ``held_bytes`` of it have come together, ``HELD_S`` have
    passed, the next clip begins or the job ends: one wake-up of the daemon, and one transaction of its store,
    for many frames. Not for a whole job: the worker would wait at its end while the daemon takes all of it
    in. The last clip goes with the end of the job, which is attended to first. 0 sends each message at
    once."""

    def __init__(self, sink: BinaryIO, *, held_bytes: int = 0) -> None:
        self._sink = sink
        self._limit = held_bytes
        self._lock = threading.Lock()
        self._held = bytearray()  # guarded by _lock
        self._waiting = threading.Event()
        if held_bytes > 0:
            threading.Thread(target=self._send_late, name="pipe-writer", daemon=True).start()

    def send(self, message: FromWorker) -> None:
        """Blocks while the pipe is full. Raises ``BrokenPipeError`` when the daemon has gone."""
        with self._lock:
            if isinstance(message, ClipPlanned):
                self._flush()
            self._held += encode_message(message)
            if len(self._held) > self._limit or isinstance(message, WorkerReady | JobEnded):
                self._flush()
            else:
                self._waiting.set()

    def _flush(self) -> None:
        self._waiting.clear()
        data, self._held = self._held, bytearray()
        if data:
            self._sink.write(data)
            self._sink.flush()

    def _send_late(self) -> None:
        # The main thread meets the broken pipe too, and ends the process.
        with contextlib.suppress(BrokenPipeError, ValueError):
            while self._waiting.wait():
                time.sleep(HELD_S)
                with self._lock:
                    self._flush()
