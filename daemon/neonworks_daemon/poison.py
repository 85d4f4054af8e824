"""``PoisonTable``: work that ended two worker processes, so that a third is not spent on it.

Kept in memory: a restart forgets it, because a new version or a machine with more memory may do the work.
"""

from collections import OrderedDict
from collections.abc import Callable

__all__ = ["KEEP_S", "PoisonTable"]

KEEP_S = 600.0
"""Seconds for which identical work is refused."""
_ENTRIES = 256
"""Kept at most; the oldest leaves first."""


class PoisonTable:
    """``clock`` gives seconds and never goes back. ``key`` names a piece of work."""

    def __init__(
        self, clock: Callable[[], float], *, keep_s: float = KEEP_S, entries: int = _ENTRIES
    ) -> None:
        self._clock = clock
        self._keep_s = keep_s
        self._limit = entries
        self._entries: OrderedDict[str, tuple[float, str]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, key: str, reason: str) -> None:
        """Remember that ``key`` ended two processes; ``reason`` is one line for people."""
        self._entries.pop(key, None)
        self._entries[key] = (self._clock() + self._keep_s, reason)
        while len(self._entries) > self._limit:
            self._entries.popitem(last=False)

    def reason(self, key: str) -> str:
        """Why ``key`` is refused now, one line that says until when; empty when it is not."""
        until, reason = self._entries.get(key, (0.0, ""))
        left = until - self._clock()
        if not reason or left <= 0:
            self._entries.pop(key, None)
            return ""
        return (
            f"{reason}; it is not tried again for {max(1, round(left / 60))} min or until the daemon is "
            "restarted: try another sprite, size or sentence"
        )
