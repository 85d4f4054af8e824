"""``Evictor``: who leaves when there is too much, a slice at a time so that the event loop never waits.

Whole jobs leave: first those marked as gone (the oldest live takes, and what a crash left half removed), then
the one that was not used for longest. Pinned jobs and jobs that have not ended stay.
"""

from neonworks_daemon.store.blobs import Blobs
from neonworks_daemon.store.database import Database

__all__ = ["LIVE_TAKES", "SLICE", "Evictor"]

LIVE_TAKES = 64
"""Live edits of one client that are kept: five seconds of dragging a slider, with all that a lost connection
may still ask for. What was applied is pinned, exported or an ordinary request."""
SLICE = 32
"""Events that one step removes: about 1 ms."""


class Evictor:
    """Statements and their transactions."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    def trim_live(self, client: str) -> None:
        """Mark the live take that one more pushes out of the ring of ``client``."""
        self._database.run(
            "UPDATE jobs SET gone = 1 WHERE id IN ("
            "SELECT id FROM jobs WHERE client = ? AND channel IS NOT NULL"
            " AND pinned = 0 AND gone = 0 AND end IS NOT NULL ORDER BY id DESC LIMIT 4 OFFSET ?)",
            (client, LIVE_TAKES),
        )

    def condemn(self, keep: int = 0) -> bool:
        """Mark the least recently used job, but none of the last ``keep``; False when none may leave."""
        row = self._database.value(
            "SELECT id FROM jobs WHERE pinned = 0 AND gone = 0 AND end IS NOT NULL"
            " AND used <= (SELECT max(used) FROM jobs) - ? ORDER BY used LIMIT 1",
            (keep,),
        )
        if row is not None:
            self.forget(row)
        return row is not None

    def forget(self, row: int) -> None:
        """Mark one job."""
        self._database.run("UPDATE jobs SET gone = 1 WHERE id = ?", (row,))

    def step(self) -> bool:
        """Remove one slice of a marked job; False when there is none."""
        job = self._database.one("SELECT id, sprite FROM jobs WHERE gone = 1 LIMIT 1")
        if job is None:
            return False
        row, sprite = job
        with self._database.transaction():
            events = self._database.run(
                "SELECT mark, blob FROM events WHERE job = ? LIMIT ?", (row, SLICE)
            ).fetchall()
            for mark, _ in events:
                self._database.run("DELETE FROM events WHERE job = ? AND mark = ?", (row, mark))
            self._blobs.release(blob for _, blob in events if blob is not None)
            if len(events) < SLICE:
                self._blobs.release([sprite])
                self._database.run("DELETE FROM jobs WHERE id = ?", (row,))
        return True
