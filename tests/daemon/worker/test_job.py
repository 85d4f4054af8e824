"""The cancel flag of a job."""

import threading
import time

import pytest
from neonworks_daemon.worker.job import JobControl
from neonworks_protocol.errors import JobCancelled


def test_a_checkpoint_raises_once_the_job_is_unwanted() -> None:
    control = JobControl(3)
    control.checkpoint()
    control.cancel()
    with pytest.raises(JobCancelled):
        control.checkpoint()
    assert control.job == 3


def test_a_waiting_job_wakes_up_for_its_cancel() -> None:
    control = JobControl(1)
    control.wait_cancelled(0.001)
    threading.Timer(0.02, control.cancel).start()
    started = time.monotonic()
    with pytest.raises(JobCancelled):
        control.wait_cancelled(30)
    assert time.monotonic() - started < 25


def test_a_step_without_checkpoints_is_stopped_by_the_cancel() -> None:
    control, stopped = JobControl(1), threading.Event()
    with control.interrupting(stopped.set):
        threading.Timer(0.02, control.cancel).start()
        assert stopped.wait(30)
    late: list[str] = []
    with control.interrupting(lambda: late.append("at once")):
        assert late == ["at once"]


def test_who_has_finished_is_not_stopped() -> None:
    control, stopped = JobControl(1), threading.Event()
    with control.interrupting(stopped.set):
        control.checkpoint()
    control.cancel()
    assert not stopped.is_set()
