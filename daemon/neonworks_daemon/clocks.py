"""Clocks that do not expire anything because the process, the laptop or the calendar stood still or jumped.

Deadlines and idle times are measured in ``AwakeClock`` seconds: time in which this process ran. A process
that was stopped (Ctrl-Z, a frozen container) or whose machine slept finds every deadline as far away as
before. On Linux ``CLOCK_MONOTONIC`` leaves sleep out already, elsewhere it does not, and nowhere does it
leave out a stop.

Ages of what is stored are measured in ``StoredClock`` seconds, which a change of the system's time does not
move while the daemon runs.
"""

import asyncio
import time
from collections.abc import Callable

__all__ = ["LONGEST_STEP_S", "TICK_S", "Alarm", "AwakeClock", "StoredClock", "steady_seconds"]

TICK_S = 0.5
"""Seconds between two looks at an ``AwakeClock`` that nobody else reads."""
LONGEST_STEP_S = 1.0
"""A longer time between two looks was not spent awake: the event loop itself did not run."""
LAST_LOOK_S = 0.05
"""Between the end of an alarm's time and its call: answers that came in while the process was stopped are
read first and may still clear it."""


class AwakeClock:
    """Seconds that this process was awake; never goes back. Call it like ``time.monotonic``.

    It must be looked at every ``TICK_S`` while it counts: ``run`` does so. After a longer pause than
    ``LONGEST_STEP_S`` one tick is counted, whatever ``source`` says.
    """

    def __init__(self, source: Callable[[], float] = time.monotonic) -> None:
        self._source = source
        self._seen = source()
        self._awake = self._seen

    def __call__(self) -> float:
        now = self._source()
        step = now - self._seen
        self._seen = now
        self._awake += TICK_S if step > LONGEST_STEP_S else max(step, 0.0)
        return self._awake

    @property
    def asleep_s(self) -> float:
        """Seconds that were left out so far."""
        return self._seen - self._awake

    async def run(self) -> None:
        """Keep looking at the clock until cancelled."""
        while True:
            self()
            await asyncio.sleep(TICK_S)


class Alarm:
    """Calls ``ring`` once, ``seconds`` of awake time after ``set``. One deadline at a time."""

    def __init__(self, clock: AwakeClock, ring: Callable[[], object]) -> None:
        self._clock = clock
        self._ring = ring
        self._due = 0.0
        self._handle: asyncio.TimerHandle | None = None

    @property
    def armed(self) -> bool:
        """Whether it is going to ring."""
        return self._handle is not None

    def set(self, seconds: float) -> None:
        """Ring in ``seconds`` (>= 0); replaces an earlier deadline. Needs a running event loop."""
        self.clear()
        self._due = self._clock() + seconds
        self._wait(seconds)

    def clear(self) -> None:
        """Do not ring."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _wait(self, seconds: float) -> None:
        step = min(max(seconds, 0.0), TICK_S)
        self._handle = asyncio.get_running_loop().call_later(step, self._look)

    def _look(self) -> None:
        left = self._due - self._clock()
        if left > 0:
            self._wait(left)
        else:
            self._handle = asyncio.get_running_loop().call_later(LAST_LOOK_S, self._end)

    def _end(self) -> None:
        self._handle = None
        self._ring()


def steady_seconds() -> float:
    """Seconds that go on through sleep where the system offers them, and never jump."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class StoredClock:
    """Seconds since 1970 for times that are written down and compared later, also by the next daemon.

    The calendar is read once and carried on by ``steady``: setting the system's time, however far and in
    whichever direction, moves nothing while the daemon runs. ``not_before`` is the newest time that was
    stored: where the calendar was set back between two runs, time goes on from there instead of running
    twice. A calendar set forward between two runs cannot be told from a long pause.
    """

    def __init__(
        self,
        *,
        not_before: float = 0.0,
        calendar: Callable[[], float] = time.time,
        steady: Callable[[], float] = steady_seconds,
    ) -> None:
        self._steady = steady
        self._offset = max(calendar(), not_before) - steady()

    def __call__(self) -> float:
        return self._steady() + self._offset
