"""``Slot``: one place for a worker process. When its process ends a new one is started, with growing pauses
while processes end one after the other."""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from neonworks_daemon.clocks import AwakeClock
from neonworks_daemon.logs import fields
from neonworks_daemon.supervisor import WorkerProcess, WorkerState

__all__ = ["HEALTHY_S", "Slot", "respawn_delay"]

HEALTHY_S = 30.0
"""Awake seconds after its start in which a process that lives has shown that it is well."""
_FIRST_PAUSE_S = 0.25
_LONGEST_PAUSE_S = 10.0

_logger = logging.getLogger(__name__)


def respawn_delay(failures: int) -> float:
    """Seconds to wait after ``failures`` (>= 1) processes in a row ended without finishing a job."""
    if failures <= 1:
        return 0.0
    return min(_FIRST_PAUSE_S * 2.0 ** min(failures - 2, 16), _LONGEST_PAUSE_S)


class Slot:
    """``make`` gives a worker that was not started; ``delay`` the pause after a number of failures in a row.

    A failure is a process that ended although nobody asked it to. ``failed_starts`` counts those that were
    never ready: a broken installation, not a bad job.
    """

    def __init__(
        self,
        number: int,
        make: Callable[[], WorkerProcess],
        clock: AwakeClock,
        *,
        delay: Callable[[int], float] = respawn_delay,
    ) -> None:
        self.number = number
        self.failed_starts = 0
        """In a row."""
        self._make = make
        self._clock = clock
        self._delay = delay
        self._failures = 0
        self._ready_at: float | None = None
        self._closing = asyncio.Event()
        self.worker = make()

    @property
    def idle(self) -> bool:
        """Its process could take a job now."""
        return self.worker.state is WorkerState.IDLE

    @property
    def warm(self) -> bool:
        """Its process is up, with or without a job."""
        return self.worker.state in (WorkerState.IDLE, WorkerState.BUSY, WorkerState.CANCELLING)

    @property
    def closing(self) -> bool:
        """No further process will be started here."""
        return self._closing.is_set()

    def ready(self) -> None:
        """Its process came up."""
        self.failed_starts = 0
        self._ready_at = self._clock()

    def finished(self) -> None:
        """Its process ended a job as it should."""
        self._failures = 0

    def failed(self) -> None:
        """Its process ended unasked; before the pause that follows."""
        if self._ready_at is None:
            self.failed_starts += 1
        elif self._clock() - self._ready_at >= HEALTHY_S:
            self._failures = 0
        self._failures += 1
        self._ready_at = None

    def close(self, grace_s: float) -> None:
        """End the process, after ``grace_s`` seconds by force; ``run`` then returns."""
        self._closing.set()
        self.worker.stop(grace_s)

    async def run(self) -> None:
        """Keep a process alive until ``close``."""
        while not self.closing:
            await self.worker.run()
            if self.closing:
                return
            pause = self._delay(self._failures) if self._failures else 0.0
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), pause)
            if not self.closing:
                _logger.info("worker_respawn", extra=fields(worker=self.number, pause_s=pause))
                self.worker = self._make()
