"""One real process at a time, running scripts."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from neonworks_daemon.clocks import AwakeClock
from neonworks_daemon.supervisor import WorkerCommand, WorkerProcess, WorkerState
from neonworks_daemon.worker.messages import FrameMade, InterpretWork, JobEnded, JobEvent, Progressed
from neonworks_protocol.errors import WorkerFailed

SCRIPTED = Path(__file__).parents[1] / "fakes" / "scripted_worker.py"
COMMAND = WorkerCommand(argv=(sys.executable, "-P", str(SCRIPTED)))


class Recorder:
    """``WorkerEvents`` that keeps what it hears."""

    def __init__(self) -> None:
        self.ready = asyncio.Event()
        self.first_event = asyncio.Event()
        self.ended: asyncio.Queue[JobEnded] = asyncio.Queue(100)
        self.exited: asyncio.Queue[tuple[int | None, str]] = asyncio.Queue(10)
        self.events: list[JobEvent] = []
        self.done: list[tuple[WorkerState, int]] = []
        """State, and events heard before, whenever a worker was free again."""

    def worker_ready(self, worker: WorkerProcess) -> None:
        self.ready.set()

    def job_events(self, events: Sequence[JobEvent]) -> None:
        self.events += events
        self.first_event.set()

    def worker_done(self, worker: WorkerProcess, ended: JobEnded) -> None:
        self.done.append((worker.state, len(self.events)))

    def job_ended(self, ended: JobEnded) -> None:
        self.ended.put_nowait(ended)

    def worker_exited(self, worker: WorkerProcess, job: int | None, cause: str) -> None:
        self.exited.put_nowait((job, cause))


@asynccontextmanager
async def running(
    command: WorkerCommand = COMMAND, *, stall_s: float = 60.0, clock: AwakeClock | None = None
) -> AsyncIterator[tuple[WorkerProcess, Recorder]]:
    recorder = Recorder()
    worker = WorkerProcess(0, recorder, command=command, stall_s=stall_s, clock=clock)
    task = asyncio.create_task(worker.run())
    try:
        await asyncio.wait_for(recorder.ready.wait(), 20)
        yield worker, recorder
    finally:
        worker.stop(5.0)
        await task


async def ended(recorder: Recorder) -> JobEnded:
    return await asyncio.wait_for(recorder.ended.get(), 20)


async def test_a_job_runs_and_the_worker_is_idle_again() -> None:
    async with running() as (worker, recorder):
        worker.start_job(7, InterpretWork(text="clip 3; frames 3"))
        state: WorkerState = worker.state
        assert state is WorkerState.BUSY
        end = await ended(recorder)
        assert (end.job, end.code, end.notes) == (7, None, ("scripted",))
        assert [e.index for e in recorder.events if isinstance(e, FrameMade)] == [0, 1, 2]
        state = worker.state
        assert state is WorkerState.IDLE


async def test_a_worker_is_free_before_the_rest_of_its_job_is_told() -> None:
    recorder = Recorder()
    worker = WorkerProcess(0, recorder)
    worker._enter(WorkerState.IDLE)
    worker._enter(WorkerState.BUSY)
    worker._end_job(JobEnded(job=1), [Progressed(job=1, fraction=0.5)])
    assert recorder.done == [(WorkerState.IDLE, 0)]
    assert len(recorder.events) == 1
    assert recorder.ended.get_nowait() == JobEnded(job=1)


async def test_a_second_job_for_a_busy_worker_is_a_bug() -> None:
    async with running() as (worker, recorder):
        worker.start_job(1, InterpretWork(text="sleep 0.2"))
        with pytest.raises(WorkerFailed):
            worker.start_job(2, InterpretWork(text=""))
        assert (await ended(recorder)).job == 1


async def test_cancel_stops_a_job_and_the_process_serves_the_next() -> None:
    async with running() as (worker, recorder):
        pid = worker.pid
        worker.start_job(1, InterpretWork(text="understood; sleep 30"))
        await asyncio.wait_for(recorder.first_event.wait(), 20)
        worker.cancel()
        assert (await ended(recorder)).code == "cancelled"
        worker.start_job(2, InterpretWork(text="clip 1; frame"))
        assert (await ended(recorder)).code is None
        assert worker.pid == pid


async def test_a_job_deaf_to_its_cancel_is_killed() -> None:
    async with running() as (worker, recorder):
        worker.start_job(1, InterpretWork(text="deaf 30"))
        await asyncio.wait_for(recorder.first_event.wait(), 20)
        worker.cancel()
        job, cause = await asyncio.wait_for(recorder.exited.get(), 10)
        assert job == 1
        assert "cancel" in cause
        assert worker.state is WorkerState.DEAD


async def test_a_silent_job_is_killed() -> None:
    async with running(stall_s=0.2) as (worker, recorder):
        worker.start_job(1, InterpretWork(text="deaf 30"))
        job, cause = await asyncio.wait_for(recorder.exited.get(), 10)
        assert job == 1
        assert "sign of life" in cause


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
async def test_kill_from_outside_names_the_lost_job() -> None:
    async with running() as (worker, recorder):
        worker.start_job(4, InterpretWork(text="understood; sleep 30"))
        await asyncio.wait_for(recorder.first_event.wait(), 20)
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)
        job, cause = await asyncio.wait_for(recorder.exited.get(), 10)
        assert job == 4
        assert "killed" in cause


@pytest.mark.parametrize(
    ("script", "code"),
    [("bug", "internal"), ("fail bad_sprite", "bad_sprite"), ("fail contract_broken", "contract_broken")],
)
async def test_an_error_fails_the_job_and_not_the_process(script: str, code: str) -> None:
    async with running() as (worker, recorder):
        worker.start_job(1, InterpretWork(text=script))
        end = await ended(recorder)
        assert end.code == code
        assert "\n" not in end.message
        assert worker.state is WorkerState.IDLE


async def test_a_library_that_prints_does_not_break_the_pipe() -> None:
    async with running() as (worker, recorder):
        worker.start_job(1, InterpretWork(text="print; clip 1; frame"))
        assert (await ended(recorder)).code is None


async def test_a_large_frame_passes_whole() -> None:
    async with running() as (worker, recorder):
        worker.start_job(1, InterpretWork(text="clip 1; big 5000000"))
        assert (await ended(recorder)).code is None
        frames = [e for e in recorder.events if isinstance(e, FrameMade)]
        assert len(frames[0].data) == 5_000_000


async def test_a_process_that_dies_at_start_is_reported_with_its_exit_code() -> None:
    recorder = Recorder()
    worker = WorkerProcess(0, recorder, command=WorkerCommand(argv=(*COMMAND.argv, "--crash-on-start")))
    await asyncio.wait_for(worker.run(), 20)
    assert recorder.exited.get_nowait() == (None, "it ended with exit code 3")


async def test_a_stop_before_the_process_is_there_is_not_lost() -> None:
    recorder = Recorder()
    worker = WorkerProcess(0, recorder, command=COMMAND)
    task = asyncio.create_task(worker.run())
    await asyncio.sleep(0)
    assert worker.pid is None
    worker.stop(5.0)
    await asyncio.wait_for(task, 20)
    assert not recorder.ready.is_set()
    assert worker.state is WorkerState.DEAD


async def test_a_command_that_does_not_exist_is_reported() -> None:
    recorder = Recorder()
    worker = WorkerProcess(0, recorder, command=WorkerCommand(argv=("/nonexistent/python",)))
    await asyncio.wait_for(worker.run(), 20)
    job, cause = recorder.exited.get_nowait()
    assert job is None
    assert "nonexistent" in cause


async def test_a_worker_ends_when_its_daemon_is_gone() -> None:
    async with running() as (worker, recorder):
        worker.start_job(1, InterpretWork(text="understood; sleep 30"))
        await asyncio.wait_for(recorder.first_event.wait(), 20)
        assert worker._process is not None and worker._process.stdin is not None
        worker._process.stdin.close()
        _, cause = await asyncio.wait_for(recorder.exited.get(), 10)
        assert cause == "it ended"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
async def test_a_stopped_worker_is_waited_for_and_goes_on() -> None:
    """Somebody stopped it, for longer than it may be silent: it is as well as before."""
    async with running(stall_s=0.3) as (worker, recorder):
        worker.start_job(1, InterpretWork(text="clip 2; frame; sleep 0.1; frame"))
        await asyncio.wait_for(recorder.first_event.wait(), 20)
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGSTOP)
        await asyncio.sleep(1.2)
        assert recorder.exited.empty()
        os.kill(worker.pid, signal.SIGCONT)
        assert (await ended(recorder)).code is None
        assert recorder.exited.empty()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
async def test_a_stopped_worker_that_is_asked_to_stop_its_job_is_replaced() -> None:
    async with running() as (worker, recorder):
        worker.start_job(1, InterpretWork(text="understood; sleep 30"))
        await asyncio.wait_for(recorder.first_event.wait(), 20)
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGSTOP)
        worker.cancel()
        job, cause = await asyncio.wait_for(recorder.exited.get(), 10)
        assert job == 1
        assert "cancel" in cause


@pytest.mark.skipif(sys.platform == "win32", reason="limits")
async def test_too_many_open_files_are_named_as_the_reason() -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    recorder = Recorder()
    with contextlib.ExitStack() as files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
        try:
            with contextlib.suppress(OSError):
                while True:
                    files.enter_context(Path(os.devnull).open("rb"))
            await asyncio.wait_for(WorkerProcess(0, recorder, command=COMMAND).run(), 20)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert recorder.exited.get_nowait() == (
        None,
        "too many files are open; end some programs or raise the limit (ulimit -n)",
    )
