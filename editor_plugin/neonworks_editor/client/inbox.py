"""``Inbox``: what the network thread hands to the frame loop, bounded in number and bytes.

One thread posts, one pumps. Neither waits for the other: a deque's ``append`` and ``popleft`` are atomic, and
each counter has one writer. When it is full the network thread stops reading the socket, so a flood waits in
the daemon, not here.
"""

import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple

__all__ = ["PUMP_CLOCK", "Delivery", "Inbox"]

PUMP_CLOCK: Callable[[], float] = time.perf_counter if sys.platform == "win32" else time.thread_time
"""Seconds of processor time of the calling thread. On Windows that clock has steps of 16 ms, so there it is
wall time."""


_UNTOLD = 32
"""Credit that may wait until the network thread looks by itself: a quarter of the window."""


class Delivery(NamedTuple):
    """One event for one receiver."""

    call: Callable[[Any], object]
    event: Any
    parts: int
    """Credit that taking it gives back: payload messages that it came in."""
    size: int
    """Its bytes on the wire, about."""


class Inbox:
    """Full at ``most`` events or ``most_bytes`` bytes.

    The defaults hold a whole window of the largest payloads (128 messages of 256 KiB) and the control
    messages around it. ``emptied`` is called, on the pumping thread and at most once a pump, when the network
    thread should ask for ``consumed``: much is untold, or nothing is left that would make it look by itself.
    """

    def __init__(
        self,
        emptied: Callable[[], None],
        *,
        most: int = 512,
        most_bytes: int = 48 << 20,
        clock: Callable[[], float] = PUMP_CLOCK,
    ) -> None:
        self._emptied = emptied
        self._most = most
        self._most_bytes = most_bytes
        self._clock = clock
        self._items: deque[Delivery] = deque()
        self._bytes_in = 0
        self._bytes_out = 0
        self._taken = 0
        self._reported = 0

    def __len__(self) -> int:
        return len(self._items)

    @property
    def full(self) -> bool:
        """Whether the network thread should wait before it reads on."""
        return len(self._items) >= self._most or self._bytes_in - self._bytes_out >= self._most_bytes

    def post(self, call: Callable[[Any], object], event: Any, parts: int = 0, size: int = 0) -> None:
        """Hand over one event; never waits. ``call`` gets it on the pumping thread."""
        if size:
            # Both threads may post; only what comes from the network has a size, so this has one writer.
            self._bytes_in += size
        self._items.append(Delivery(call, event, parts, size))

    def pump(self, budget_s: float) -> int:
        """Call the receivers of waiting events until ``budget_s`` seconds are used; at least one. How many.

        What a receiver raises goes to the caller; its event counts as taken, the others wait.
        """
        if not self._items:
            return 0
        handled = 0
        deadline = self._clock() + budget_s
        try:
            while self._items:
                call, event, parts, size = self._items.popleft()
                handled += 1
                self._taken += parts
                self._bytes_out += size
                call(event)
                if self._clock() >= deadline:
                    break
        finally:
            untold = self._taken - self._reported
            if untold >= _UNTOLD or (untold and not self._items):
                self._emptied()
        return handled

    def consumed(self) -> int:
        """For the network thread: credit given back since it asked last."""
        taken = self._taken
        new, self._reported = taken - self._reported, taken
        return new
