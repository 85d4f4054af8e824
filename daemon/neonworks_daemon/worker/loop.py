"""``WorkerLoop``: a reader thread that hears cancels, and a main thread that runs one job after the other."""

import logging
import os
import queue
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import BinaryIO

import msgspec
from neonworks_protocol.errors import AnimatorError

from neonworks_daemon.worker.job import JobControl, JobRunner
from neonworks_daemon.worker.messages import (
    CancelJob,
    FromWorker,
    JobEnded,
    JobEvent,
    StartJob,
    StopWorker,
    ToWorker,
    WorkerReady,
)
from neonworks_daemon.worker.pipe import PipeReader
from neonworks_daemon.worker.writer import PipeWriter

__all__ = ["ORPHAN_GRACE_S", "WorkerLoop"]

ORPHAN_GRACE_S = 2.0
"""Seconds that a job may need to reach its checkpoint after the daemon has gone."""

_INBOX = 2
"""The daemon sends one job and waits for its end; the second place holds the word to stop."""

_logger = logging.getLogger(__name__)


class _Context:
    """``JobContext`` on the worker's pipe."""

    def __init__(self, control: JobControl, send: Callable[[FromWorker], None]) -> None:
        self._control = control
        self._send = send

    @property
    def job(self) -> int:
        return self._control.job

    def checkpoint(self) -> None:
        self._control.checkpoint()

    def interrupting(self, stop: Callable[[], None]) -> AbstractContextManager[None]:
        return self._control.interrupting(stop)

    def emit(self, event: JobEvent) -> None:
        self._control.checkpoint()
        self._send(event)


class WorkerLoop:
    """Owns both ends of the pipe. ``exit_process`` ends a process whose job does not stop by itself;
    ``held_bytes`` is the ``PipeWriter``'s; ``cpu_s`` counts the seconds that the process had of a processor;
    ``tidy`` is called after each job, when its end is told."""

    def __init__(
        self,
        runner: JobRunner,
        source: BinaryIO,
        sink: BinaryIO,
        *,
        exit_process: Callable[[int], object] = os._exit,
        orphan_grace_s: float = ORPHAN_GRACE_S,
        held_bytes: int = 0,
        cpu_s: Callable[[], float] = time.process_time,
        tidy: Callable[[], None] = lambda: None,
    ) -> None:
        self._runner = runner
        self._reader = PipeReader(source, msgspec.msgpack.Decoder(ToWorker))
        self._send = PipeWriter(sink, held_bytes=held_bytes).send
        self._exit_process = exit_process
        self._orphan_grace_s = orphan_grace_s
        self._cpu_s = cpu_s
        self._tidy = tidy
        self._inbox: queue.Queue[tuple[StartJob, JobControl] | None] = queue.Queue(_INBOX)
        self._lock = threading.Lock()
        self._current: JobControl | None = None  # guarded by _lock
        self._finished = threading.Event()

    def run(self) -> int:
        """Warm up, serve jobs until told to stop or until the pipe closes. Returns the exit code."""
        threading.Thread(target=self._read, name="pipe-reader", daemon=True).start()
        started = time.perf_counter()
        try:
            generators = self._runner.warm_up()
            elapsed = (time.perf_counter() - started) * 1000
            self._send(WorkerReady(pid=os.getpid(), generators=generators, warm_up_ms=elapsed))
            while (item := self._inbox.get()) is not None:
                self._run_job(*item)
                del item
                self._tidy()
        except BrokenPipeError:
            _logger.info("daemon_gone")
        finally:
            self._finished.set()
        return 0

    def _read(self) -> None:
        try:
            while (message := self._reader.read()) is not None and not isinstance(message, StopWorker):
                self._receive(message)
        except (AnimatorError, msgspec.DecodeError, queue.Full, OSError, ValueError):
            _logger.exception("pipe_broken")
        self._stop()

    def _receive(self, message: StartJob | CancelJob) -> None:
        if isinstance(message, StartJob):
            control = JobControl(message.job)
            with self._lock:
                self._current = control
            self._inbox.put_nowait((message, control))
            return
        with self._lock:
            if self._current is not None and self._current.job == message.job:
                self._current.cancel()

    def _stop(self) -> None:
        """Ends the process by force when the main thread does not come back in time."""
        with self._lock:
            if self._current is not None:
                self._current.cancel()
        self._inbox.put(None)
        if not self._finished.wait(self._orphan_grace_s):
            self._exit_process(1)

    def _run_job(self, message: StartJob, control: JobControl) -> None:
        before = self._cpu_s()
        ended = self._ended(message, control)
        with self._lock:
            self._current = None
        cpu_ms = (self._cpu_s() - before) * 1000
        self._send(msgspec.structs.replace(ended, cpu_ms=cpu_ms))

    def _ended(self, message: StartJob, control: JobControl) -> JobEnded:
        """Run the job; how that ended."""
        context = _Context(control, self._send)
        try:
            control.checkpoint()
            notes = self._runner.run(message.work, context)
            return JobEnded(job=control.job, notes=notes)
        except AnimatorError as error:
            return JobEnded(job=control.job, code=error.code, message=error.message)
        except MemoryError:
            text = "out of memory; try a smaller sprite"
            return JobEnded(job=control.job, code="worker_failed", message=text)
        except BrokenPipeError:
            raise
        except Exception as error:
            # A bug in one generator fails one job, not the process that serves the next client.
            _logger.exception("job_bug")
            text = f"internal error ({type(error).__name__}: {error}); please report it with the daemon's log"
            return JobEnded(job=control.job, code=AnimatorError.code, message=" ".join(text.split()))
