"""Jobs from start to end, without processes."""

import gc
import weakref

import pytest
from neonworks_daemon.admission import Admission
from neonworks_daemon.desk import is_retryable
from neonworks_daemon.jobs import Job
from neonworks_daemon.worker.messages import InterpretWork, JobEnded, JobEvent, Progressed, Understood
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import Cancelled, Done, Failed, Frame, Interrupted, Progress, ServerMessage
from neonworks_protocol.vocabulary import Priority

from tests.fakes.desks import LiveDesk
from tests.fakes.events import clip_events, frame_made

CLIP = ["Accepted", "Spec", "Clip", "Frame", "Frame", "ClipDone", "Done"]


def _started(bench: LiveDesk, request_id: str = "r", priority: Priority = Priority.REQUEST) -> Job:
    job = bench.job(request_id)
    job.priority = priority
    bench.desk.start(job)
    bench.desk.accept(job, bench.outlet, request_id, Admission())
    bench.desk.match()
    return job


def test_a_job_is_told_kept_and_forgotten() -> None:
    bench = LiveDesk()
    job = _started(bench)
    bench.draw(job)
    assert bench.kinds("r") == CLIP
    kept = bench.desk.store.by_key(job.key)
    assert kept is not None
    assert len(kept.events) == 5
    assert job.state is JobState.DONE
    assert list(bench.desk.table) == []


@pytest.mark.parametrize("code", [None, "cancelled", "internal"])
def test_nothing_of_a_job_that_has_ended_waits_for_the_collector(code: str | None) -> None:
    """Its frames are most of what the daemon holds; left to the collector they were tens of megabytes."""
    bench = LiveDesk()
    job = _started(bench)
    bench.say(*clip_events(2, job=job.number))
    ended = weakref.ref(job)
    gc.collect()
    gc.disable()
    try:
        if code == "cancelled":
            bench.desk.stop(job)
        bench.finish(job, code)
        del job
        assert ended() is None
    finally:
        gc.enable()


def test_who_comes_later_is_told_everything() -> None:
    bench = LiveDesk()
    job = _started(bench)
    events = clip_events(2, job=job.number)
    bench.say(*events[:3])
    bench.desk.accept(job, bench.outlet, "late", Admission(), attached_to="r")
    bench.say(*events[3:])
    bench.finish(job)
    assert bench.kinds("late") == bench.kinds("r") == CLIP


def test_a_failure_is_told_to_all_and_not_kept() -> None:
    bench = LiveDesk()
    job = _started(bench)
    bench.desk.accept(job, bench.outlet, "late", Admission())
    bench.finish(job, "worker_failed", "it died")
    for request in ("r", "late"):
        end = bench.outlet.messages(request)[-1]
        assert isinstance(end, Failed)
        assert (end.code, end.message, end.retryable) == ("worker_failed", "it died", True)
    assert bench.desk.store.by_key(job.key) is None
    ended = bench.store.by_job(job.job_id)
    assert ended is not None
    assert (ended.state, ended.end_for("asks")) == (
        JobState.FAILED,
        Failed(request_id="asks", code="worker_failed", message="it died", retryable=True),
    )


def test_a_stopped_job_tells_its_request_when_the_worker_is_free() -> None:
    bench = LiveDesk()
    job = _started(bench)
    (feed,) = job.feeds
    bench.desk.leave(job, feed, Cancelled(request_id="r"))
    bench.desk.stop(job)
    bench.say(*clip_events(2, job=job.number))
    assert bench.kinds("r") == ["Accepted"]
    bench.finish(job, "cancelled")
    assert bench.kinds("r") == ["Accepted", "Cancelled"]
    assert bench.outlet.dropped == ["r"]


def test_a_cancel_that_crosses_the_end_is_told_as_cancelled_once() -> None:
    bench = LiveDesk()
    job = _started(bench)
    (feed,) = job.feeds
    bench.desk.leave(job, feed, Cancelled(request_id="r"))
    bench.desk.stop(job)
    bench.finish(job)
    assert bench.kinds("r") == ["Accepted", "Cancelled"]


def test_a_job_that_comes_to_its_end_before_it_hears_of_the_stop_is_not_called_done() -> None:
    bench = LiveDesk()
    job = _started(bench)
    events = clip_events(2, job=job.number)
    bench.say(*events[:3])
    bench.desk.stop(job)
    bench.say(*events[3:])
    bench.finish(job)
    assert bench.kinds("r") == ["Accepted", "Spec", "Clip", "Frame", "Cancelled"]
    ended = bench.store.by_job(job.job_id)
    assert ended is not None
    assert ended.state is JobState.CANCELLED
    assert bench.store.by_key(job.key) is None


def test_queued_jobs_hear_how_many_are_ahead() -> None:
    bench = LiveDesk()
    jobs = [_started(bench, f"r{i}") for i in range(4)]
    told = [m.position for m in bench.outlet.messages("r3") if isinstance(m, Progress)]
    assert told == [2]
    bench.clock.now += 1
    bench.draw(jobs[0])
    told = [m.position for m in bench.outlet.messages("r3") if isinstance(m, Progress)]
    assert told == [2, 1]


def test_folder_work_hears_nothing_of_its_place_in_the_queue() -> None:
    bench = LiveDesk()
    for number in range(3):
        _started(bench, f"r{number}", priority=Priority.FOLDER)
    assert not [m for m in bench.outlet.messages("r2") if isinstance(m, Progress)]


def test_a_workers_word_of_progress_is_passed_on_with_an_estimate() -> None:
    bench = LiveDesk()
    job = _started(bench)
    bench.clock.now += 1
    bench.say(Progressed(job=job.number, fraction=0.5, note="half"))
    last = bench.outlet.messages("r")[-1]
    assert isinstance(last, Progress)
    assert (last.fraction, last.note, last.eta_ms) == (0.5, "half", 1000.0)


def test_a_stopping_daemon_interrupts_everything() -> None:
    bench = LiveDesk()
    for request in ("a", "b", "c"):
        _started(bench, request)
    bench.desk.interrupt_all("bye")
    ends = [bench.outlet.messages(request)[-1] for request in ("a", "b", "c")]
    assert all(isinstance(end, Interrupted) and end.message == "bye" for end in ends)
    assert list(bench.desk.table) == []


def test_a_query_has_its_own_watcher() -> None:
    bench = LiveDesk()
    heard: list[JobEvent | JobEnded] = []

    class Watcher:
        def job_event(self, event: JobEvent) -> None:
            heard.append(event)

        def job_ended(self, ended: JobEnded) -> None:
            heard.append(ended)

    bench.desk.ask("client", InterpretWork(text="walk"), Watcher())
    (number,) = bench.workers.jobs
    understood = clip_events(job=number)[0]
    bench.say(understood)
    ended = JobEnded(job=number)
    bench.scheduler.worker_done(ended)
    bench.scheduler.job_ended(ended)
    assert isinstance(heard[0], Understood)
    assert heard[1] == JobEnded(job=number)


def test_the_pace_is_learned_from_finished_clips() -> None:
    bench = LiveDesk()
    before = bench.desk.pace.ms_per_frame
    bench.draw(_started(bench))
    assert bench.desk.pace.ms_per_frame != before


def test_a_request_that_makes_too_much_fails_and_frees_its_worker() -> None:
    bench = LiveDesk()
    job = _started(bench)
    bench.say(*clip_events(32, job=job.number)[:2])
    for index in range(5):
        bench.say(frame_made(index, job=job.number, data=bytes(1000)))
    end = bench.outlet.messages("r")[-1]
    assert isinstance(end, Failed)
    assert (end.code, end.retryable) == ("too_large", False)
    assert bench.workers.cancelled == [job.number]
    bench.finish(job, "cancelled")
    assert bench.kinds("r")[-1] == "Failed"
    bench.draw(_started(bench, "next"))
    assert bench.kinds("next") == CLIP


def test_what_comes_together_is_told_in_order_and_with_one_word_of_progress() -> None:
    bench = LiveDesk()
    job = _started(bench)
    words = [Progressed(job=job.number, fraction=0.1 * index) for index in range(5)]
    before = len(bench.outlet.messages("r"))
    bench.scheduler.job_events((*clip_events(3, job=job.number), *words))
    told = bench.outlet.messages("r")[before:]
    assert [type(message).__name__ for message in told] == [
        *CLIP[1:3],
        "Frame",
        "Frame",
        "Frame",
        "ClipDone",
        "Progress",
    ]
    assert [message.index for message in told if isinstance(message, Frame)] == [0, 1, 2]


def test_of_what_comes_together_that_which_is_not_too_much_is_kept() -> None:
    bench = LiveDesk()
    job = _started(bench)
    planned = clip_events(32, job=job.number)[:2]
    frames = (frame_made(index, job=job.number, data=bytes([index]) * 1000) for index in range(6))
    bench.scheduler.job_events((*planned, *frames))
    assert bench.kinds("r") == ["Accepted", "Spec", "Clip", *["Frame"] * 4, "Failed"]


def test_a_frame_that_cannot_be_kept_is_not_sent_and_fails_the_job() -> None:
    bench = LiveDesk()
    job = _started(bench)
    events = clip_events(2, job=job.number)
    bench.say(*events[:3])
    bench.store._database.run("PRAGMA query_only = ON")
    bench.say(events[3])
    bench.store._database.run("PRAGMA query_only = OFF")
    end = bench.outlet.messages("r")[-1]
    assert isinstance(end, Failed)
    assert (end.code, end.retryable) == ("storage_failed", True)
    assert bench.kinds("r") == ["Accepted", "Spec", "Clip", "Frame", "Failed"]
    assert bench.workers.cancelled == [job.number]
    bench.finish(job, "cancelled")
    while bench.store.tidy():
        pass
    kept = bench.store.by_job(job.job_id)
    assert kept is not None
    assert [type(event).__name__ for event in kept.events] == ["Understood", "ClipPlanned", "FrameMade"]
    assert kept.state is JobState.FAILED


def test_what_is_told_is_stored_before() -> None:
    bench = LiveDesk()
    job = _started(bench)
    stored: list[int] = []
    post = bench.outlet.post

    def posted(request_id: str, message: ServerMessage) -> None:
        if isinstance(message, Frame):
            assert bench.store.frame_bytes(message.sha256, False) == message.data
            stored.append(message.index)
        post(request_id, message)

    bench.outlet.post = posted  # type: ignore[method-assign]
    bench.draw(job)
    assert stored == [0, 1]


def test_a_late_word_about_an_unknown_job_is_ignored() -> None:
    bench = LiveDesk()
    bench.say(*clip_events(job=99))
    bench.scheduler.job_ended(JobEnded(job=99))
    assert bench.outlet.sent == []


def test_done_counts_its_clips() -> None:
    bench = LiveDesk()
    bench.draw(_started(bench))
    end = bench.outlet.messages("r")[-1]
    assert isinstance(end, Done)
    assert end.clips == 1
    assert [is_retryable(code) for code in ("busy", "bad_sprite")] == [True, False]
