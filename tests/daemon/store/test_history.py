"""Rows of jobs and events."""

import pytest
from neonworks_daemon.store.database import Database
from neonworks_daemon.store.history import LISTED_TEXT, History
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import Cancelled, Done, EndMessage, Failed, Interrupted

from tests.fakes.events import clip_events
from tests.fakes.stores import new_job


@pytest.fixture
def history() -> History:
    database = Database(None)
    database.open()
    history = History(database)
    history.load()
    return history


def _ended(history: History, name: str, state: JobState = JobState.DONE) -> int:
    row = history.add(new_job(name), 1)
    history.end(name, state, Done(request_id=name), 1, 1.0)
    return row


def test_a_job_is_told_as_it_happened(history: History) -> None:
    row = history.add(new_job("a"), 1)
    events = clip_events()
    for number, event in enumerate(events):
        history.remember(row, str(number), number, event, None)
    assert history.recording("job_id = ?", ("a",)) is None
    history.end("a", JobState.DONE, Done(request_id="a", clips=1), 1, 1.0)
    found = history.recording("job_id = ?", ("a",))
    assert found is not None
    number, recording = found
    assert (number, recording.events, recording.state) == (row, events, JobState.DONE)
    assert recording.end == Done(request_id="a", clips=1)
    assert (recording.client, recording.request_id) == ("client", "a")


def test_the_first_end_counts(history: History) -> None:
    history.add(new_job("a"), 1)
    history.end("a", JobState.CANCELLED, Cancelled(request_id="a"), 0, 0.5)
    history.end("a", JobState.DONE, Done(request_id="a"), 1, 1.0)
    assert history.end_of("a") == Cancelled(request_id="a")
    assert history.records(1)[0].state is JobState.CANCELLED
    assert history.end_of("unknown") is None


def test_jobs_are_listed_newest_first_whatever_the_calendar_says(history: History) -> None:
    for name in "abc":
        _ended(history, name)
    assert [record.job_id for record in history.records(2)] == ["c", "b"]
    assert history.record("a") == history.records(3)[2]
    assert history.record("z") is None


def test_what_has_not_ended_is_interrupted(history: History) -> None:
    _ended(history, "done")
    row = history.add(new_job("open"), 1)
    for number, event in enumerate(clip_events()):
        history.remember(row, f"c{number}" if number == 1 else f"x{number}", number, event, None)
    assert history.interrupt_open("why") == 1
    assert history.interrupt_open("why") == 0
    assert history.end_of("open") == Interrupted(request_id="open", message="why")
    record = history.record("open")
    assert record is not None
    assert (record.state, record.clips, record.retryable) == (JobState.INTERRUPTED, 1, True)


@pytest.mark.parametrize(
    ("state", "end", "offered"),
    [
        (JobState.DONE, Done(request_id="a"), False),
        (JobState.CANCELLED, Cancelled(request_id="a"), False),
        (JobState.INTERRUPTED, Interrupted(request_id="a"), True),
        (JobState.FAILED, Failed(request_id="a", code="worker_failed", message="m", retryable=True), True),
        (JobState.FAILED, Failed(request_id="a", code="bad_sprite", message="m"), False),
    ],
)
def test_what_may_succeed_is_offered_for_a_retry_once(
    history: History, state: JobState, end: EndMessage, offered: bool
) -> None:
    history.add(new_job("a"), 1)
    assert not history.records(1)[0].retryable
    history.end("a", state, end, 0, 0.0)
    assert history.records(1)[0].retryable == offered
    history.mark_retried("a")
    assert not history.records(1)[0].retryable


def test_what_was_asked_is_kept_without_the_sprite(history: History) -> None:
    job = new_job("a", channel="live")
    history.add(job, 5)
    found = history.request("a")
    assert found is not None
    kept, sprite = found
    assert (kept.work.text, kept.work.seed, kept.work.sprite, sprite) == (job.work.text, 7, b"", 5)
    assert (kept.state, kept.channel) == (JobState.QUEUED, "live")
    assert history.request("b") is None


def test_the_text_of_a_list_is_bounded(history: History) -> None:
    long = new_job("a" * 60)
    history.add(long, 1)
    assert len(history.records(1)[0].text) <= LISTED_TEXT


def test_the_order_of_use_goes_on_after_a_restart(history: History) -> None:
    rows = [_ended(history, name) for name in "ab"]
    history.use(rows[0])
    database = history._database
    again = History(database)
    again.load()
    again.use(rows[1])
    assert database.value("SELECT job_id FROM jobs ORDER BY used DESC LIMIT 1") == "b"


def test_pinned_bytes_are_those_of_the_frames(history: History) -> None:
    row = _ended(history, "a")
    history._database.run("INSERT INTO blobs VALUES (3, x'00', 0, 500, 1, 0, NULL, x'00')")
    history.remember(row, "f", 0, clip_events()[2], 3)
    assert history.pinned_bytes == 0
    history.pin("a", True)
    assert history.pinned_bytes == 500
    history.pin("a", True)
    assert history.pinned_bytes == 500
    history.pin("a", False)
    assert history.pinned_bytes == 0
