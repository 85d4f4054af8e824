"""``DurableLedger``: what became of each (client, request id), also across restarts.

Its day is 24 hours in which a daemon ran over this file. The calendar is not asked, neither while the daemon
runs nor for the time between two daemons, so no change of the system's time and no suspended laptop lets an
id expire early; an id may be remembered for longer, which harms nobody.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol, TypeVar

import msgspec
from neonworks_protocol.errors import Busy, StorageFailed
from neonworks_protocol.ledger import KEEP_S, MAX_ENTRIES, LedgerEntry, RequestLedger
from neonworks_protocol.messages import Accepted, EndMessage, Interrupted

from neonworks_daemon.store.database import Database
from neonworks_daemon.store.schema import CLOCK

__all__ = ["DurableLedger", "Guard"]

_ROOM = 64
"""Entries that leave together when the ledger is full: half a millisecond."""
_TIME_EVERY_S = 60.0
"""How often the time is written down where nothing else does: what a crash adds to a day."""
_ENCODE = msgspec.msgpack.Encoder().encode
_ACCEPTED = msgspec.msgpack.Decoder(Accepted)
_END = msgspec.msgpack.Decoder(EndMessage)

_T = TypeVar("_T")


class Guard(Protocol):
    """Runs an action on the database. Raises ``StorageFailed``, after it tried to make room."""

    def __call__(self, action: Callable[[], _T]) -> _T: ...


class DurableLedger(RequestLedger):
    """``clock`` gives seconds and never jumps; ``guard`` runs what writes.

    Answers that cannot be written (the disk is full) are kept in memory until ``settle`` writes them; they
    belong to requests that were let in before, so they are as bounded as those. A new request is refused.
    """

    def __init__(
        self,
        database: Database,
        guard: Guard,
        clock: Callable[[], float],
        *,
        keep_s: float = KEEP_S,
        max_entries: int = MAX_ENTRIES,
    ) -> None:
        super().__init__(clock, keep_s=keep_s, max_entries=max_entries)
        self._database = database
        self._guard = guard
        self._source = clock
        self._offset = -clock()
        self._keep = keep_s
        self._most = max_entries
        self._count = 0
        self._kept_time = 0.0
        self._unwritten: dict[tuple[str, str], LedgerEntry] = {}

    def load(self) -> None:
        """Go on with the time and the entries of the file."""
        stored = self._database.value("SELECT value FROM facts WHERE name = ?", (CLOCK,)) or 0.0
        newest = self._database.value("SELECT max(touched) FROM requests WHERE end IS NOT NULL") or 0.0
        self._offset = max(stored, newest) - self._source()
        self._count = self._database.value("SELECT count(*) FROM requests")

    def __len__(self) -> int:
        return self._count

    @property
    def now(self) -> float:
        """Seconds that daemons have run over this file."""
        return self._source() + self._offset

    def get(self, client: str, request_id: str) -> LedgerEntry | None:
        if (entry := self._unwritten.get((client, request_id))) is not None:
            return entry
        row = self._row(client, request_id)
        if row is None or (row[3] is not None and self.now - row[1] > self._keep):
            return None
        return LedgerEntry(
            digest=row[0],
            touched=row[1],
            accepted=_ACCEPTED.decode(row[2]) if row[2] is not None else None,
            end=_END.decode(row[3]) if row[3] is not None else None,
        )

    def open(self, client: str, request_id: str, digest: str) -> LedgerEntry:
        """Raises ``Busy`` when every entry is of a request that has not ended, ``StorageFailed`` when nothing
        can be written."""
        if self._count >= self._most:
            self._guard(self._free_some)
        if self._count >= self._most:
            raise Busy("too many requests are open; wait for some to end")
        entry = LedgerEntry(digest, self.now)
        self._guard(lambda: self._insert(client, request_id, entry))
        return entry

    def accept(self, client: str, message: Accepted) -> None:
        entry = self.get(client, message.request_id)
        if entry is not None:
            entry.accepted = message
            self._write(client, message.request_id, entry)

    def end(self, client: str, message: EndMessage) -> None:
        entry = self.get(client, message.request_id)
        if entry is not None:
            entry.end, entry.touched = message, self.now
            self._write(client, message.request_id, entry)

    def end_retryable(self, client: str, message: EndMessage) -> None:
        entry = self.get(client, message.request_id)
        if entry is None or entry.accepted is not None:
            self.end(client, message)
            return
        key = client, message.request_id
        self._unwritten.pop(key, None)
        try:
            self._guard(lambda: self._delete(*key))
        except StorageFailed:
            # It never was accepted, so the next daemon forgets it anyway; until then it must not seem open.
            self._unwritten[key] = entry
            self.end(client, message)

    def settle(self) -> bool:
        """Write what could not be written, drop what expired. False when there is nothing left to do."""
        for key in list(self._unwritten)[:_ROOM]:
            self._guard(partial(self._update, *key, self._unwritten[key]))
            del self._unwritten[key]
        if self.now - self._kept_time >= _TIME_EVERY_S:
            self._guard(self._keep_time)
        before = self._count
        self._guard(lambda: self._drop("touched < ?", (self.now - self._keep,)))
        return bool(self._unwritten) or self._count < before

    def end_open(self, end_of: Callable[[str], EndMessage | None], message: str) -> None:
        """No daemon works on what has not ended. Requests that were accepted end as their job did, by its id,
        or are interrupted; the others are forgotten, as if they had never arrived."""
        with self._database.transaction():
            rows = self._database.run(
                "SELECT client, request_id, accepted FROM requests WHERE end IS NULL"
            ).fetchall()
            for client, request_id, accepted in rows:
                if accepted is None:
                    self._delete(client, request_id)
                else:
                    answer = _ACCEPTED.decode(accepted)
                    interrupted = Interrupted(request_id=request_id, message=message)
                    end = end_of(answer.job_id) or interrupted
                    self._database.run(
                        "UPDATE requests SET touched = ?, end = ? WHERE client = ? AND request_id = ?",
                        (
                            self.now,
                            _ENCODE(msgspec.structs.replace(end, request_id=request_id)),
                            client,
                            request_id,
                        ),
                    )

    def adopt(self, client: str, message: Accepted) -> None:
        """The request had been let in as a job, only its answer was never on its way."""
        entry = self.get(client, message.request_id)
        if entry is not None and entry.accepted is None:
            self.accept(client, message)

    def _row(self, client: str, request_id: str) -> tuple[Any, ...] | None:
        sql = "SELECT digest, touched, accepted, end FROM requests WHERE client = ? AND request_id = ?"
        try:
            return self._guard(lambda: self._database.one(sql, (client, request_id)))
        except StorageFailed:
            # Unreadable is unknown; letting a request in under that id fails just as well, and says why.
            return None

    def _write(self, client: str, request_id: str, entry: LedgerEntry) -> None:
        self._unwritten[client, request_id] = entry
        try:
            self._guard(lambda: self._update(client, request_id, entry))
        except StorageFailed:
            return
        del self._unwritten[client, request_id]

    def _insert(self, client: str, request_id: str, entry: LedgerEntry) -> None:
        self._delete(client, request_id)
        self._database.run(
            "INSERT INTO requests (client, request_id, digest, touched) VALUES (?, ?, ?, ?)",
            (client, request_id, entry.digest, entry.touched),
        )
        self._count += 1

    def _update(self, client: str, request_id: str, entry: LedgerEntry) -> None:
        self._database.run(
            "UPDATE requests SET touched = ?, accepted = ?, end = ? WHERE client = ? AND request_id = ?",
            (
                entry.touched,
                _ENCODE(entry.accepted) if entry.accepted is not None else None,
                _ENCODE(entry.end) if entry.end is not None else None,
                client,
                request_id,
            ),
        )

    def _delete(self, client: str, request_id: str) -> None:
        cursor = self._database.run(
            "DELETE FROM requests WHERE client = ? AND request_id = ?", (client, request_id)
        )
        self._count -= cursor.rowcount

    def _free_some(self) -> None:
        self._drop("touched <= ?", (self.now,))

    def _drop(self, where: str, values: tuple[float, ...]) -> None:
        """Forget ended entries, those that ended first before the others, at most ``_ROOM``."""
        cursor = self._database.run(
            "DELETE FROM requests WHERE (client, request_id) IN (SELECT client, request_id FROM requests"
            f" WHERE end IS NOT NULL AND {where} ORDER BY touched LIMIT {_ROOM})",
            values,
        )
        self._count -= cursor.rowcount

    def _keep_time(self) -> None:
        self._database.run(
            "INSERT INTO facts (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
            (CLOCK, self.now),
        )
        self._kept_time = self.now
