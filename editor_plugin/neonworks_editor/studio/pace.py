"""When a change is sent: at once while results come as fast as changes, later where they do not.

Pure policy; times are seconds of any clock that never goes back. The daemon's own rule (SPEC, Channels) keeps
a complete draft coming at least every 300 ms by itself as long as a draft takes up to 250 ms, so holding
changes back there could only make them late. Where a draft takes longer, a change that is sent in the middle
of a word costs the daemon a cancel and the user the draft of a moment ago; krita-ai-diffusion waits there,
too (its ``LiveScheduler``).
"""

from collections import deque
from statistics import median

__all__ = ["FAST_S", "MAX_PACE_S", "MAX_QUIET_S", "Pace"]

FAST_S = 0.25
"""Drafts up to this long are never held back: the daemon keeps them coming every 300 ms."""
MAX_QUIET_S = 0.4
"""Longest wait for a pause in typing: what a pause between words takes."""
MAX_PACE_S = 3.0
"""Longest time between two sends while typing goes on (krita-ai-diffusion's bound)."""
_REMEMBERED = 8


class Pace:
    """One channel. Tell it of ``changed``, ``sent`` and ``finished``; ask ``due``."""

    def __init__(self) -> None:
        self._costs: deque[float] = deque(maxlen=_REMEMBERED)
        self._gap_s = 1.0
        self._changed: float | None = None
        self._sent: float | None = None
        self._starved_from: float | None = None

    @property
    def cost_s(self) -> float:
        """Seconds that a draft takes, by the last ones; 0 before the first."""
        return median(self._costs) if self._costs else 0.0

    @property
    def quiet_s(self) -> float:
        """How long the user must pause before a change is sent ahead of ``pace_s``."""
        cost = self.cost_s
        if cost <= max(FAST_S, self._gap_s):
            return 0.0
        return min(MAX_QUIET_S, (cost - FAST_S) / 2)

    @property
    def pace_s(self) -> float:
        """Seconds from one send to the next while changes go on without a pause."""
        return min(MAX_PACE_S, self.cost_s)

    def changed(self, now: float) -> None:
        """The user changed something."""
        if self._changed is not None:
            gap = min(1.0, now - self._changed)
            self._gap_s += 0.3 * (gap - self._gap_s)
        self._changed = now

    def sent(self, now: float) -> None:
        """The newest content went to the daemon."""
        self._sent = now
        if self._starved_from is None:
            self._starved_from = now + max(FAST_S, 2 * self.cost_s)

    def drew(self) -> None:
        """A draft is complete, or nothing is on its way any more."""
        self._starved_from = None

    def finished(self, cost_s: float) -> None:
        """A draft was complete ``cost_s`` after the daemon was free for it."""
        self._costs.append(cost_s)

    def due(self) -> float:
        """When the last change is to be sent; a time in the past means now."""
        changed = self._changed if self._changed is not None else 0.0
        if self._sent is not None and self._starved_from is not None and changed > self._starved_from:
            # Drafts take longer than they did: another change would only cancel the one on its way.
            return max(changed, min(changed + MAX_QUIET_S, self._sent + MAX_PACE_S))
        calm = changed + self.quiet_s
        return calm if self._sent is None else min(calm, max(changed, self._sent + self.pace_s))
