"""The two threads of a worker, in this process, on pipes."""

import contextlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import msgspec
import pytest
from neonworks_daemon.worker.job import JobContext
from neonworks_daemon.worker.loop import WorkerLoop
from neonworks_daemon.worker.messages import (
    CancelJob,
    FromWorker,
    InterpretWork,
    JobEnded,
    Progressed,
    StartJob,
    StopWorker,
    ToWorker,
    Work,
    WorkerReady,
)
from neonworks_daemon.worker.pipe import PipeReader, encode_message
from neonworks_protocol.errors import BadSprite
from neonworks_protocol.records import Capabilities

_Script = Callable[[Work, JobContext], tuple[str, ...]]


class Runner:
    """Runs whatever the test gave it."""

    def __init__(self, script: _Script) -> None:
        self._script = script

    def warm_up(self) -> tuple[Capabilities, ...]:
        return ()

    def run(self, work: Work, context: JobContext) -> tuple[str, ...]:
        return self._script(work, context)


class Worker:
    """A loop in a thread, and the daemon's ends of its pipes."""

    def __init__(
        self, script: _Script, *, grace_s: float = 5.0, tidy: Callable[[], None] = lambda: None
    ) -> None:
        inner, self._to = os.pipe()
        outer, back = os.pipe()
        self.forced: list[int] = []
        self._files: tuple[BinaryIO, BinaryIO] = (os.fdopen(inner, "rb"), os.fdopen(back, "wb"))
        self.source = os.fdopen(outer, "rb")
        self.sink = os.fdopen(self._to, "wb")
        self.reader = PipeReader(self.source, msgspec.msgpack.Decoder(FromWorker))
        loop = WorkerLoop(
            Runner(script),
            *self._files,
            exit_process=self.forced.append,
            orphan_grace_s=grace_s,
            tidy=tidy,
        )
        self.codes: list[int] = []
        self.thread = threading.Thread(target=lambda: self.codes.append(loop.run()), daemon=True)
        self.thread.start()
        assert isinstance(self.reader.read(), WorkerReady)

    def send(self, message: ToWorker) -> None:
        self.sink.write(encode_message(message))
        self.sink.flush()

    def close(self) -> None:
        self.sink.close()
        self.source.close()
        self.thread.join(10)
        for file in self._files:
            # The worker may have had a last word for a daemon that had gone.
            with contextlib.suppress(BrokenPipeError):
                file.close()


@pytest.fixture
def make() -> Iterator[Callable[..., Worker]]:
    workers: list[Worker] = []

    def build(script: _Script, **options: Any) -> Worker:
        workers.append(Worker(script, **options))
        return workers[-1]

    yield build
    for worker in workers:
        worker.close()


def _until_cancelled(_: Work, context: JobContext) -> tuple[str, ...]:
    context.emit(Progressed(job=context.job, fraction=0.0))
    pause = threading.Event()
    while True:
        context.checkpoint()
        pause.wait(0.001)


def _start(number: int) -> StartJob:
    return StartJob(job=number, work=InterpretWork(text=""))


def _busy(work: Work, context: JobContext) -> tuple[str, ...]:
    end = time.process_time() + 0.05
    while time.process_time() < end:
        pass
    return ()


def _asleep(work: Work, context: JobContext) -> tuple[str, ...]:
    time.sleep(0.2)
    return ()


def test_a_job_tells_its_processor_time_and_not_the_time_that_passed(make: Callable[..., Worker]) -> None:
    cpu_ms = []
    for script in (_busy, _asleep):
        worker = make(script)
        worker.send(_start(1))
        ended = worker.reader.read()
        assert isinstance(ended, JobEnded) and ended.cpu_ms is not None
        cpu_ms.append(ended.cpu_ms)
    assert cpu_ms[0] >= 50 > cpu_ms[1]


def test_it_tidies_after_each_job_that_was_told(make: Callable[..., Worker]) -> None:
    tidied: list[int] = []
    worker = make(lambda work, context: (), tidy=lambda: tidied.append(1))
    for number in (1, 2):
        worker.send(_start(number))
        assert isinstance(worker.reader.read(), JobEnded)
    worker.send(StopWorker())
    worker.thread.join(10)
    assert tidied == [1, 1]


def test_jobs_run_one_after_the_other(make: Callable[..., Worker]) -> None:
    worker = make(lambda work, context: (f"job {context.job}",))
    for number in (1, 2, 3):
        worker.send(_start(number))
        ended = worker.reader.read()
        assert isinstance(ended, JobEnded)
        assert (ended.job, ended.code, ended.notes) == (number, None, (f"job {number}",))
    worker.send(StopWorker())
    worker.thread.join(10)
    assert (worker.codes, worker.forced) == ([0], [])


def test_a_cancel_is_heard_while_the_job_runs(make: Callable[..., Worker]) -> None:
    worker = make(_until_cancelled)
    worker.send(_start(1))
    assert isinstance(worker.reader.read(), Progressed)
    worker.send(CancelJob(job=99))
    worker.send(CancelJob(job=1))
    ended = worker.reader.read()
    assert isinstance(ended, JobEnded)
    assert (ended.job, ended.code) == (1, "cancelled")


def test_a_cancel_that_comes_with_its_job_is_not_lost(make: Callable[..., Worker]) -> None:
    worker = make(_until_cancelled)
    worker.sink.write(encode_message(_start(1)) + encode_message(CancelJob(job=1)))
    worker.sink.flush()
    ended = worker.reader.read()
    while isinstance(ended, Progressed):
        ended = worker.reader.read()
    assert isinstance(ended, JobEnded)
    assert ended.code == "cancelled"


def test_errors_and_bugs_end_the_job_only(
    make: Callable[..., Worker], caplog: pytest.LogCaptureFixture
) -> None:
    faults = iter([BadSprite("not a picture"), ZeroDivisionError("a\nb"), MemoryError()])

    def script(work: Work, context: JobContext) -> tuple[str, ...]:
        fault = next(faults, None)
        if fault is not None:
            raise fault
        return ()

    worker = make(script)
    ends = []
    for number in range(4):
        worker.send(_start(number))
        ends.append(worker.reader.read())
    assert [end.code for end in ends if isinstance(end, JobEnded)] == [
        "bad_sprite",
        "internal",
        "worker_failed",
        None,
    ]
    assert all("\n" not in end.message for end in ends if isinstance(end, JobEnded))
    assert "ZeroDivisionError" in caplog.text


def test_the_end_of_the_pipe_stops_the_job_and_the_worker(make: Callable[..., Worker]) -> None:
    worker = make(_until_cancelled)
    worker.send(_start(1))
    assert isinstance(worker.reader.read(), Progressed)
    worker.sink.close()
    worker.thread.join(10)
    assert not worker.thread.is_alive()
    assert worker.forced == []


def test_a_job_that_does_not_stop_is_left_by_force(make: Callable[..., Worker]) -> None:
    deaf = threading.Event()

    def script(work: Work, context: JobContext) -> tuple[str, ...]:
        context.emit(Progressed(job=context.job, fraction=0.0))
        deaf.wait(10)
        return ()

    worker = make(script, grace_s=0.05)
    worker.send(_start(1))
    assert isinstance(worker.reader.read(), Progressed)
    worker.sink.close()
    pause = threading.Event()
    for _ in range(1000):
        if worker.forced:
            break
        pause.wait(0.01)
    deaf.set()
    assert worker.forced == [1]


@pytest.mark.parametrize("garbage", [b"\x00\x00\x00\x01\xc1", b"\xff\xff\xff\xff", b"\x00\x00\x00\x00"])
def test_a_broken_pipe_ends_the_worker(make: Callable[..., Worker], garbage: bytes) -> None:
    worker = make(lambda work, context: ())
    worker.sink.write(garbage)
    worker.sink.flush()
    worker.thread.join(10)
    assert worker.codes == [0]
