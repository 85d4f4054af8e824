"""Failures of files in words for people."""

import errno
import sqlite3
from pathlib import Path

import pytest
from neonworks_daemon.store.failures import is_damage, is_full, storage_failed


def _sqlite(code: int, text: str = "as SQLite says") -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(text)
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        OSError(errno.EFBIG, "File too large"),
        _sqlite(sqlite3.SQLITE_FULL),
        _sqlite(sqlite3.SQLITE_IOERR_WRITE),
    ],
)
def test_no_room_is_told_with_what_to_do(error: Exception) -> None:
    assert is_full(error)
    assert not is_damage(error)
    text = storage_failed(error, Path("data")).message
    assert text == "no room left to keep results in data: free some disk space, then retry the job"


@pytest.mark.parametrize(
    "code", [sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT_INDEX]
)
def test_damage_is_told_apart(code: int) -> None:
    assert is_damage(_sqlite(code))
    assert not is_full(_sqlite(code))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (_sqlite(sqlite3.SQLITE_READONLY, "attempt to write a readonly database"), "readonly database; make"),
        (OSError(errno.EACCES, "Permission denied"), "Permission denied; make the folder writable"),
        (_sqlite(sqlite3.SQLITE_BUSY), "another program holds"),
        (sqlite3.ProgrammingError("no code"), "no code; make"),
    ],
)
def test_anything_else_is_one_line(error: Exception, words: str) -> None:
    assert not is_full(error) and not is_damage(error)
    failed = storage_failed(error, Path("data"))
    assert failed.code == "storage_failed"
    assert words in failed.message
    assert "\n" not in failed.message
    assert "in memory" in storage_failed(error, None).message
