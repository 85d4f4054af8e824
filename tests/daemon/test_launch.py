"""Finding and starting daemons."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from neonworks_daemon.launch import _ready, find_daemon, launch_daemon, stop_daemon
from neonworks_daemon.ready import ReadyInfo, read_ready, write_ready
from neonworks_daemon.settings import Settings
from neonworks_protocol.errors import Unavailable

from tests.fakes.daemons import SCRIPTED, ended_process


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    own = Settings(state_dir=str(tmp_path / "state"))
    yield own
    info = read_ready(own.ready_path)
    if info is not None:
        stop_daemon(info)
        ended_process(info.pid)


async def test_none_is_found_where_none_runs(settings: Settings) -> None:
    assert await find_daemon(settings) is None


async def test_a_stale_ready_file_is_no_daemon(settings: Settings) -> None:
    stale = ReadyInfo(host="127.0.0.1", port=1, token="t", pid=2**22 + 1, build="b", versions=(1,))
    write_ready(settings.ready_path, stale)
    assert await find_daemon(settings) is None
    stop_daemon(stale)
    info = await launch_daemon(settings, command=SCRIPTED)
    assert info != stale


async def test_one_is_started_and_found_again(settings: Settings) -> None:
    first = await launch_daemon(settings, command=SCRIPTED)
    assert await launch_daemon(settings, command=SCRIPTED) == first
    assert await find_daemon(settings, build=first.build) == first
    assert await find_daemon(settings, build="another build") is None
    os.kill(first.pid, signal.SIGTERM)
    assert ended_process(first.pid) == 0
    assert await find_daemon(settings) is None


async def test_two_that_start_at_once_end_up_with_the_same_one(settings: Settings) -> None:
    infos = await asyncio.gather(*(launch_daemon(settings, command=SCRIPTED) for _ in range(2)))
    assert infos[0] == infos[1]


async def test_a_daemon_that_ends_at_once_gives_its_reason(settings: Settings) -> None:
    script = "import sys; print('first line'); print('error: no disk', file=sys.stderr); sys.exit(1)"
    with pytest.raises(Unavailable, match="error: no disk") as caught:
        await launch_daemon(settings, command=(sys.executable, "-u", "-c", script))
    assert "daemon.log" in caught.value.message


async def test_a_daemon_that_never_gets_ready_is_given_up(settings: Settings) -> None:
    script = "import time; print('still loading', flush=True); time.sleep(60)"
    with pytest.raises(Unavailable, match=r"not ready after 0\.5 s: still loading"):
        await launch_daemon(settings, command=(sys.executable, "-c", script), timeout_s=0.5)


async def test_a_program_that_is_not_there_is_named(settings: Settings) -> None:
    with pytest.raises(Unavailable, match="cannot start a daemon"):
        await launch_daemon(settings, command=("/nonexistent/program",))


async def test_a_stale_file_with_the_process_id_of_the_new_daemon_is_not_taken_for_it(
    settings: Settings,
) -> None:
    """In a container every daemon may have the same process id."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as process:
        stale = ReadyInfo(host="127.0.0.1", port=1, token="old", pid=process.pid, build="b", versions=(1,))
        write_ready(settings.ready_path, stale)
        waiting = asyncio.create_task(_ready(process, settings, 20.0, stale))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        new = msgspec.structs.replace(stale, token="new")
        write_ready(settings.ready_path, new)
        assert await waiting == new
        settings.ready_path.unlink()
        process.kill()
