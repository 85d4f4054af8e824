"""``Backoff``: how long to wait before the next attempt to connect."""

import random
from collections.abc import Callable

__all__ = ["Backoff"]


class Backoff:
    """Waits that grow by ``factor`` from ``first_s`` to ``longest_s`` seconds.

    Each is shortened by up to half at random: the editors of a restarted daemon do not all come at once.

    The first wait after a connection that held for ``steady_s`` seconds is nothing. A shorter one does not
    count: a daemon that welcomes and hangs up at once would be asked without pause.
    """

    def __init__(
        self,
        *,
        first_s: float = 0.05,
        longest_s: float = 5.0,
        factor: float = 2.0,
        steady_s: float = 1.0,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._first_s = first_s
        self._longest_s = longest_s
        self._factor = factor
        self._steady_s = steady_s
        self._chance = chance
        self._wait_s = 0.0

    def held(self, seconds: float) -> None:
        """The last connection was online for so long."""
        if seconds >= self._steady_s:
            self._wait_s = 0.0

    def next_s(self) -> float:
        """Seconds to wait now; the next wait is longer."""
        wait = self._wait_s
        self._wait_s = min(max(self._first_s, wait * self._factor), self._longest_s)
        return wait * (1.0 - 0.5 * self._chance())
