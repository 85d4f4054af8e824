"""``SecondPass``: what a job says when it is drawn again because its worker died.

The same work gives the same bytes, so everything that was said before the death comes again, in the same
words. Its clients have it already, and frames that were committed are not committed twice.
"""

from collections import Counter
from collections.abc import Hashable, Iterable

from neonworks_daemon.worker.messages import ClipFinished, ClipPlanned, FrameMade, JobEvent

__all__ = ["SecondPass"]


class SecondPass:
    """``said`` are the events of the first pass, progress left out."""

    def __init__(self, said: Iterable[JobEvent]) -> None:
        self._said = Counter(_name(event) for event in said)

    def is_new(self, event: JobEvent) -> bool:
        """Whether ``event`` goes beyond the first pass; each of the first pass's events is met once."""
        name = _name(event)
        if self._said[name] == 0:
            return True
        self._said[name] -= 1
        return False


def _name(event: JobEvent) -> Hashable:
    kind = type(event).__name__
    if isinstance(event, FrameMade):
        return kind, event.clip, event.index, event.tier, event.revision
    if isinstance(event, ClipPlanned | ClipFinished):
        return kind, event.clip, event.tier
    return kind
