"""The seam between the worker's machinery and what a job does."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from neonworks_protocol.errors import JobCancelled
from neonworks_protocol.records import Capabilities

from neonworks_daemon.worker.messages import JobEvent, Work

__all__ = ["JobContext", "JobControl", "JobRunner"]


class JobControl:
    """One job's cancel flag: set by the reader thread, read by the main thread."""

    def __init__(self, job: int) -> None:
        self.job = job
        self._cancelled = threading.Event()
        self._lock = threading.Lock()
        self._stop: Callable[[], None] | None = None  # guarded by _lock

    def cancel(self) -> None:
        self._cancelled.set()
        with self._lock:
            if self._stop is not None:
                self._stop()

    @contextmanager
    def interrupting(self, stop: Callable[[], None]) -> Iterator[None]:
        """Within it ``cancel`` calls ``stop``, in its own thread; at once where the job is unwanted."""
        with self._lock:
            self._stop = stop
        if self._cancelled.is_set():
            stop()
        try:
            yield
        finally:
            with self._lock:
                self._stop = None

    def checkpoint(self) -> None:
        """Raises ``JobCancelled`` once the job is unwanted."""
        if self._cancelled.is_set():
            raise JobCancelled("the job was cancelled")

    def wait_cancelled(self, seconds: float) -> None:
        """Sleep up to ``seconds``; raises ``JobCancelled`` as soon as the job is unwanted."""
        self._cancelled.wait(seconds)
        self.checkpoint()


class JobContext(Protocol):
    """What a running job may call."""

    @property
    def job(self) -> int: ...

    def checkpoint(self) -> None:
        """Raises ``JobCancelled`` once the job is unwanted."""
        ...

    def interrupting(self, stop: Callable[[], None]) -> AbstractContextManager[None]:
        """Within it ``stop`` is called, by another thread, as soon as the job is unwanted."""
        ...

    def emit(self, event: JobEvent) -> None:
        """Send one event to the daemon; blocks while the pipe is full."""
        ...


class JobRunner(Protocol):
    """Runs jobs, one at a time, in the worker's main thread."""

    def warm_up(self) -> tuple[Capabilities, ...]:
        """Import and draw once, so that the first job pays for nothing; returns what can be made."""
        ...

    def run(self, work: Work, context: JobContext) -> tuple[str, ...]:
        """Do the job and return notes for people. Raises ``AnimatorError`` (``JobCancelled`` among them)."""
        ...
