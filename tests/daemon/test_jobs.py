"""The table of jobs."""

import pytest
from neonworks_daemon.jobs import Ended, Job, JobTable
from neonworks_daemon.worker.messages import AnimateWork
from neonworks_protocol.errors import IllegalTransition
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import Cancelled, Done
from neonworks_protocol.vocabulary import Priority

from tests.fakes.events import FakeOutlet, clip_events


def job(number: int = 1, request: str = "r", channel: str | None = None) -> Job:
    return Job(
        number=number,
        job_id=f"job{number}",
        key="key",
        client="client",
        request_id=request,
        work=AnimateWork(sprite=b"x", text="walk " * 100),
        sprite="digest",
        priority=Priority.REQUEST,
        channel=("client", channel) if channel else None,
        created_s=float(number),
    )


def test_jobs_are_found_by_everything_that_names_them() -> None:
    table = JobTable()
    first, second = job(1), job(2, "s", "live")
    for one in (first, second):
        table.add(one)
        one.feed_for(FakeOutlet(), one.request_id)
    assert table.get(1) is first
    assert table.by_id("job2") is second
    assert table.by_request("client", "r") is first
    assert table.by_request("other client", "r") is None
    assert table.by_work(("client", "live"), "s") is second
    assert table.by_work(("client", "live"), "r") is None


def test_an_ended_job_is_remembered_for_a_while() -> None:
    table = JobTable()
    for number in range(600):
        one = job(number)
        table.add(one)
        one.enter(JobState.CANCELLED)
        table.remove(one, Ended(one.record(), Cancelled(request_id="r")))
    assert table.get(599) is None
    ended = table.ended("job599")
    assert ended is not None
    assert ended.end_for("later") == Cancelled(request_id="later")
    assert table.ended("job0") is None
    assert [record.job_id for record in table.records(2)] == ["job599", "job598"]
    assert len(table.records(1000)) == 500


def test_states_follow_the_protocols_table() -> None:
    one = job()
    with pytest.raises(IllegalTransition, match="job1"):
        one.enter(JobState.DONE)
    one.enter(JobState.QUEUED)
    one.enter(JobState.RUNNING)
    one.enter(JobState.DONE)
    assert one.record().fraction == 1.0


def test_a_job_waits_only_while_all_its_clients_are_full() -> None:
    one = job()
    assert one.may_start()
    full, free = FakeOutlet(room=False), FakeOutlet()
    one.feed_for(full, "a")
    assert not one.may_start()
    one.feed_for(free, "b")
    assert one.may_start()


def test_a_record_counts_clips_and_shortens_the_text() -> None:
    one = job()
    one.events += [*clip_events(3, clip=0), *clip_events(5, clip=1)]
    assert one.clips == 2
    assert (one.frames_of(1), one.frames_of(7)) == (5, 0)
    assert len(one.record().text) == 200


def test_leaving_requests_are_known() -> None:
    table, one = JobTable(), job()
    table.add(one)
    feed = one.feed_for(FakeOutlet(), "r")
    one.leaving.append((feed, Done(request_id="r")))
    assert table.is_leaving("client", "r")
    assert not table.is_leaving("client", "s")
