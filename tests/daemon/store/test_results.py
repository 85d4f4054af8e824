"""The store as the daemon uses it: kept, found, drawn again; killed, damaged, full."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from neonworks_daemon.store.results import INTERRUPTED, ResultStore
from neonworks_daemon.worker.messages import FrameMade, Progressed
from neonworks_protocol.errors import BadRequest, NotFound, StorageFailed
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import Accepted, Cancelled, Done, Failed, Interrupted

from tests.fakes.events import clip_events, frame_made
from tests.fakes.stores import SPRITE_FILE, draw, kept_frames, new_job, opened

FRAMES = [bytes([0] * 16), bytes([1] * 16)]


def test_a_job_is_found_by_its_id_and_by_what_it_answers() -> None:
    with opened(None) as store:
        draw(store, new_job("a", key="k"))
        by_key = store.by_key("k")
        assert by_key is not None
        assert by_key == store.by_job("a")
        assert [store.load(event) for event in by_key.events if isinstance(event, FrameMade)] == [
            frame_made(0),
            frame_made(1),
        ]
        assert store.by_key("other") is None
        assert store.by_job("other") is None


def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        draw(store, new_job("a", key="k"))
        before = store.by_job("a"), store.records(10)
        store.pin("a", True)
    with opened(tmp_path) as store:
        assert store.by_job("a") == before[0]
        assert store.by_key("k") == before[0]
        (record,) = store.records(10)
        assert record.pinned
        assert kept_frames(store, "a") == FRAMES
        assert store.request("a").work == new_job("a").work


def test_the_newest_answer_counts() -> None:
    with opened(None) as store:
        draw(store, new_job("a", key="k"))
        draw(store, new_job("b", key="k"))
        found = store.by_key("k")
        assert found is not None
        assert found.job_id == "b"


def test_only_what_ended_well_answers_equal_requests() -> None:
    with opened(None) as store:
        store.begin(new_job("a", key="k"))
        assert store.by_key("k") is None
        failed = Failed(request_id="a", code="internal", message="a bug")
        store.end("a", JobState.FAILED, failed, clips=0, fraction=0.5)
        assert store.by_key("k") is None
        found = store.by_job("a")
        assert found is not None
        assert (found.state, found.end) == (JobState.FAILED, failed)


def test_an_event_is_kept_once_however_often_it_comes() -> None:
    with opened(None) as store:
        job = new_job("a")
        store.begin(job)
        for event in (*clip_events(), *clip_events(), Progressed(job=1, fraction=0.5)):
            store.commit("a", event)
        store.end("a", JobState.DONE, Done(request_id="a"), clips=1, fraction=1.0)
        found = store.by_job("a")
        assert found is not None
        assert len(found.events) == 5
        assert store._database.value("SELECT max(refs) FROM blobs") == 1


def test_events_that_come_together_are_kept_together_or_not_at_all() -> None:
    with opened(None) as store:
        store.begin(new_job("a"))
        events = clip_events(4)
        store.commit("a", *events[:3])
        store._database.run(
            "CREATE TEMP TRIGGER full BEFORE INSERT ON events WHEN new.n = 5"
            " BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
        with pytest.raises(StorageFailed):
            store.commit("a", *events[2:])
        assert store.frame_bytes(frame_made(1).sha256, False) is None
        store._database.run("DROP TRIGGER full")
        store.commit("a", *events[2:])
        store.end("a", JobState.DONE, Done(request_id="a"), clips=1, fraction=1.0)
        found = store.by_job("a")
        assert found is not None
        assert [type(event) for event in found.events] == [type(event) for event in events]
        assert kept_frames(store, "a") == [bytes([index] * 16) for index in range(4)]
        assert store._database.value("SELECT max(refs) FROM blobs") == 1


def test_a_frame_is_found_in_the_form_in_which_it_was_made() -> None:
    with opened(None) as store:
        store.begin(new_job("a"))
        store.commit("a", frame_made(3))
        sha = frame_made(3).sha256
        assert store.frame_bytes(sha, False) == bytes([3] * 16)
        assert store.frame_bytes(sha, True) is None
        assert store.frame_bytes("0" * 64, False) is None


def test_what_was_not_let_in_after_all_is_gone() -> None:
    with opened(None) as store:
        store.begin(new_job("a"))
        store.withdraw("a")
        store.withdraw("a")
        assert store.records(10) == ()
        while store.tidy():
            pass
        assert store._database.value("SELECT count(*) FROM blobs") == 0


def test_a_request_is_kept_for_drawing_it_again() -> None:
    with opened(None) as store:
        draw(store, new_job("a"))
        kept = store.request("a")
        assert (kept.work.sprite, kept.work.seed, kept.state) == (SPRITE_FILE, 7, JobState.DONE)
        with pytest.raises(NotFound, match="submit"):
            store.request("b")
        store._database.run("UPDATE blobs SET data = x'00' WHERE form = 2")
        with pytest.raises(NotFound, match="submit"):
            store.request("a")


def test_pins_are_for_jobs_that_are_kept_and_have_ended() -> None:
    with opened(None) as store:
        draw(store, new_job("a"))
        store.begin(new_job("open"))
        assert store.pin("a", True).pinned
        assert not store.pin("a", False).pinned
        with pytest.raises(NotFound):
            store.pin("b", True)
        with pytest.raises(BadRequest):
            store.pin("open", True)


def test_damaged_frames_answer_nobody_and_are_drawn_anew() -> None:
    with opened(None) as store:
        draw(store, new_job("a", key="k"))
        store._database.run("UPDATE blobs SET data = x'78' WHERE form = 0")
        assert kept_frames(store, "a") == [None, None]
        assert store.by_key("k") is None
        draw(store, new_job("b", key="k"))
        assert kept_frames(store, "b") == FRAMES


def test_what_a_crash_leaves_is_interrupted_once(tmp_path: Path) -> None:
    """A store that is never closed stands for a daemon that was killed."""
    store = ResultStore(tmp_path, limit=1 << 30)
    store.open()
    store.begin(new_job("open"))
    for event in clip_events()[:3]:
        store.commit("open", event)
    for name in ("open", "unknown", "delivering"):
        store.ledger.open("client", name, "digest")
    draw(store, new_job("delivering"))
    store.ledger.accept("client", Accepted(request_id="delivering", job_id="delivering"))
    store._resources.close()
    with opened(tmp_path) as again:
        record = again.records(9)[1]
        assert (record.job_id, record.state, record.retryable) == ("open", JobState.INTERRUPTED, True)
        assert kept_frames(again, "open") == FRAMES[:1]
        entry = again.ledger.get("client", "open")
        assert entry is not None
        assert entry.accepted == new_job("open").accepted
        assert entry.end == Interrupted(request_id="open", message=INTERRUPTED)
        assert again.ledger.get("client", "unknown") is None
        entry = again.ledger.get("client", "delivering")
        assert entry is not None
        assert entry.end == Done(request_id="delivering", clips=1)
    store._database.close()


_WRITER = """
import sys
sys.path[:0] = {paths!r}
from pathlib import Path
from tests.fakes.events import frame_made
from tests.fakes.stores import draw, new_job
from neonworks_daemon.store.results import ResultStore
store = ResultStore(Path({folder!r}), limit=1 << 30)
store.open()
for number in range(100_000):
    job = new_job(f"j{{number}}")
    store.begin(job)
    for index in range(8):
        store.commit(job.job_id, frame_made(index, data=bytes([number % 256, index]) * 2048))
        print(number, index, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_what_was_committed_survives_kill_9(tmp_path: Path) -> None:
    script = _WRITER.format(paths=sys.path, folder=str(tmp_path))
    writer = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    for _ in range(100):
        last = writer.stdout.readline()
    os.kill(writer.pid, signal.SIGKILL)
    last = ([last, *writer.stdout])[-1]
    writer.stdout.close()
    writer.wait()
    told = [int(word) for word in last.split()] if last.count(" ") == 1 else [0, 0]
    with opened(tmp_path) as store:
        for number in range(told[0] + 1):
            frames = kept_frames(store, f"j{number}")
            count = 8 if number < told[0] else told[1] + 1
            assert frames[:count] == [bytes([number % 256, index]) * 2048 for index in range(count)]
            assert None not in frames


def test_one_daemon_has_the_folder(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(StorageFailed, match="another daemon keeps its results"):
        ResultStore(tmp_path, limit=1).open()
    with opened(tmp_path):
        pass


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageFailed, match="--no-history") as caught:
        ResultStore(tmp_path / "file" / "data", limit=1).open()
    assert "\n" not in caught.value.message


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="modes do not hold for root")
def test_a_read_only_folder_is_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StorageFailed, match="--no-history"):
            ResultStore(tmp_path, limit=1).open()
    finally:
        tmp_path.chmod(0o700)


def test_a_history_that_turns_out_damaged_is_set_aside_while_the_daemon_runs(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        draw(store, new_job("a"))
        store.begin(new_job("open"))
        path = tmp_path / "history.db"
        store.checkpoint()
        # What SQLite has in memory hides the damage from it.
        store._database.run("PRAGMA cache_size = 0")
        data = bytearray(path.read_bytes())
        data[4096:] = b"\xa5" * (len(data) - 4096)
        path.write_bytes(data)
        store._database.run("PRAGMA shrink_memory")
        assert store.by_job("a") is None
        with pytest.raises(StorageFailed, match="retry"):
            store.commit("open", frame_made(0))
        store.end("open", JobState.CANCELLED, Cancelled(request_id="open"), clips=0, fraction=0.0)
        draw(store, new_job("b"))
        assert kept_frames(store, "b") == FRAMES
        assert (tmp_path / "history.db.damaged").is_file()


def test_an_end_that_finds_no_room_is_written_when_there_is_some(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.begin(new_job("a"))
        store._database.run("PRAGMA query_only = ON")
        store.end("a", JobState.CANCELLED, Cancelled(request_id="a"), clips=0, fraction=0.0)
        with pytest.raises(StorageFailed):
            store.tidy()
        assert store.records(1)[0].state is JobState.CANCELLED
        assert store.by_job("a") is None
        store._database.run("PRAGMA query_only = OFF")
        found = store.by_job("a")
        assert found is not None
        assert found.state is JobState.CANCELLED


def test_memory_keeps_as_long_as_it_lives() -> None:
    store = ResultStore(None, limit=1 << 20)
    store.open()
    draw(store, new_job("a"))
    store.checkpoint()
    assert store.changes > 0
    store.close()
    with pytest.raises(StorageFailed):
        store.by_job("a")
    assert store.frame_bytes(frame_made(0).sha256, False) is None
    store.forget("a")
    store.mark_retried("a")


def test_another_program_that_holds_the_file_is_waited_for_a_moment_only(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        other = sqlite3.connect(tmp_path / "history.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageFailed, match="another program holds"):
            store.begin(new_job("a"))
        other.execute("ROLLBACK")
        other.close()
        draw(store, new_job("a"))
