"""``Reconnect``: when and where a client looks for its daemon again."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from neonworks_daemon.ready import ReadyInfo, read_ready

__all__ = ["Reconnect"]


@dataclass(frozen=True)
class Reconnect:
    """Waits grow by ``factor`` from ``first_s`` to ``longest_s`` seconds, each shortened by up to half at
    random, so that the clients of a restarted daemon do not all come at once.

    ``attempts`` are made in a row; the defaults give a daemon about a minute to come back. ``ready_file``
    tells where a restarted daemon listens and what its token is; None looks where it was.
    """

    attempts: int = 20
    first_s: float = 0.05
    longest_s: float = 5.0
    factor: float = 2.0
    ready_file: Path | None = None
    chance: Callable[[], float] = field(default=random.random, repr=False)
    """A number 0..1 for the jitter."""

    def waits(self) -> Iterator[float]:
        """Seconds before each attempt; the first is at once."""
        wait = self.first_s
        for attempt in range(self.attempts):
            yield 0.0 if attempt == 0 else wait * (1.0 - 0.5 * self.chance())
            wait = min(wait * self.factor, self.longest_s) if attempt else wait

    def find(self, last: ReadyInfo) -> ReadyInfo:
        """Where the daemon is now, as far as can be told."""
        found = read_ready(self.ready_file) if self.ready_file is not None else None
        return found or last
