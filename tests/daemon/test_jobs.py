"""The table of jobs."""

import pytest
from neonworks_daemon.jobs import Job, JobTable
from neonworks_daemon.worker.messages import AnimateWork
from neonworks_protocol.errors import IllegalTransition
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import Accepted, Done
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


def test_an_ended_job_leaves_the_table() -> None:
    table, one = JobTable(), job()
    table.add(one)
    table.remove(one)
    table.remove(one)
    assert table.get(1) is None
    assert list(table) == []


def test_what_is_kept_of_a_job_is_all_that_drawing_it_again_needs() -> None:
    answer = Accepted(request_id="r", job_id="job1")
    kept = job(channel="live").to_keep(answer)
    assert (kept.work, kept.sprite, kept.key) == (job().work, "digest", "key")
    assert (kept.client, kept.request_id, kept.channel) == ("client", "r", "live")
    assert (kept.created_s, kept.accepted) == (1.0, answer)
    assert job().to_keep(answer).channel is None


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
