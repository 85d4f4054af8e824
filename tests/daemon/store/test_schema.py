"""Files of every earlier version become files of this one, with what they hold."""

import sqlite3
import time
from pathlib import Path

import msgspec
import pytest
from neonworks_daemon.store.database import Database
from neonworks_daemon.store.schema import MIGRATIONS
from neonworks_daemon.worker.messages import FrameMade
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import Accepted, Done

from tests.fakes.events import clip_events
from tests.fakes.stores import SPRITE_FILE, kept_frames, new_job, opened


def _write_version(folder: Path, version: int) -> None:
    """A history as a program of that version left it: one job that is done, with its frames."""
    database = Database(folder / "history.db", migrations=MIGRATIONS[:version])
    database.open()
    job = new_job("old")
    encode = msgspec.msgpack.encode
    with database.transaction():
        database.run(
            "INSERT INTO blobs (name, form, size, refs, packed, data) VALUES (?, 2, 1, 1, 0, ?)",
            (bytes.fromhex(job.sprite), SPRITE_FILE),
        )
        database.run(
            "INSERT INTO jobs (job_id, client, request_id, key, text, state, created_s, work, sprite,"
            " accepted, end, clips, fraction, used) VALUES ('old', 'client', 'old', 'key old', 'walk',"
            " 'done', 1.0, ?, 1, ?, ?, 1, 1.0, 1)",
            (encode(msgspec.structs.replace(job.work, sprite=b"")), encode(job.accepted), encode(_DONE)),
        )
        for number, event in enumerate(clip_events()):
            blob = None
            if isinstance(event, FrameMade):
                cursor = database.run(
                    "INSERT INTO blobs (name, form, size, refs, packed, data) VALUES (?, 0, 16, 1, 0, ?)",
                    (bytes.fromhex(event.sha256), event.data),
                )
                blob = cursor.lastrowid
                event = msgspec.structs.replace(event, data=b"")
            database.run(
                "INSERT INTO events VALUES (1, ?, ?, ?, ?)", (str(number), number, encode(event), blob)
            )
    database.close()


_DONE = Done(request_id="old", clips=1)


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS) + 1))
def test_a_history_of_any_version_is_read_listed_and_gone_on_with(tmp_path: Path, version: int) -> None:
    _write_version(tmp_path, version)
    with opened(tmp_path) as store:
        (record,) = store.records(10)
        assert (record.job_id, record.state, record.pinned) == ("old", JobState.DONE, False)
        assert kept_frames(store, "old") == [bytes([0] * 16), bytes([1] * 16)]
        assert store.request("old").work == new_job("old").work
        assert store.pin("old", True).pinned
        store.ledger.open("client", "new", "digest")
        store.ledger.accept("client", Accepted(request_id="new", job_id="j"))
    connection = sqlite3.connect(tmp_path / "history.db")
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    connection.close()


def test_a_step_that_fails_leaves_the_version_before_it(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    broken = (*MIGRATIONS, ("CREATE TABLE fine (a)", "CREATE TABLE jobs (already there)"))
    database = Database(path)
    database.open()
    database.run("INSERT INTO facts VALUES ('kept', 1.0)")
    database.close()
    with pytest.raises(Exception, match="already exists"):
        Database(path, migrations=broken).open()
    database.open()
    assert database.value("PRAGMA user_version") == len(MIGRATIONS)
    assert database.value("SELECT value FROM facts WHERE name = 'kept'") == 1.0
    assert database.one("SELECT 1 FROM sqlite_schema WHERE name = 'fine'") is None
    database.close()


def test_a_new_file_is_made_in_a_moment(tmp_path: Path) -> None:
    began = time.monotonic()
    database = Database(tmp_path / "history.db")
    database.open()
    assert database.value("SELECT count(*) FROM jobs") == 0
    print(f"new history: {(time.monotonic() - began) * 1000:.1f} ms")
    database.close()
