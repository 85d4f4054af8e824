"""What a job's recording says of itself."""

from neonworks_daemon.store.recording import Recording, mark_of
from neonworks_daemon.worker.messages import Progressed
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import Done

from tests.fakes.events import clip_events, frame_made


def test_each_step_of_a_job_has_a_mark_of_its_own() -> None:
    events = [*clip_events(3, clip=0), *clip_events(3, clip=1)[1:]]
    marks = [mark_of(event) for event in events]
    assert None not in marks
    assert len(set(marks)) == len(events)


def test_the_same_step_has_the_same_mark_whatever_its_pixels() -> None:
    assert mark_of(frame_made(2, job=1, data=b"a")) == mark_of(frame_made(2, job=9, data=b"b"))


def test_progress_is_not_worth_keeping() -> None:
    assert mark_of(Progressed(job=1, fraction=0.5)) is None


def test_an_end_is_told_to_whoever_asks() -> None:
    recording = Recording("j", "c", "r", JobState.DONE, (), Done(request_id="r", clips=2))
    assert recording.end_for("later") == Done(request_id="later", clips=2)
