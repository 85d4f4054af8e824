"""What went wrong with a file, told apart: no room, damage, and all the rest; and said in one line."""

import errno
import sqlite3
from pathlib import Path

from neonworks_protocol.errors import StorageFailed

__all__ = ["is_damage", "is_full", "storage_failed"]

_FULL_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def _primary_code(error: sqlite3.Error) -> int:
    """SQLite's result code without its details; -1 for errors that Python raises itself."""
    code = getattr(error, "sqlite_errorcode", -1)
    return code & 0xFF if code >= 0 else -1


def is_full(error: Exception) -> bool:
    """Whether there is no room on the disk, or no more is allowed."""
    if isinstance(error, OSError):
        return error.errno in _FULL_ERRORS
    # A quota that is used up comes as a write error without its cause.
    quota = getattr(error, "sqlite_errorcode", -1) == sqlite3.SQLITE_IOERR_WRITE
    return isinstance(error, sqlite3.Error) and (quota or _primary_code(error) == sqlite3.SQLITE_FULL)


def is_damage(error: Exception) -> bool:
    """Whether the file is not what was written."""
    return isinstance(error, sqlite3.Error) and _primary_code(error) in _DAMAGE


def storage_failed(error: Exception, place: Path | None) -> StorageFailed:
    """The error for users: what happened where, and what to do."""
    where = "in memory" if place is None else f"in {place}"
    if is_full(error):
        return StorageFailed(
            f"no room left to keep results {where}: free some disk space, then retry the job"
        )
    if isinstance(error, sqlite3.Error) and _primary_code(error) == sqlite3.SQLITE_BUSY:
        return StorageFailed(f"another program holds the history {where}; close it, then retry the job")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return StorageFailed(
        f"cannot keep results {where}: {reason}; make the folder writable, then retry the job"
    )
