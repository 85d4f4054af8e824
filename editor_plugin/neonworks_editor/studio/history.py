"""Results that the user may come back to: bounded, the newest first, any two of them side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from neonworks_editor.studio.frames import StripFrame
from neonworks_editor.studio.results import Result
from neonworks_editor.studio.settings import Settings
from neonworks_editor.studio.strip import Strip

__all__ = ["MAX_ENTRIES", "MAX_HISTORY_BYTES", "Comparison", "History", "HistoryEntry"]

MAX_ENTRIES = 60
"""Thumbnails that a scroll of the list still shows at a glance; applied and pinned ones are in the project
or daemon."""
MAX_HISTORY_BYTES = 128 * 1024 * 1024
"""Pictures of all entries; of large sprites fewer entries are kept, pinned ones last."""


@dataclass(frozen=True, slots=True, eq=False)
class HistoryEntry:
    """One result. ``settings`` is None where another session asked for it: it can be shown, not edited."""

    number: int
    """Names it; rising with time."""
    label: str
    """The sentence, or the actions."""
    result: Result
    settings: Settings | None
    made_s: float
    """Seconds since 1970-01-01 UTC."""
    pinned: bool = False
    """The daemon keeps its frames whatever their age, and the history keeps the entry."""

    @property
    def thumbnail(self) -> StripFrame | None:
        """A picture that tells it apart."""
        return self.result.thumbnail


class History:
    """``revision`` grows with every change."""

    def __init__(self, most: int = MAX_ENTRIES, most_bytes: int = MAX_HISTORY_BYTES) -> None:
        self.revision = 0
        self._most = most
        self._most_bytes = most_bytes
        self._entries: list[HistoryEntry] = []
        self._next = 1

    @property
    def entries(self) -> tuple[HistoryEntry, ...]:
        """The newest first."""
        return tuple(reversed(self._entries))

    def get(self, number: int) -> HistoryEntry | None:
        """The entry with that number."""
        return next((entry for entry in self._entries if entry.number == number), None)

    def add(self, label: str, result: Result, settings: Settings | None, made_s: float) -> HistoryEntry:
        """Records a result; one with the same content moves to the front and keeps its pin."""
        earlier = next((e for e in self._entries if e.result.key == result.key), None)
        if earlier is not None:
            self._entries.remove(earlier)
        pinned = earlier is not None and earlier.pinned
        entry = HistoryEntry(self._next, label, result, settings, made_s, pinned)
        self._next += 1
        self._entries.append(entry)
        self._trim()
        self.revision += 1
        return entry

    def pin(self, number: int, pinned: bool) -> None:
        """Marks an entry as kept, or lets it go; an unknown number is passed over."""
        for at, entry in enumerate(self._entries):
            if entry.number == number:
                self._entries[at] = HistoryEntry(
                    entry.number, entry.label, entry.result, entry.settings, entry.made_s, pinned
                )
                self.revision += 1

    def remove(self, number: int) -> None:
        """Forgets an entry."""
        self._entries = [entry for entry in self._entries if entry.number != number]
        self.revision += 1

    def _trim(self) -> None:
        """The oldest that are not pinned leave first, then the oldest; the newest stays in any case."""
        while len(self._entries) > 1 and (
            len(self._entries) > self._most or self._bytes() > self._most_bytes
        ):
            older = self._entries[:-1]
            self._entries.remove(next((e for e in older if not e.pinned), older[0]))

    def _bytes(self) -> int:
        return sum(entry.result.size_bytes for entry in self._entries)


class Comparison:
    """Two entries, A and B, playing in step; ``flipped`` shows B where the panel has room for one."""

    def __init__(self, a: HistoryEntry, b: HistoryEntry, now: float) -> None:
        self.a = a
        self.b = b
        self.flipped = False
        self.strips_a = _strips(a.result, now)
        self.strips_b = _strips(b.result, now)

    @property
    def strips(self) -> Sequence[Strip]:
        """Those of the entry that is shown where there is room for one."""
        return self.strips_b if self.flipped else self.strips_a

    def tick(self, now: float) -> None:
        """Once a frame, so that a result that is still being drawn sharpens."""
        for strip in (*self.strips_a, *self.strips_b):
            strip.tick(now)


def _strips(result: Result, now: float) -> list[Strip]:
    strips = [Strip() for _ in result.clips]
    for strip, drawn in zip(strips, result.clips, strict=True):
        strip.show(drawn, 1, now)
        strip.playback.restart(now)
    return strips
