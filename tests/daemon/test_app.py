"""A daemon process from its start to its end."""

import asyncio
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from neonworks_daemon.app import Daemon
from neonworks_daemon.ready import TAKEN, ReadyInfo, read_ready
from neonworks_daemon.settings import Settings
from neonworks_daemon.supervisor import WorkerCommand
from neonworks_protocol.errors import AccessDenied, StorageFailed, WorkerFailed
from neonworks_protocol.messages import Frame, Interrupted

from tests.fakes.daemons import (
    SCRIPTED,
    client_of,
    collect,
    ended_process,
    running_daemon,
    submit,
    until,
    worker_pids,
)


async def test_sigterm_interrupts_jobs_stops_workers_and_withdraws_the_ready_file(tmp_path: Path) -> None:
    settings = Settings(state_dir=str(tmp_path))
    with running_daemon(settings) as info:
        assert read_ready(settings.ready_path) == info
        workers = worker_pids(info)
        async with client_of(info) as client:
            running = await submit(client, "clip 8; frames 4; sleep 30")
            await until(running, Frame)
            waiting = await submit(client, "sleep 30")
            os.kill(info.pid, signal.SIGTERM)
            ends = [(await collect(handle))[-1] for handle in (running, waiting)]
        assert [type(end) for end in ends] == [Interrupted, Interrupted]
        assert await asyncio.to_thread(ended_process, info.pid) == 0
        assert not settings.ready_path.exists()
        assert not any(psutil.pid_exists(pid) for pid in workers)


def test_sigint_stops_it_too(tmp_path: Path) -> None:
    with running_daemon(Settings(state_dir=str(tmp_path))) as info:
        os.kill(info.pid, signal.SIGINT)
        assert ended_process(info.pid) == 0


def test_workers_do_not_outlive_a_killed_daemon(tmp_path: Path) -> None:
    with running_daemon(Settings(state_dir=str(tmp_path))) as info:
        workers = [psutil.Process(pid) for pid in worker_pids(info)]
        os.kill(info.pid, signal.SIGKILL)
        assert ended_process(info.pid) == -signal.SIGKILL
        _, alive = psutil.wait_procs(workers, timeout=10)
        assert alive == []


@pytest.mark.skipif(sys.platform == "win32", reason="modes")
def test_the_ready_file_is_for_its_owner_only(scripted_daemon: ReadyInfo, tmp_path: Path) -> None:
    with running_daemon(Settings(state_dir=str(tmp_path / "state"))):
        mode = (tmp_path / "state" / "daemon.json").stat().st_mode
        assert stat.S_IMODE(mode) == 0o600


def test_a_second_daemon_for_the_same_folder_is_refused(tmp_path: Path) -> None:
    with running_daemon(Settings(state_dir=str(tmp_path))) as info:
        second = subprocess.run(
            [*SCRIPTED, json.dumps({"state_dir": str(tmp_path)})], capture_output=True, text=True, timeout=20
        )
        assert second.returncode == TAKEN
        assert second.stderr.splitlines()[-1].startswith("error: a daemon already runs")
        assert read_ready(tmp_path / "daemon.json") == info


def test_an_idle_daemon_goes_away(tmp_path: Path) -> None:
    settings = Settings(state_dir=str(tmp_path), exit_when_idle=0.5)
    with running_daemon(settings) as info:
        started = time.monotonic()
        assert ended_process(info.pid) == 0
        assert time.monotonic() - started < 15


async def test_a_daemon_with_a_client_stays(tmp_path: Path) -> None:
    with running_daemon(Settings(state_dir=str(tmp_path), exit_when_idle=0.5)) as info:
        async with client_of(info) as client:
            await asyncio.sleep(1.7)
            assert (await client.status()).clients == 1


async def test_other_addresses_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AccessDenied):
        Daemon(Settings(state_dir=str(tmp_path), host="0.0.0.0"))


async def test_a_taken_port_ends_the_start_at_once(tmp_path: Path) -> None:
    """The first worker is not up yet then: it must not be waited for until its start is given up."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        daemon = Daemon(Settings(state_dir=str(tmp_path), port=port))
        with pytest.raises(StorageFailed, match=f"cannot listen on 127.0.0.1:{port}: .*another --port"):
            await asyncio.wait_for(daemon.run(), 20)


async def test_a_daemon_without_workers_gives_up_with_the_reason(tmp_path: Path) -> None:
    command = WorkerCommand(argv=(sys.executable, "-c", "raise SystemExit(7)"))
    daemon = Daemon(Settings(state_dir=str(tmp_path)), worker_command=command)
    with pytest.raises(WorkerFailed, match="exit code 7"):
        await asyncio.wait_for(daemon.run(), 20)
    assert not (tmp_path / "daemon.json").exists()


def test_the_main_process_imports_nothing_heavy() -> None:
    script = (
        "import sys, neonworks_daemon.serve_process\n"
        "print([m for m in ('numpy', 'PIL', 'cv2', 'neonworks_models.pipeline', 'click', 'rich')"
        " if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
