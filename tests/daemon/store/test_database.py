"""The file: damaged, foreign, newer, unwritable, full; and checkpoints beside commits."""

import sqlite3
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_daemon.store.database import Database
from neonworks_daemon.store.schema import MIGRATIONS
from neonworks_protocol.errors import StorageFailed


def _database(path: Path | None) -> Database:
    database = Database(path)
    database.open()
    return database


def _remember(database: Database, name: str) -> None:
    database.run("INSERT INTO facts VALUES (?, 1.0)", (name,))


def _names(database: Database) -> list[str]:
    return [name for (name,) in database.run("SELECT name FROM facts ORDER BY name")]


def test_what_was_committed_is_there_after_a_close(tmp_path: Path) -> None:
    path = tmp_path / "a folder" / "history.db"
    database = _database(path)
    _remember(database, "kept")
    database.close()
    database.close()
    database = _database(path)
    assert _names(database) == ["kept"]
    database.close()


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    database = _database(None)
    with pytest.raises(ZeroDivisionError), database.transaction():
        _remember(database, "lost")
        raise ZeroDivisionError
    with pytest.raises(sqlite3.IntegrityError), database.transaction():
        _remember(database, "twice")
        _remember(database, "twice")
    with database.transaction():
        _remember(database, "kept")
    assert _names(database) == ["kept"]
    database.close()


def test_a_file_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    _database(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StorageFailed, match=r"newer version of the program \(format 99.*--data-dir"):
        Database(path).open()
    assert path.read_bytes() == before


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=200))
def test_a_file_that_is_none_of_ours_is_set_aside(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes
) -> None:
    path = tmp_path_factory.mktemp("junk") / "history.db"
    path.write_bytes(junk)
    database = _database(path)
    _remember(database, "kept")
    database.close()
    assert path.with_name("history.db.damaged").read_bytes() == junk


def test_a_file_that_is_damaged_inside_is_set_aside(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "history.db"
    database = _database(path)
    for number in range(500):
        _remember(database, f"name {number}")
    database.close()
    data = bytearray(path.read_bytes())
    for offset in range(2 * 4096, len(data), 4096):
        data[offset : offset + 64] = b"\xff" * 64
    path.write_bytes(data)
    database = _database(path)
    assert _names(database) == []
    assert "history_damaged" in caplog.text
    assert path.with_name("history.db.damaged").read_bytes() == data
    database.close()


def test_an_older_damaged_file_makes_room_for_a_newer_one(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    for junk in (b"first junk", b"second junk"):
        path.unlink(missing_ok=True)
        path.write_bytes(junk)
        _database(path).close()
    assert path.with_name("history.db.damaged").read_bytes() == b"second junk"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_in_its_place_is_set_aside(tmp_path: Path) -> None:
    (tmp_path / "history.db").mkdir()
    database = _database(tmp_path / "history.db")
    _remember(database, "kept")
    database.close()


@pytest.mark.parametrize("inside", ["history.db", "folder/history.db"])
def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path, inside: str) -> None:
    """Below a regular file nobody can write, whoever runs the tests."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageFailed, match=r"cannot write the history .*--data-dir.*--no-history") as caught:
        Database(tmp_path / "file" / inside).open()
    assert "\n" not in caught.value.message


def test_pages_are_used_freed_and_given_back(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    database = _database(path)
    empty = database.used_bytes
    with database.transaction():
        for number in range(200):
            _remember(database, f"{number:04}" * 500)
    assert database.used_bytes > empty + 200 * 2000
    database.run("DELETE FROM facts")
    assert database.used_bytes < empty + 20_000
    database.checkpoint()
    large = path.stat().st_size
    unused = database.unused_pages
    assert database.shrink(32) == 32
    assert database.unused_pages == unused - 32
    assert database.shrink(10_000) == unused - 32
    assert database.shrink(32) == database.unused_pages == 0
    database.checkpoint()
    assert path.stat().st_size < large / 4
    database.close()


def test_a_checkpoint_in_another_thread_brings_the_log_in_and_lets_it_start_again(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    database = _database(path)
    log = path.with_name("history.db-wal")
    sizes = []
    for round_ in range(4):
        for number in range(100):
            _remember(database, f"{round_} {number}")
        thread = threading.Thread(target=database.checkpoint)
        thread.start()
        thread.join()
        sizes.append(log.stat().st_size)
    assert sizes[3] <= sizes[0] * 1.5
    copied = tmp_path / "copy.db"
    copied.write_bytes(path.read_bytes())
    copy = _database(copied)
    assert len(_names(copy)) == 400
    copy.close()
    database.close()


def test_a_checkpoint_makes_no_file_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    database = _database(path)
    path.unlink()
    with pytest.raises(sqlite3.OperationalError):
        database.checkpoint()
    assert not path.exists()
    database.close()


def test_a_closed_database_says_so(tmp_path: Path) -> None:
    database = Database(tmp_path / "history.db")
    with pytest.raises(StorageFailed, match="closed"):
        database.run("SELECT 1")


def test_memory_needs_no_file() -> None:
    database = _database(None)
    database.checkpoint()
    assert database.value("PRAGMA user_version") == len(MIGRATIONS)
    assert database.changes >= 0
    database.close()
