"""Real daemons that are killed, stopped, run out of room: what clients find afterwards."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from neonworks_daemon.client import DaemonClient, RequestHandle
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.settings import Settings
from neonworks_protocol.errors import BadRequest, NotFound
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import (
    Accepted,
    Clip,
    Done,
    Failed,
    Frame,
    Interrupted,
    Jobs,
    Pin,
    Retry,
    ServerMessage,
)
from neonworks_protocol.records import JobRecord

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
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")

CUT = "clip 8; frames 5; sleep 30"
WHOLE = "clip 8; frames 8"


def _settings(folder: Path, **values: object) -> Settings:
    return Settings(state_dir=str(folder), workers=1, **values)  # type: ignore[arg-type]


def _kill(info: ReadyInfo) -> None:
    os.kill(info.pid, signal.SIGKILL)
    ended_process(info.pid)


async def _frames(handle: RequestHandle, count: int) -> list[Frame]:
    return [await until(handle, Frame) for _ in range(count)]


async def _job_of(handle: RequestHandle) -> str:
    return (await until(handle, Accepted)).job_id


async def _retried(client: DaemonClient, job_id: str, request_id: str) -> list[ServerMessage]:
    return await collect(await client.request(Retry(request_id=request_id, job_id=job_id)))


async def _pinned(client: DaemonClient, job_id: str, pinned: bool) -> JobRecord:
    answer = await client.ask(Pin(request_id=f"pin {time.monotonic_ns()}", job_id=job_id, pinned=pinned))
    assert isinstance(answer, Jobs)
    (record,) = answer.jobs
    return record


async def test_a_killed_daemon_keeps_frames_and_draws_again_for_whoever_asks(tmp_path: Path) -> None:
    with running_daemon(_settings(tmp_path)) as info:
        async with client_of(info, "first!") as client:
            running = await submit(client, CUT, request_id="mine")
            job = await _job_of(running)
            seen = await _frames(running, 5)
            waiting = await submit(client, "sleep 30", request_id="waits")
            await _job_of(waiting)
            _kill(info)
    began = time.monotonic()
    with running_daemon(_settings(tmp_path)) as info:
        print(f"back after {time.monotonic() - began:.2f} s")
        async with client_of(info, "second") as client:
            states = {record.request_id: record for record in (await client.list_jobs()).jobs}
            assert states["mine"].job_id == job
            assert [states[name].state for name in ("mine", "waits")] == [JobState.INTERRUPTED] * 2
            assert all(record.retryable for record in states.values())
            kept = await collect(await client.get_result(job))
            assert isinstance(kept[-1], Interrupted)
            assert [m.data for m in kept if isinstance(m, Frame)] == [m.data for m in seen]
            again = await client.request(Retry(request_id="again", job_id=job))
            fresh = await _job_of(again)
            assert fresh != job
            assert len(await _frames(again, 5)) == 5
            await again.cancel()
            await collect(again)
            newest = (await client.list_jobs()).jobs
            assert newest[0].job_id == fresh
            assert not next(record for record in newest if record.job_id == job).retryable


async def test_the_same_request_sent_again_after_a_kill_ends_as_interrupted_once(tmp_path: Path) -> None:
    with running_daemon(_settings(tmp_path)) as info:
        async with client_of(info, "me!") as client:
            running = await submit(client, CUT, request_id="mine")
            await _frames(running, 2)
            _kill(info)
    with running_daemon(_settings(tmp_path)) as info:
        async with client_of(info, "me!") as client:
            for _ in range(2):
                again = await submit(client, CUT, request_id="mine")
                assert names(await collect(again)) == ["Accepted", "Interrupted"]
            assert len((await client.list_jobs()).jobs) == 1


async def test_results_pins_and_equal_requests_outlive_both_sides(tmp_path: Path) -> None:
    with running_daemon(_settings(tmp_path)) as info:
        async with client_of(info, "me!") as client:
            told = await collect(await submit(client, WHOLE, request_id="mine"))
            job = next(m.job_id for m in told if isinstance(m, Accepted))
            assert (await _pinned(client, job, True)).pinned
            with pytest.raises(NotFound):
                await _pinned(client, "no such job", True)
            _kill(info)
    with running_daemon(_settings(tmp_path)) as info:
        async with client_of(info) as client:
            result = await collect(await client.get_result(job))
            assert isinstance(result[-1], Done)
            assert [m.data for m in result if isinstance(m, Frame)] == [
                m.data for m in told if isinstance(m, Frame)
            ]
            equal = await collect(await submit(client, WHOLE))
            assert [m.cached for m in equal if isinstance(m, Clip)] == [True]
            (record,) = (await client.list_jobs()).jobs
            assert (record.state, record.pinned, record.fraction) == (JobState.DONE, True, 1.0)
            assert not (await _pinned(client, job, False)).pinned
            end = (await _retried(client, job, "no need"))[-1]
            assert isinstance(end, Failed)
            assert (end.code, "get_result" in end.message) == (BadRequest.code, True)
            end = (await _retried(client, "unknown", "nothing"))[-1]
            assert isinstance(end, Failed)
            assert end.code == NotFound.code
        async with client_of(info, "me!") as client:
            repeated = await collect(await submit(client, WHOLE, request_id="mine"))
            assert [m.clip_id for m in repeated if isinstance(m, Clip)] == [
                m.clip_id for m in told if isinstance(m, Clip)
            ]
            assert isinstance(repeated[-1], Done)


async def test_a_failed_and_a_cancelled_job_are_drawn_again(tmp_path: Path) -> None:
    with running_daemon(_settings(tmp_path)) as info:
        async with client_of(info) as client:
            failed = await submit(client, "clip 8; frames 3; fail contract_broken")
            job = await _job_of(failed)
            assert isinstance((await collect(failed))[-1], Failed)
            kept = await collect(await client.get_result(job))
            assert names(kept) == ["Accepted", "Spec", "Clip", *["Frame"] * 3, "Failed"]
            assert names(await _retried(client, job, "again")) == names(kept)
            running = await submit(client, CUT)
            job = await _job_of(running)
            early = (await _retried(client, job, "too early"))[-1]
            assert isinstance(early, Failed)
            assert "has not ended" in early.message
            await running.cancel()
            await collect(running)
            again = await client.request(Retry(request_id="now", job_id=job))
            assert len(await _frames(again, 5)) == 5
            await again.cancel()


async def test_a_stopped_daemon_lists_what_it_interrupted(tmp_path: Path) -> None:
    with running_daemon(_settings(tmp_path)) as info:
        async with client_of(info) as client:
            running = await submit(client, CUT)
            await _frames(running, 5)
            os.kill(info.pid, signal.SIGTERM)
            assert isinstance((await collect(running))[-1], Interrupted)
        assert ended_process(info.pid) == 0
    with running_daemon(_settings(tmp_path)) as info:
        async with client_of(info) as client:
            (record,) = (await client.list_jobs()).jobs
            assert (record.state, record.clips, record.retryable) == (JobState.INTERRUPTED, 1, True)


@pytest.mark.skipif(sys.platform != "linux", reason="prlimit")
async def test_a_disk_that_fills_fails_jobs_in_words_and_recovers_by_itself(tmp_path: Path) -> None:
    """The daemon's own limit on file sizes stands for the disk: the writes themselves fail."""
    with running_daemon(_settings(tmp_path)) as info:
        async with client_of(info) as client:
            before = await collect(await submit(client, WHOLE))
            running = await submit(client, "clip 8; frames 2; sleep 0.5; frames 6")
            await _frames(running, 2)
            _, hard = resource.prlimit(info.pid, resource.RLIMIT_FSIZE)
            resource.prlimit(info.pid, resource.RLIMIT_FSIZE, (4096, hard))
            cut = (await collect(running))[-1]
            refused = (await collect(await submit(client, WHOLE, seed=1)))[-1]
            for end in (cut, refused):
                assert isinstance(end, Failed)
                assert (end.code, end.retryable) == ("storage_failed", True)
                assert "free some disk space" in end.message
            assert (await until_status(client, workers_busy=0)).workers >= 1
            resource.prlimit(info.pid, resource.RLIMIT_FSIZE, (hard, hard))
            after = await collect(await submit(client, WHOLE, seed=2))
            assert names(after) == names(before)
            states = {record.state for record in (await client.list_jobs()).jobs}
            assert states == {JobState.DONE, JobState.FAILED}


def _outcome(settings: str) -> tuple[int, str]:
    done = subprocess.run([*SCRIPTED, settings], capture_output=True, text=True, timeout=30)
    return done.returncode, done.stderr.splitlines()[-1]


def test_a_data_folder_that_cannot_be_written_ends_the_start_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    code, line = _outcome(f'{{"state_dir": "{tmp_path}", "data_dir": "{tmp_path}/file/data"}}')
    assert code == 1
    assert line.startswith("error: ")
    assert "--data-dir" in line and "--no-history" in line


async def test_without_history_it_runs_anyway_and_forgets(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    settings = _settings(tmp_path, data_dir=str(tmp_path / "file" / "data"), history=False)
    for _ in range(2):
        with running_daemon(settings) as info:
            async with client_of(info, "me!") as client:
                assert (await client.list_jobs()).jobs == ()
                told = await collect(await submit(client, WHOLE, request_id="mine"))
                assert [m.cached for m in told if isinstance(m, Clip)] == [False]
                equal = await collect(await submit(client, WHOLE))
                assert [m.cached for m in equal if isinstance(m, Clip)] == [True]


async def test_two_daemons_do_not_share_a_data_folder(tmp_path: Path) -> None:
    with running_daemon(_settings(tmp_path / "a", data_dir=str(tmp_path / "data"))):
        code, line = _outcome(f'{{"state_dir": "{tmp_path / "b"}", "data_dir": "{tmp_path / "data"}"}}')
    assert code == 1
    assert "another daemon keeps its results" in line


async def test_a_damaged_history_does_not_keep_the_daemon_from_starting(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data" / "history.db").write_bytes(b"not a database" * 1000)
    with running_daemon(_settings(tmp_path)) as info:
        async with client_of(info) as client:
            assert names(await collect(await submit(client, WHOLE)))[-1] == "Done"
    assert (tmp_path / "data" / "history.db.damaged").is_file()
    assert "history_damaged" in (tmp_path / "daemon.log").read_text()
