"""``Ledger``: what was published for each path of one watched folder, in SQLite, safe against kill -9.

Publishing one path takes four steps, so that after a crash anywhere the next start does exactly what is left:

1. ``begin``: the outputs are about to be replaced; until step 3 the old result is not trusted any more.
2. The files are renamed into place.
3. ``publish``: key, outputs and an announcement that was not told yet, in one transaction.
4. ``told``: the daemon has answered the announcement.
"""

import contextlib
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neonworks_protocol.errors import StorageFailed
from neonworks_protocol.paths import fold_name

from neonworks_daemon.watch.states import Key

__all__ = ["Announcement", "Ledger", "Output"]

_VERSION = 1
_SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE results (
    path TEXT PRIMARY KEY,
    content TEXT NOT NULL, recipe TEXT NOT NULL, maker TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('writing', 'published', 'forgotten')),
    serial INTEGER NOT NULL,
    told INTEGER NOT NULL DEFAULT 1
);
CREATE TABLE outputs (
    folded TEXT PRIMARY KEY, name TEXT NOT NULL, path TEXT NOT NULL,
    serial INTEGER NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL
);
CREATE INDEX outputs_of ON outputs (path, serial);
CREATE INDEX untold ON results (serial) WHERE told = 0;
CREATE TABLE refusals (
    path TEXT PRIMARY KEY,
    content TEXT NOT NULL, recipe TEXT NOT NULL, maker TEXT NOT NULL, reason TEXT NOT NULL
);
"""


@dataclass(frozen=True)
class Output:
    """A file that was written: its name relative to the root, bytes and hex sha256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Announcement:
    """A result that the daemon was not told of, or has not answered. ``token`` is the same each time that it
    is told, so that the daemon knows a repetition."""

    serial: int
    token: str
    path: str
    key: Key
    outputs: tuple[str, ...]


class Ledger:
    """One process at a time; its methods may be called from several threads of it."""

    def __init__(self, file: Path) -> None:
        """Raises ``StorageFailed`` when ``file`` cannot be used."""
        self._file = file
        self._lock = threading.Lock()
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._db = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
            self._open()
        except (OSError, sqlite3.Error) as error:
            raise self._failed(error) from error
        self._own = {row[0] for row in self._db.execute("SELECT folded FROM outputs")}

    def close(self) -> None:
        """Nothing is lost without it."""
        with self._lock:
            self._db.close()

    def published(self) -> dict[str, Key]:
        """The trusted results by path."""
        rows = self._all("SELECT path, content, recipe, maker FROM results WHERE state = 'published'")
        return {path: Key(*key) for path, *key in rows}

    def refused(self) -> dict[str, tuple[Key, str]]:
        """Content that could not be animated, and why."""
        rows = self._all("SELECT path, content, recipe, maker, reason FROM refusals")
        return {path: (Key(*key), reason) for path, *key, reason in rows}

    def is_own(self, name: str) -> bool:
        """Whether a file of this name, relative to the root, was written by us."""
        return fold_name(name) in self._own

    def owner(self, name: str) -> str | None:
        """The sprite whose output ``name`` is, as long as that sprite is there."""
        if not self.is_own(name):
            return None
        rows = self._all(
            "SELECT path FROM outputs JOIN results USING (path) WHERE folded = ? AND state != 'forgotten'",
            fold_name(name),
        )
        return rows[0][0] if rows else None

    def outputs(self, path: str) -> tuple[Output, ...]:
        """What was written for ``path``."""
        rows = self._all("SELECT name, size, sha256 FROM outputs WHERE path = ? ORDER BY rowid", path)
        return tuple(Output(*row) for row in rows)

    def all_outputs(self) -> Mapping[str, list[Output]]:
        """The outputs of all trusted results by path."""
        found: dict[str, list[Output]] = {}
        query = (
            "SELECT outputs.path, name, size, sha256 FROM outputs JOIN results USING (path)"
            " WHERE state = 'published' AND outputs.serial = results.serial"
        )
        for path, *row in self._all(query):
            found.setdefault(path, []).append(Output(*row))
        return found

    def refuse(self, path: str, key: Key, reason: str) -> None:
        """Remember that this content cannot be animated."""
        with self._transaction() as db:
            db.execute(
                "REPLACE INTO refusals VALUES (?, ?, ?, ?, ?)",
                (path, key.content, key.recipe, key.maker, reason),
            )

    def forget(self, path: str) -> None:
        """The sprite is gone. Its outputs stay, and are known as ours."""
        with self._transaction() as db:
            db.execute("UPDATE results SET state = 'forgotten', told = 1 WHERE path = ?", (path,))
            db.execute("DELETE FROM refusals WHERE path = ?", (path,))

    def begin(self, path: str, key: Key, outputs: tuple[Output, ...]) -> int:
        """Step 1; returns the serial number of this publishing."""
        with self._transaction() as db:
            (serial,) = db.execute(
                "UPDATE facts SET value = value + 1 WHERE name = 'serial' RETURNING value"
            ).fetchone()
            serial = int(serial)
            db.execute(
                "INSERT INTO results VALUES (?, ?, ?, ?, 'writing', ?, 1) ON CONFLICT (path) DO UPDATE SET"
                " content = excluded.content, recipe = excluded.recipe, maker = excluded.maker,"
                " state = 'writing', serial = excluded.serial, told = 1",
                (path, key.content, key.recipe, key.maker, serial),
            )
            db.executemany(
                "REPLACE INTO outputs VALUES (?, ?, ?, ?, ?, ?)",
                [(fold_name(o.name), o.name, path, serial, o.size, o.sha256) for o in outputs],
            )
        self._own.update(fold_name(output.name) for output in outputs)
        return serial

    def publish(self, path: str, serial: int) -> None:
        """Step 3."""
        with self._transaction() as db:
            db.execute(
                "UPDATE results SET state = 'published', told = 0 WHERE path = ? AND serial = ?",
                (path, serial),
            )
            db.execute("DELETE FROM refusals WHERE path = ?", (path,))

    def told(self, serial: int) -> None:
        """Step 4."""
        with self._transaction() as db:
            db.execute("UPDATE results SET told = 1 WHERE serial = ?", (serial,))

    def untold(self, limit: int = 64) -> list[Announcement]:
        """What waits for step 4, oldest first."""
        rows = self._all(
            "SELECT serial, path, content, recipe, maker FROM results WHERE told = 0 ORDER BY serial LIMIT ?",
            limit,
        )
        return [self._announcement(serial, path, Key(*key)) for serial, path, *key in rows]

    def surplus(self, path: str, serial: int) -> list[Output]:
        """Files of earlier results of ``path`` that the newest one has not."""
        query = "SELECT name, size, sha256 FROM outputs WHERE path = ? AND serial != ?"
        return [Output(*row) for row in self._all(query, path, serial)]

    def disown(self, name: str) -> None:
        """``name`` is not ours any more: it was removed, or somebody else writes it."""
        with self._transaction() as db:
            db.execute("DELETE FROM outputs WHERE folded = ?", (fold_name(name),))
        self._own.discard(fold_name(name))

    def _announcement(self, serial: int, path: str, key: Key) -> Announcement:
        rows = self._all(
            "SELECT name FROM outputs WHERE path = ? AND serial = ? ORDER BY rowid", path, serial
        )
        return Announcement(serial, f"{self._name}-{serial}", path, key, tuple(row[0] for row in rows))

    def _open(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        # A commit survives the death of the process; after a power cut the files are compared anyway.
        self._db.execute("PRAGMA synchronous = NORMAL")
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version == 0:
            self._db.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
        elif version != _VERSION:
            raise sqlite3.DatabaseError(f"it is of version {version}, this program writes {_VERSION}")
        self._db.executemany(
            "INSERT OR IGNORE INTO facts VALUES (?, ?)", [("serial", "0"), ("name", secrets.token_hex(8))]
        )
        (self._name,) = self._db.execute("SELECT value FROM facts WHERE name = 'name'").fetchone()

    def _all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            try:
                return self._db.execute(query, values).fetchall()
            except sqlite3.Error as error:
                raise self._failed(error) from error

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                try:
                    yield self._db
                except BaseException:
                    self._db.execute("ROLLBACK")
                    raise
                self._db.execute("COMMIT")
            except sqlite3.Error as error:
                raise self._failed(error) from error

    def _failed(self, error: Exception) -> StorageFailed:
        return StorageFailed(
            f"cannot use the watcher's ledger {self._file} ({error}): free some space or delete the file"
        )
