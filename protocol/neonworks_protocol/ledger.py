"""What became of each (client, request id), so that a request sent twice is done once.

Kept in memory and shared by all sessions of a server; an entry lives for 24 hours after it ended, or until
newer ones need its place.
"""

from collections.abc import Callable
from dataclasses import dataclass

from neonworks_protocol.errors import Busy
from neonworks_protocol.messages import Accepted, EndMessage, Failed, ServerMessage

__all__ = ["LedgerEntry", "RequestLedger", "remember"]

KEEP_S = 24 * 3600.0
"""Seconds an ended request is remembered."""
MAX_ENTRIES = 10_000
"""About 10 MiB; at 12 live edits a second, a quarter of an hour of them."""


@dataclass
class LedgerEntry:
    """``digest`` is of the request's content; ``accepted`` and ``end`` are the answers that were sent."""

    digest: str
    touched: float
    accepted: Accepted | None = None
    end: EndMessage | None = None


class RequestLedger:
    """``clock`` gives seconds and never goes back (``time.monotonic``)."""

    def __init__(
        self, clock: Callable[[], float], *, keep_s: float = KEEP_S, max_entries: int = MAX_ENTRIES
    ) -> None:
        self._clock = clock
        self._keep_s = keep_s
        self._max_entries = max_entries
        self._entries: dict[tuple[str, str], LedgerEntry] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, client: str, request_id: str) -> LedgerEntry | None:
        """The entry, unless it has expired."""
        entry = self._entries.get((client, request_id))
        if entry is None or self._expired(entry):
            return None
        return entry

    def open(self, client: str, request_id: str, digest: str) -> LedgerEntry:
        """A new entry; raises ``Busy`` when every entry is of a request that has not ended."""
        if len(self._entries) >= self._max_entries:
            self._make_room()
        entry = LedgerEntry(digest, self._clock())
        self._entries.pop((client, request_id), None)
        self._entries[client, request_id] = entry
        return entry

    def accept(self, client: str, message: Accepted) -> None:
        """Remembers the answer."""
        entry = self._entries.get((client, message.request_id))
        if entry is not None:
            entry.accepted = message

    def end(self, client: str, message: EndMessage) -> None:
        """Remembers the end; the entry becomes the newest of those that may make room."""
        entry = self._entries.pop((client, message.request_id), None)
        if entry is not None:
            entry.end, entry.touched = message, self._clock()
            self._entries[client, message.request_id] = entry

    def end_retryable(self, client: str, message: EndMessage) -> None:
        """``end``, but a request that was never accepted is forgotten: it may be sent again."""
        entry = self._entries.get((client, message.request_id))
        if entry is not None and entry.accepted is None:
            del self._entries[client, message.request_id]
        else:
            self.end(client, message)

    def _expired(self, entry: LedgerEntry) -> bool:
        return entry.end is not None and self._clock() - entry.touched > self._keep_s

    def _make_room(self) -> None:
        """Drops all expired entries, and no fewer than a tenth of the places, those that ended first."""
        ended = [key for key, entry in self._entries.items() if entry.end is not None]
        expired = sum(self._expired(self._entries[key]) for key in ended)
        for key in ended[: max(1, self._max_entries // 10, expired)]:
            del self._entries[key]
        if len(self._entries) >= self._max_entries:
            raise Busy("too many requests are open; wait for some to end")


def remember(ledger: RequestLedger, client: str, message: ServerMessage) -> None:
    """Tells ``ledger`` of an answer or an end; a refusal that may pass later leaves the id free."""
    if isinstance(message, Accepted):
        ledger.accept(client, message)
    elif isinstance(message, Failed) and message.retryable:
        ledger.end_retryable(client, message)
    elif isinstance(message, EndMessage):
        ledger.end(client, message)
