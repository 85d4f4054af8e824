"""``ResultStore``: jobs and frames that outlive the daemon, in one SQLite file.

``commit`` returns when the event and its pixels are committed: a daemon that is killed afterwards has them at
its next start. All of it runs in the event loop; each call is a fraction of a millisecond, what takes longer
is done in slices by ``tidy`` and in a thread by ``checkpoint`` (see ``keeper``).
"""

import contextlib
import errno
import logging
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec
from neonworks_protocol.errors import BadRequest, Busy, NotFound, StorageFailed
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import EndMessage
from neonworks_protocol.records import JobRecord

from neonworks_daemon.clocks import steady_seconds
from neonworks_daemon.logs import fields
from neonworks_daemon.ready import instance_lock
from neonworks_daemon.store.blobs import Blobs, Form
from neonworks_daemon.store.database import Database
from neonworks_daemon.store.eviction import Evictor
from neonworks_daemon.store.failures import is_damage, is_full, storage_failed
from neonworks_daemon.store.history import History
from neonworks_daemon.store.ledger import DurableLedger
from neonworks_daemon.store.recording import KeptRequest, NewJob, Recording, mark_of
from neonworks_daemon.store.reserve import free_bytes
from neonworks_daemon.store.room import Room
from neonworks_daemon.worker.messages import FrameMade, JobEvent

__all__ = ["INTERRUPTED", "ResultStore"]

INTERRUPTED = "the daemon ended before this did; get_result brings what was finished, retry draws it again"
_LATE = 1000
"""Ends that wait for room on the disk: more than jobs can be open."""
_LOG_BYTES = 4 << 20
"""Length of the log at which a checkpoint is due."""

_T = TypeVar("_T")
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Open:
    """A job that has not ended: its row, and the marks of its events that are kept."""

    row: int
    marks: set[str] = field(default_factory=set)


class ResultStore:
    """``folder`` holds the files; None keeps everything in memory, for as long as the store lives.

    ``limit`` bounds the bytes of what is not pinned; ``clock`` gives seconds and never jumps; ``free`` tells
    the free bytes of a folder; ``max_pages`` bounds the file in pages of 4 KiB.
    """

    def __init__(
        self,
        folder: Path | None,
        *,
        limit: int,
        clock: Callable[[], float] = steady_seconds,
        free: Callable[[Path], int] = free_bytes,
        max_pages: int | None = None,
    ) -> None:
        self._folder = folder
        self._limit = limit
        path = None if folder is None else folder / "history.db"
        self._database = Database(path, max_pages=max_pages)
        self._blobs = Blobs(self._database)
        self._history = History(self._database)
        self._evictor = Evictor(self._database, self._blobs)
        self.ledger = DurableLedger(self._database, self._guard, clock)
        """What became of each request."""
        self._room = Room(folder, self._database, self._evictor, clock, free)
        self._open: dict[str, _Open] = {}
        self._late: OrderedDict[str, tuple[JobState, Callable[[], None]]] = OrderedDict()
        self._resources = contextlib.ExitStack()

    def open(self) -> None:
        """Take the folder; what had not ended is interrupted from now on.

        Raises ``StorageFailed`` when the folder cannot be written, another daemon has it, or a newer program
        wrote it.
        """
        if self._folder is not None:
            self._lock(self._folder)
        with contextlib.ExitStack() as undo:
            undo.callback(self.close)
            self._database.open()
            self._guard(self._load)
            undo.pop_all()

    def close(self) -> None:
        """Bring everything into the file and let go of the folder."""
        self._database.close()
        self._resources.close()

    def begin(self, job: NewJob) -> None:
        """A job was let in. Raises ``StorageFailed``; then it is not known."""
        if self._is_cramped() and (not self._room.make() or self._is_cramped()):
            raise storage_failed(OSError(errno.ENOSPC, "no room"), self._folder)
        self._open[job.job_id] = _Open(self._guard(lambda: self._add(job)))

    def withdraw(self, job_id: str) -> None:
        """The job was not let in after all."""
        job = self._open.pop(job_id, None)
        if job is not None:
            with contextlib.suppress(StorageFailed):
                self._guard(lambda: self._evictor.forget(job.row))

    def commit(self, job_id: str, *events: JobEvent) -> None:
        """Keep events before they are sent, in one transaction; those that are known already are not kept
        again.

        Raises ``StorageFailed``; then nothing of them was kept.
        """
        known = self._open[job_id].marks if job_id in self._open else ()
        marked = {mark: event for event in events if (mark := mark_of(event)) is not None}
        new = {mark: event for mark, event in marked.items() if mark not in known}
        if not new:
            return
        if self._database.log_bytes > self._room.log_limit:
            self._guard(self._database.checkpoint_now)
        self._guard(lambda: self._remember(job_id, new))

    def end(self, job_id: str, state: JobState, end: EndMessage, *, clips: int, fraction: float) -> None:
        """The job has ended as its first request is told. Never fails: what finds no room is written later,
        and a daemon that dies before finds the job interrupted."""

        def write() -> None:
            self._guard(lambda: self._end(job_id, state, end, clips, fraction))

        try:
            write()
        except StorageFailed as error:
            _logger.error("end_not_written", extra=fields(job=job_id, reason=error.message))
            self._late[job_id] = state, write
            while len(self._late) > _LATE:
                self._late.popitem(last=False)
        self._open.pop(job_id, None)

    def by_key(self, key: str) -> Recording | None:
        """The job that answered this request well and whose frames are all there."""
        found = self._guard(lambda: self._history.recording("key = ? AND state = 'done'", (key,)))
        return None if found is None else self._guard(lambda: self._usable(*found))

    def by_job(self, job_id: str) -> Recording | None:
        """The job of that id, when it has ended; with as many frames as there are."""
        with contextlib.suppress(StorageFailed):
            self._write_late()
        found = self._guard(lambda: self._history.recording("job_id = ?", (job_id,)))
        if found is None:
            return None
        self._guard(lambda: self._history.use(found[0]))
        return found[1]

    def load(self, frame: FrameMade) -> FrameMade | None:
        """A recorded frame with its pixels; None when they were damaged or have left."""
        data = self.frame_bytes(frame.sha256, frame.png)
        return None if data is None else msgspec.structs.replace(frame, data=data)

    def frame_bytes(self, sha256: str, png: bool) -> bytes | None:
        """The bytes of a kept frame, as PNG or raw pixels; None when it is not kept in that form, or cannot
        be read."""
        form = Form.PNG if png else Form.RAW
        try:
            return self._guard(lambda: self._blobs.fetch(bytes.fromhex(sha256), form))
        except StorageFailed as error:
            _logger.error("frame_not_read", extra=fields(frame=sha256, reason=error.message))
            return None

    def forget(self, job_id: str) -> None:
        """The job's frames are of no use any more."""

        def mark() -> None:
            found = self._history.recording("job_id = ?", (job_id,))
            if found is not None:
                self._evictor.forget(found[0])

        with contextlib.suppress(StorageFailed):
            self._guard(mark)

    def request(self, job_id: str) -> KeptRequest:
        """What the job was asked. Raises ``NotFound`` when it, or its sprite, is not kept any more."""
        kept = self._guard(lambda: self._request(job_id))
        if kept is None:
            raise NotFound(f"job {job_id} is not kept any more; submit the request again")
        return kept

    def mark_retried(self, job_id: str) -> None:
        """Another job draws it again: it is not listed as retryable any more. Never fails: being listed for
        longer harms nobody."""
        with contextlib.suppress(StorageFailed):
            self._guard(lambda: self._history.mark_retried(job_id))

    def records(self, limit: int) -> tuple[JobRecord, ...]:
        """The newest ``limit`` jobs, the newest first; of those that have not ended, what was first known."""
        records = self._guard(lambda: self._history.records(limit))
        return tuple(
            msgspec.structs.replace(record, state=self._late[record.job_id][0])
            if record.job_id in self._late
            else record
            for record in records
        )

    def pin(self, job_id: str, pinned: bool) -> JobRecord:
        """Exempt an ended job from eviction, or not. Raises ``NotFound``, ``BadRequest``."""
        record = self._guard(lambda: self._history.record(job_id))
        if record is None:
            raise NotFound(f"job {job_id} is not kept any more; submit the request again")
        if not record.state.ended:
            raise BadRequest(f"job {job_id} has not ended; pin it when it has")
        self._guard(lambda: self._history.pin(job_id, pinned))
        return msgspec.structs.replace(record, pinned=pinned)

    @property
    def used(self) -> int:
        """Bytes that count against the limit."""
        return self._guard(lambda: self._database.used_bytes - self._history.pinned_bytes)

    @property
    def limit(self) -> int:
        """Bytes of what is not pinned that are kept at most."""
        return self._limit

    @property
    def changes(self) -> int:
        """Rows that were written since the store was opened."""
        return self._database.changes

    @property
    def log_is_long(self) -> bool:
        """Whether a checkpoint is due."""
        return self._database.log_bytes > min(_LOG_BYTES, self._room.log_limit // 2)

    def tidy(self) -> bool:
        """One slice of what can wait, in about a millisecond; whether there is more. Raises
        ``StorageFailed``."""
        self._write_late()
        if self.ledger.settle() or self._guard(self._evictor.step):
            return True
        if self.used > self._limit:
            return self._guard(self._evictor.condemn)
        return self._guard(self._room.relieve)

    def checkpoint(self) -> None:
        """Bring what was committed into the file itself; for a thread of its own. Failing costs nothing: the
        next one does it."""
        with contextlib.suppress(sqlite3.Error):
            self._database.checkpoint()

    def _write_late(self) -> None:
        while self._late:
            job_id, (_, write) = next(iter(self._late.items()))
            write()
            del self._late[job_id]

    def _lock(self, folder: Path) -> None:
        try:
            self._resources.enter_context(instance_lock(folder / "data.lock"))
        except Busy as error:
            raise StorageFailed(
                f"another daemon keeps its results in {folder}; stop it or choose another --data-dir"
            ) from error
        except StorageFailed as error:
            reason = error.message.split(";")[0]
            raise StorageFailed(
                f"{reason}; choose another --data-dir, make it writable, or start with --no-history"
            ) from error

    def _load(self) -> None:
        self._history.load()
        self.ledger.load()
        for client, accepted in self._history.accepted():
            self.ledger.adopt(client, accepted)
        with self._database.transaction():
            count = self._history.interrupt_open(INTERRUPTED)
        self.ledger.end_open(self._history.end_of, INTERRUPTED)
        if count:
            _logger.warning("jobs_interrupted", extra=fields(jobs=count))
        self._room.open()

    def _add(self, job: NewJob) -> int:
        with self._database.transaction():
            sprite = self._blobs.keep(bytes.fromhex(job.sprite), Form.FILE, job.work.sprite)
            return self._history.add(job, sprite)

    def _remember(self, job_id: str, events: Mapping[str, JobEvent]) -> None:
        job = self._open.get(job_id)
        if job is None:
            raise StorageFailed("the history was set aside while this job ran; retry it")
        with self._database.transaction():
            for number, (mark, event) in enumerate(events.items(), len(job.marks)):
                blob = None
                if isinstance(event, FrameMade):
                    form = Form.PNG if event.png else Form.RAW
                    blob = self._blobs.keep(bytes.fromhex(event.sha256), form, event.data)
                    event = msgspec.structs.replace(event, data=b"")
                self._history.remember(job.row, mark, number, event, blob)
        job.marks.update(events)

    def _end(self, job_id: str, state: JobState, end: EndMessage, clips: int, fraction: float) -> None:
        with self._database.transaction():
            client = self._history.end(job_id, state, end, clips, fraction)
            if client is not None:
                self._evictor.trim_live(client)

    def _usable(self, row: int, recording: Recording) -> Recording | None:
        if self._history.lost_frames(row):
            self._evictor.forget(row)
            return None
        self._history.use(row)
        return recording

    def _request(self, job_id: str) -> KeptRequest | None:
        found = self._history.request(job_id)
        if found is None:
            return None
        kept, blob = found
        name = self._blobs.name_of(blob)
        sprite = None if name is None else self._blobs.fetch(name, Form.FILE)
        if sprite is None:
            return None
        return KeptRequest(
            msgspec.structs.replace(kept.work, sprite=sprite), kept.state, kept.channel, kept.text
        )

    def _is_cramped(self) -> bool:
        return self._guard(lambda: self._room.cramped)

    def _guard(self, action: Callable[[], _T]) -> _T:
        """Run ``action``, once more where that may help. Raises ``StorageFailed``."""
        try:
            return action()
        except (OSError, sqlite3.Error) as error:
            if is_damage(error):
                self._begin_anew(str(error))
            elif not (is_full(error) and self._room.make()):
                raise storage_failed(error, self._folder) from error
        try:
            return action()
        except (OSError, sqlite3.Error) as error:
            raise storage_failed(error, self._folder) from error

    def _begin_anew(self, reason: str) -> None:
        self._open.clear()
        self._late.clear()
        self._database.begin_anew(reason)
        self._history.load()
        self.ledger.load()
