"""``History``: the rows of jobs and their events. Transactions of several statements are the caller's."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import Accepted, EndMessage, Failed, Interrupted
from neonworks_protocol.records import JobRecord

from neonworks_daemon.store.database import Database
from neonworks_daemon.store.recording import KeptRequest, NewJob, Recording
from neonworks_daemon.worker.messages import AnimateWork, JobEvent

__all__ = ["LISTED_TEXT", "History"]

LISTED_TEXT = 200
"""Characters of a sentence in a list of jobs: 500 lines stay inside one message."""

_ENCODE = msgspec.msgpack.Encoder().encode
_EVENT = msgspec.msgpack.Decoder(JobEvent)
_WORK = msgspec.msgpack.Decoder(AnimateWork)
_END = msgspec.msgpack.Decoder(EndMessage)
_ACCEPTED = msgspec.msgpack.Decoder(Accepted)
_RECORD = (
    "SELECT job_id, request_id, client, state, created_s, text, clips, fraction, pinned, retried, end"
    " FROM jobs "
)


class History:
    """``load`` first, once the database is open."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._serial = 0

    def load(self) -> None:
        """Take up the numbering of uses where the last daemon left it."""
        self._serial = self._database.value("SELECT max(used) FROM jobs") or 0

    def add(self, job: NewJob, sprite: int) -> int:
        """A new row; returns its number. ``sprite`` is the id of the sprite's blob."""
        work = msgspec.structs.replace(job.work, sprite=b"")
        cursor = self._database.run(
            "INSERT INTO jobs (job_id, client, request_id, channel, key, text, state, created_s, work,"
            " sprite, accepted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                job.job_id,
                job.client,
                job.request_id,
                job.channel,
                job.key,
                job.work.text[:LISTED_TEXT],
                JobState.QUEUED.value,
                job.created_s,
                _ENCODE(work),
                sprite,
                _ENCODE(job.accepted),
            ),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def remember(self, row: int, mark: str, n: int, event: JobEvent, blob: int | None) -> None:
        """Event number ``n`` of a job; ``event`` without pixels."""
        self._database.run(
            "INSERT INTO events (job, mark, n, body, blob) VALUES (?, ?, ?, ?, ?)",
            (row, mark, n, _ENCODE(event), blob),
        )

    def end(self, job_id: str, state: JobState, end: EndMessage, clips: int, fraction: float) -> str | None:
        """The job has ended; the first end counts. Returns the client of a live take."""
        self._serial += 1
        self._database.run(
            "UPDATE jobs SET state = ?, end = ?, clips = ?, fraction = ?, used = ?"
            " WHERE job_id = ? AND end IS NULL",
            (state.value, _ENCODE(end), clips, fraction, self._serial, job_id),
        )
        live = "SELECT client FROM jobs WHERE job_id = ? AND channel IS NOT NULL"
        client: str | None = self._database.value(live, (job_id,))
        return client

    def interrupt_open(self, message: str) -> int:
        """End all jobs that have not ended: no daemon works on them. Returns how many."""
        rows = self._database.run(
            "SELECT id, job_id, request_id FROM jobs WHERE end IS NULL AND gone = 0"
        ).fetchall()
        for row, job_id, request_id in rows:
            clips = self._database.value(
                "SELECT count(*) FROM events WHERE job = ? AND mark LIKE 'c%'", (row,)
            )
            end = Interrupted(request_id=request_id, message=message)
            self.end(job_id, JobState.INTERRUPTED, end, int(clips), 0.0)
        return len(rows)

    def end_of(self, job_id: str) -> EndMessage | None:
        """How the job ended; None when it has not, or is not known."""
        end = self._database.value("SELECT end FROM jobs WHERE job_id = ? AND gone = 0", (job_id,))
        return None if end is None else _END.decode(end)

    def use(self, row: int) -> None:
        """The job was used: it is the last to be evicted."""
        self._serial += 1
        self._database.run("UPDATE jobs SET used = ? WHERE id = ?", (self._serial, row))

    def recording(self, where: str, values: Sequence[Any]) -> tuple[int, Recording] | None:
        """Number and recording of the newest job that ended, among those that ``where`` selects."""
        row = self._database.one(
            f"SELECT id, job_id, client, request_id, state, end FROM jobs WHERE {where} AND gone = 0"
            " AND end IS NOT NULL ORDER BY id DESC LIMIT 1",
            values,
        )
        if row is None:
            return None
        bodies = self._database.run("SELECT body FROM events WHERE job = ? ORDER BY n", (row[0],))
        events = tuple(_EVENT.decode(body) for (body,) in bodies)
        return row[0], Recording(
            job_id=row[1],
            client=row[2],
            request_id=row[3],
            state=JobState(row[4]),
            events=events,
            end=_END.decode(row[5]),
        )

    def request(self, job_id: str) -> tuple[KeptRequest, int] | None:
        """What the job was asked, without the sprite, and the id of the sprite's blob."""
        row = self._database.one(
            "SELECT work, state, channel, text, sprite FROM jobs WHERE job_id = ? AND gone = 0", (job_id,)
        )
        if row is None:
            return None
        return KeptRequest(_WORK.decode(row[0]), JobState(row[1]), row[2], row[3]), row[4]

    def lost_frames(self, row: int) -> int:
        """Frames of the job whose pixels were found damaged."""
        count: int = self._database.value(
            "SELECT count(*) FROM events e JOIN blobs b ON b.id = e.blob WHERE e.job = ? AND b.data IS NULL",
            (row,),
        )
        return count

    def mark_retried(self, job_id: str) -> None:
        """Another job draws it again: it is not offered for that any more."""
        self._database.run("UPDATE jobs SET retried = 1 WHERE job_id = ?", (job_id,))

    def records(self, limit: int) -> tuple[JobRecord, ...]:
        """The newest ``limit`` jobs, the newest first."""
        rows = self._database.run(_RECORD + "WHERE gone = 0 ORDER BY id DESC LIMIT ?", (limit,))
        return tuple(_record(row) for row in rows)

    def record(self, job_id: str) -> JobRecord | None:
        """One job as a line of the list."""
        row = self._database.one(_RECORD + "WHERE job_id = ? AND gone = 0", (job_id,))
        return None if row is None else _record(row)

    def pin(self, job_id: str, pinned: bool) -> None:
        """Exempt the job from eviction, or not; counts the bytes of its frames."""
        size = (
            "(SELECT coalesce(sum(b.size), 0) FROM events e JOIN blobs b ON b.id = e.blob"
            " WHERE e.job = jobs.id)"
        )
        self._database.run(
            f"UPDATE jobs SET pinned = ?1, bytes = CASE ?1 WHEN 1 THEN {size} ELSE 0 END WHERE job_id = ?2",
            (int(pinned), job_id),
        )

    @property
    def pinned_bytes(self) -> int:
        """Bytes of frames that pinned jobs keep."""
        return self._database.value("SELECT sum(bytes) FROM jobs WHERE pinned = 1") or 0

    def accepted(self) -> Iterator[tuple[str, Accepted]]:
        """Client and answer of each job that has not ended."""
        for client, accepted in self._database.run(
            "SELECT client, accepted FROM jobs WHERE end IS NULL AND gone = 0"
        ).fetchall():
            yield client, _ACCEPTED.decode(accepted)


def _record(row: tuple[Any, ...]) -> JobRecord:
    return JobRecord(
        job_id=row[0],
        request_id=row[1],
        client=row[2],
        state=JobState(row[3]),
        created_s=row[4],
        text=row[5],
        clips=row[6],
        fraction=row[7],
        retryable=row[10] is not None and not row[9] and _may_succeed(_END.decode(row[10])),
        pinned=bool(row[8]),
    )


def _may_succeed(end: EndMessage) -> bool:
    """Whether the same request may succeed where this was its end."""
    return isinstance(end, Interrupted) or (isinstance(end, Failed) and end.retryable)
