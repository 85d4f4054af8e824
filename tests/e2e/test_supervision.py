"""Workers and daemons that are killed, stopped and started again, as processes."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import psutil
import pytest
from neonworks_daemon.launch import find_daemon
from neonworks_daemon.ready import TAKEN, ReadyInfo, read_ready
from neonworks_daemon.settings import Settings
from neonworks_protocol.messages import Done, Failed, Frame, Progress
from neonworks_protocol.vocabulary import Priority

from tests.fakes.daemons import (
    SCRIPTED,
    client_of,
    collect,
    ended_process,
    names,
    running_daemon,
    submit,
    until,
    until_status,
    worker_pids,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")

WHOLE = ["Accepted", "Spec", "Clip", *["Frame"] * 6, "ClipDone", "Done"]


def _settings(folder: Path, **fields: object) -> Settings:
    values = {"state_dir": str(folder), "data_dir": str(folder / "data"), "cache": False, **fields}
    return Settings(**values)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReadyInfo]:
    with running_daemon(_settings(tmp_path_factory.mktemp("scripted"))) as info:
        yield info


@contextlib.contextmanager
def _stopped(pids: Sequence[int]) -> Iterator[None]:
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


@pytest.mark.parametrize("priority", [Priority.REQUEST, Priority.INTERACTIVE, Priority.FOLDER])
async def test_a_job_survives_the_death_of_its_worker_and_says_nothing_twice(
    tmp_path: Path, scripted: ReadyInfo, priority: Priority
) -> None:
    async with client_of(scripted) as client:
        script = f"clip 6; frames 3; crash-once {tmp_path / 'mark'}; frames 3"
        messages = await collect(await submit(client, script, priority=priority))
        assert names(messages) == WHOLE
        assert [m.index for m in messages if isinstance(m, Frame)] == list(range(6))
        assert any("drawn once more" in m.note for m in messages if isinstance(m, Progress))
        fractions = [m.fraction for m in messages if isinstance(m, Progress)]
        assert fractions == sorted(fractions)


async def test_a_change_on_a_live_channel_survives_it_too(tmp_path: Path, scripted: ReadyInfo) -> None:
    async with client_of(scripted) as client:
        script = f"clip 6; frames 3; crash-once {tmp_path / 'mark'}; frames 3"
        assert names(await collect(await submit(client, script, channel="live"))) == WHOLE
        assert names(await collect(await submit(client, "clip 6; frames 6", channel="live"))) == WHOLE


async def test_poison_ends_with_both_reasons_and_is_not_tried_again_at_once(scripted: ReadyInfo) -> None:
    async with client_of(scripted) as client:
        poison = "clip 8; frames 2; crash; frames 6; poison"
        end = (await collect(await submit(client, poison)))[-1]
        assert isinstance(end, Failed)
        assert (end.code, end.retryable) == ("worker_failed", False)
        assert "two worker processes" in end.message
        await until_status(client, workers=2)
        before = worker_pids(scripted)
        again = await collect(await submit(client, poison))
        assert isinstance(again[-1], Failed)
        assert "not tried again for 10 min" in again[-1].message
        live = (await collect(await submit(client, poison, channel="live")))[-1]
        assert isinstance(live, Failed)
        assert worker_pids(scripted) == before
        other = await collect(await submit(client, "clip 8; frames 2; frames 6; poison"))
        assert isinstance(other[-1], Done)


async def test_a_batch_loses_nothing_to_killed_workers(scripted: ReadyInfo) -> None:
    """All workers are killed in the middle of each of the first jobs; all jobs come out whole."""
    async with client_of(scripted) as client:
        handles = [await submit(client, f"clip 6; frames 3; sleep 0.2; frames 3; {n}") for n in range(6)]
        for handle in handles[:3]:
            await until(handle, Frame)
            for pid in worker_pids(scripted):
                os.kill(pid, signal.SIGKILL)
        frames = [sum(isinstance(m, Frame) for m in await collect(handle)) for handle in handles]
        assert frames == [5, 5, 5, 6, 6, 6]


async def test_a_stop_of_the_daemon_beyond_its_deadlines_harms_nothing(tmp_path: Path) -> None:
    settings = _settings(tmp_path, worker_stall=0.5, session_grace=0.5)
    with running_daemon(settings) as info:
        async with client_of(info) as client:
            await until_status(client, workers=2)
            before = worker_pids(info)
            handle = await submit(client, "clip 6; frames 3; sleep 0.3; frames 3")
            await until(handle, Frame)
            with _stopped([info.pid]):
                await asyncio.sleep(1.6)
            rest = await collect(handle)
            assert isinstance(rest[-1], Done)
            assert sum(isinstance(message, Frame) for message in rest) == 5
            assert worker_pids(info) == before


async def test_a_stop_of_the_whole_tree_harms_nothing(tmp_path: Path) -> None:
    """Ctrl-Z and fg, or a container that is frozen: the daemon wakes before its workers do."""
    with running_daemon(_settings(tmp_path, worker_stall=0.5)) as info:
        async with client_of(info) as client:
            await until_status(client, workers=2)
            before = worker_pids(info)
            handle = await submit(client, "clip 6; frames 3; sleep 0.3; frames 3")
            await until(handle, Frame)
            with _stopped(before):
                with _stopped([info.pid]):
                    await asyncio.sleep(1.2)
                await asyncio.sleep(1.2)
            assert isinstance((await collect(handle))[-1], Done)
            assert worker_pids(info) == before


async def test_workers_end_with_a_daemon_that_is_killed_while_they_draw(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    with running_daemon(settings) as info:
        async with client_of(info) as client, client_of(info) as other:
            await until_status(client, workers=2)
            deaf = await submit(client, "deaf 60", priority=Priority.INTERACTIVE)
            await until(deaf, Progress)
            drawing = await submit(other, "clip 32 128; frames 32; " * 40)
            asleep = await submit(client, "clip 9; frames 9; sleep 60", priority=Priority.FOLDER)
            await until(asleep, Frame)
            await until(drawing, Frame)
            workers = [psutil.Process(pid) for pid in worker_pids(info)]
            assert len(workers) >= 3
            os.kill(info.pid, signal.SIGKILL)
            await asyncio.to_thread(ended_process, info.pid)
        _, alive = await asyncio.to_thread(psutil.wait_procs, workers, timeout=20)
        assert alive == []


def test_after_a_kill_the_next_one_is_found_and_not_the_dead_one(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    with running_daemon(settings) as first:
        os.kill(first.pid, signal.SIGKILL)
        ended_process(first.pid)
        assert read_ready(settings.ready_path) == first
        assert asyncio.run(find_daemon(settings)) is None
        started = time.perf_counter()
        fixed = msgspec.structs.replace(settings, port=first.port)
        with running_daemon(fixed) as second:
            print(f"back after {time.perf_counter() - started:.2f} s")
            assert second.port == first.port
            assert second.token != first.token
            assert asyncio.run(find_daemon(settings)) == second


def test_of_several_that_start_at_once_one_runs_and_the_others_say_so(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    argument = msgspec.json.encode(settings).decode()
    processes = [subprocess.Popen([*SCRIPTED, argument], stderr=subprocess.PIPE, text=True) for _ in range(4)]
    ended: list[subprocess.Popen[str]] = []
    deadline = time.monotonic() + 20
    while len(ended) < 3 and time.monotonic() < deadline:
        ended = [process for process in processes if process.poll() is not None]
        time.sleep(0.02)
    assert [process.returncode for process in ended] == [TAKEN] * 3
    for process in ended:
        assert process.stderr is not None
        assert process.stderr.read().splitlines()[-1].startswith("error: a daemon already runs")
    (winner,) = set(processes) - set(ended)
    while (info := read_ready(settings.ready_path)) is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert info is not None and info.pid == winner.pid
    winner.terminate()
    assert winner.wait(20) == 0
    for process in processes:
        assert process.stderr is not None
        process.stderr.close()


@pytest.fixture
def with_a_terminal() -> Iterator[None]:
    """As started from a terminal, also where these tests run under nohup, which children would inherit."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("with_a_terminal")
async def test_a_closed_terminal_ends_it_cleanly_with_jobs_running(tmp_path: Path) -> None:
    with running_daemon(_settings(tmp_path)) as info:
        async with client_of(info) as client:
            await until_status(client, workers=2)
            workers = worker_pids(info)
            await until(await submit(client, "clip 8; frames 4; sleep 30"), Frame)
            # The terminal tells all of its processes.
            for pid in (*workers, info.pid):
                os.kill(pid, signal.SIGHUP)
            assert await asyncio.to_thread(ended_process, info.pid) == 0
        assert not any(psutil.pid_exists(pid) for pid in workers)


def test_nohup_keeps_it(tmp_path: Path) -> None:
    settings = _settings(tmp_path)
    argv = ["nohup", *SCRIPTED, msgspec.json.encode(settings).decode()]
    process = subprocess.Popen(
        argv, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 20
        while read_ready(settings.ready_path) is None and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGHUP)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.5)
    finally:
        process.terminate()
        assert process.wait(20) == 0


def test_too_few_open_files_are_refused_in_one_line(tmp_path: Path) -> None:
    command = [*SCRIPTED, msgspec.json.encode(_settings(tmp_path)).decode()]
    limited = ["sh", "-c", 'ulimit -n 64; exec "$@"', "sh", *command]
    run = subprocess.run(limited, capture_output=True, text=True, timeout=30)
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].startswith("error: this process may open 64 files")
    assert "Traceback" not in run.stderr
