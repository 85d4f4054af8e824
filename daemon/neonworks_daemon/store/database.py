"""``Database``: one SQLite file, brought up to date when it is opened.

The file is in WAL mode with ``synchronous=NORMAL``: a commit is a write to the page cache, so it outlives the
process at once and the machine from the next checkpoint on, and a power cut may cost the newest commits but
never the file. Checkpoints (the slow part, with fsync) are made from another thread; they hold up no commit.
"""

import contextlib
import logging
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from neonworks_protocol.errors import StorageFailed

from neonworks_daemon.logs import fields
from neonworks_daemon.store.failures import is_damage, storage_failed
from neonworks_daemon.store.schema import MIGRATIONS

__all__ = ["Database"]

_BUSY_S = 0.25
"""Longest wait for another program that looks into the file; the event loop waits as long."""
_PRAGMAS = ("journal_mode = WAL", "synchronous = NORMAL", "wal_autocheckpoint = 0", "journal_size_limit = 0")
"""The last one makes a log that starts again as short as what it holds."""
_PASSES = 20
"""Of one checkpoint; each but the first takes as long as two syncs of a few pages."""
_CHECKED_BYTES = 16 << 20
"""A file up to this size is checked whole when it is opened, in about 50 ms; a larger one shows its damage
when the damaged place is read."""

_logger = logging.getLogger(__name__)


class Database:
    """``path`` None keeps everything in memory. ``max_pages`` bounds the file, in SQLite's pages of 4 KiB.

    ``open`` first. Errors of SQLite are not translated here.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        migrations: Sequence[Sequence[str]] = MIGRATIONS,
        max_pages: int | None = None,
    ) -> None:
        self.path = path
        self._log = None if path is None else path.with_name(f"{path.name}-wal")
        self._migrations = migrations
        self._max_pages = max_pages
        self._connection: sqlite3.Connection | None = None

    def open(self) -> None:
        """Raises ``StorageFailed`` when the file cannot be written, or was made by a newer program. A
        damaged file is set aside and a new one begun."""
        try:
            if self.path is not None:
                self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._open()
        except (OSError, sqlite3.Error) as error:
            self.close()
            if self.path is None or not (is_damage(error) or self.path.is_dir()):
                raise self._failed(error) from error
            self.begin_anew(str(error))

    def begin_anew(self, reason: str) -> None:
        """Set the damaged file aside and begin an empty one. Raises ``StorageFailed``."""
        self.close()
        try:
            if self.path is not None:
                aside = _set_aside(self.path)
                _logger.error("history_damaged", extra=fields(reason=reason, kept_as=aside))
            self._open()
        except (OSError, sqlite3.Error) as error:
            raise self._failed(error) from error

    def close(self) -> None:
        """Closing twice does nothing."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):
                connection.close()

    def run(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Execute one statement; on its own it is a transaction."""
        return self._opened.execute(sql, values)

    def one(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row."""
        row: tuple[Any, ...] | None = self._opened.execute(sql, values).fetchone()
        return row

    def value(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """The first column of the first row, None without rows."""
        row = self.one(sql, values)
        return None if row is None else row[0]

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block's statements, or none."""
        connection = self._opened
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        finally:
            # SQLite itself rolls back some failures, a full disk among them.
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    @property
    def used_bytes(self) -> int:
        """Bytes of the file that hold something."""
        pages: int = self.value("PRAGMA page_count") - self.value("PRAGMA freelist_count")
        return pages * int(self.value("PRAGMA page_size"))

    @property
    def unused_pages(self) -> int:
        """Pages of the file that hold nothing."""
        return int(self.value("PRAGMA freelist_count"))

    @property
    def changes(self) -> int:
        """Rows written since the file was opened."""
        return self._opened.total_changes

    def shrink(self, pages: int) -> int:
        """Give up to ``pages`` unused pages back to the disk (with the next checkpoint); how many it were."""
        unused: int = self.value("PRAGMA freelist_count")
        if unused:
            # ``execute`` steps a statement without columns once, which gives back one page.
            self._opened.executescript(f"PRAGMA incremental_vacuum({min(pages, unused)})")
        return min(pages, unused)

    @property
    def log_bytes(self) -> int:
        """Size of the log: what was committed and not yet brought into the file, or was the last that was."""
        if self._log is None:
            return 0
        try:
            return self._log.stat().st_size
        except OSError:
            return 0

    def checkpoint_now(self) -> None:
        """Bring the log in from this thread, which waits for the disk: for when there is no room for more of
        it. Raises ``sqlite3.Error`` where there is none for the file either."""
        self._opened.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def checkpoint(self) -> None:
        """Bring what was committed into the file itself. May be called in any thread; blocks that one only.

        The log is written from its start again once all of it was brought in at a moment without commits; so
        that such a moment is met under load too, what came in meanwhile is brought in again.
        """
        if self.path is None:
            return
        uri = f"{self.path.absolute().as_uri()}?mode=rw"
        with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=0, isolation_level=None)) as other:
            before = -1
            for _ in range(_PASSES):
                _, logged, _ = other.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                if logged == before:
                    return
                before = logged

    @property
    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            raise StorageFailed(f"the history in {self.path} is closed; restart the daemon")
        return self._connection

    def _open(self) -> None:
        target = ":memory:" if self.path is None else str(self.path)
        connection = sqlite3.connect(target, timeout=_BUSY_S, isolation_level=None, cached_statements=128)
        self._connection = connection
        version = int(self.value("PRAGMA user_version"))
        if version > len(self._migrations):
            self.close()
            raise StorageFailed(
                f"{self.path} was written by a newer version of the program (format {version}, this one"
                f" reads up to {len(self._migrations)}); update, or choose another --data-dir"
            )
        if version == 0:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").fetchall()
        if self._max_pages is not None:
            connection.execute(f"PRAGMA max_page_count = {self._max_pages}").fetchall()
        self._migrate(version)
        self._probe()

    def _migrate(self, version: int) -> None:
        for number, step in enumerate(self._migrations[version:], version + 1):
            with self.transaction():
                for statement in step:
                    self.run(statement)
                self.run(f"PRAGMA user_version = {number}")
            if version:
                _logger.info("history_migrated", extra=fields(path=self.path, version=number))

    def _probe(self) -> None:
        """Raises ``sqlite3.DatabaseError`` for a file that is damaged where it is cheap to see."""
        if self.path is None or self.path.stat().st_size > _CHECKED_BYTES:
            return
        found = self.value("PRAGMA quick_check(1)")
        if found != "ok":
            error = sqlite3.DatabaseError(str(found))
            error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise error

    def _failed(self, error: Exception) -> StorageFailed:
        if self.path is None:
            return storage_failed(error, None)
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return StorageFailed(
            f"cannot write the history {self.path}: {reason}; choose another --data-dir, make it writable, or"
            " start with --no-history"
        )


def _set_aside(path: Path) -> Path:
    """Rename the file out of the way; the one that was set aside before it is replaced."""
    aside = path.with_name(path.name + ".damaged")
    path.replace(aside)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    return aside
