"""Where in a clip the preview is: from a clock, never from counting frames drawn."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

__all__ = ["REST_S", "Playback"]

REST_S = 0.7
"""How long a one-shot rests on its last picture before the preview shows it again."""


class Playback:
    """One clip's position. ``now`` is seconds of any clock that never goes back; durations are
    milliseconds."""

    def __init__(self) -> None:
        self._ends: tuple[float, ...] = (1.0,)
        self._loop = True
        self._playing = True
        self._since = 0.0
        self._held_s = 0.0

    @property
    def playing(self) -> bool:
        """False while it is paused or scrubbed."""
        return self._playing

    @property
    def total_s(self) -> float:
        """Seconds of one pass, without the rest of a one-shot."""
        return self._ends[-1]

    @property
    def _period_s(self) -> float:
        return self.total_s if self._loop else round(self.total_s + REST_S, 6)

    def set_clip(self, durations: Sequence[int], loop: bool, now: float) -> None:
        """Another timeline; the phase (share of the pass) is kept."""
        phase = min(1.0, self.position_s(now) / self.total_s)
        self._ends = tuple(ms / 1000 for ms in accumulate(max(1, ms) for ms in durations))
        self._loop = loop
        self._seek(phase * self.total_s, now)

    def position_s(self, now: float) -> float:
        """Seconds into the pass; a one-shot that rests stays at its end."""
        # To the microsecond: a sum of thirds of seconds must not fall short of the loop point.
        at = round(now - self._since, 6) if self._playing else self._held_s
        return min(at % self._period_s, self.total_s)

    def index(self, now: float) -> int:
        """Which picture is due."""
        at = bisect_right(self._ends, self.position_s(now) + 1e-9)
        return min(at, len(self._ends) - 1)

    def passes(self, now: float) -> int:
        """How many passes are over; it grows at the loop point."""
        return int(round(now - self._since, 6) // self._period_s) if self._playing else 0

    def play(self, now: float) -> None:
        """Goes on from where it is; from the start when it was at the end."""
        if not self._playing:
            self._playing = True
            self._seek(0.0 if self._held_s >= self.total_s else self._held_s, now)

    def pause(self, now: float) -> None:
        """Stops where it is."""
        if self._playing:
            self._held_s = self.position_s(now)
            self._playing = False

    def scrub(self, index: int, now: float) -> None:
        """Stops at the start of picture ``index``, which is clamped."""
        self._playing = False
        index = max(0, min(index, len(self._ends) - 1))
        self._held_s = self._ends[index - 1] if index else 0.0

    def step(self, by: int, now: float) -> None:
        """Stops ``by`` pictures further, around the ends."""
        self.scrub((self.index(now) + by) % len(self._ends), now)

    def restart(self, now: float) -> None:
        """Plays from the first picture."""
        self._playing = True
        self._seek(0.0, now)

    def _seek(self, at_s: float, now: float) -> None:
        self._since = now - at_s
        self._held_s = at_s
