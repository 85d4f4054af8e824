"""Where the daemon is, and starting one where there is none."""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec
import pytest
from neonworks_daemon.ready import remove_ready, write_ready
from neonworks_editor.client import find as module
from neonworks_editor.client.find import Finder
from neonworks_editor.client.launch import DaemonLauncher, DaemonProcess
from neonworks_protocol.errors import Unavailable
from neonworks_protocol.ready import ALREADY_RUNS, ReadyInfo

INFO = ReadyInfo(host="127.0.0.1", port=4711, token="t", pid=1, build="b", versions=(1,))
NEXT = msgspec.structs.replace(INFO, port=4712)


class Starts:
    """A spawner whose children publish ``info`` after some looks at them, and end with ``code``."""

    def __init__(self, path: Path, info: ReadyInfo | None = None, code: int | None = None) -> None:
        self.path, self.info, self.code = path, info, code
        self.count = 0
        self.polls = 0

    def __call__(self, argv: Sequence[str], log: Path, environment: Mapping[str, str]) -> DaemonProcess:
        self.count += 1
        self.polls = 0
        log.write_text("error: out of luck\n", encoding="utf-8")
        return self

    def poll(self) -> int | None:
        self.polls += 1
        if self.polls < 3:
            return None
        if self.info is not None:
            write_ready(self.path, self.info)
        return self.code


def finder(
    folder: Path, starts: Starts | None, *, every_s: float = 3.0, clock: Callable[[], float] = time.monotonic
) -> Finder:
    launcher = None
    if starts is not None:
        launcher = DaemonLauncher((sys.executable,), folder, spawn=starts, every_s=every_s)
    return Finder(folder, launcher, clock=clock)


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_POLL_S", 0.001)
    monkeypatch.setattr(module, "_POLLS", 20)


async def test_a_running_daemon_is_found_without_a_start(tmp_path: Path) -> None:
    path = tmp_path / "daemon.json"
    write_ready(path, INFO)
    starts = Starts(path)
    assert await finder(tmp_path, starts).find(lambda: None) == INFO
    assert starts.count == 0


async def test_one_is_started_where_there_is_none_and_that_is_said(tmp_path: Path) -> None:
    starts = Starts(tmp_path / "daemon.json", INFO)
    said: list[int] = []
    found = finder(tmp_path, starts)
    assert await found.find(lambda: said.append(1)) == INFO
    assert (starts.count, said, found.log) == (1, [1], str(tmp_path / "daemon.log"))


async def test_none_is_started_where_that_is_not_wanted(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="neonworks-animator serve"):
        await finder(tmp_path, None).find(lambda: None)
    write_ready(tmp_path / "daemon.json", INFO)
    found = finder(tmp_path, None)
    assert found.dead(INFO, "nobody") == "nobody; start one with: neonworks-animator serve"
    assert await found.find(lambda: None) == INFO, "it is tried again"
    assert found.log == ""


async def test_a_daemon_that_was_killed_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "daemon.json"
    write_ready(path, INFO)
    starts = Starts(path, NEXT)
    found = finder(tmp_path, starts)
    found.dead(INFO, "nobody answers")
    assert await found.find(lambda: None) == NEXT


async def test_one_that_worked_gets_a_moment_to_come_back(tmp_path: Path) -> None:
    path = tmp_path / "daemon.json"
    write_ready(path, INFO)
    starts = Starts(path, NEXT)
    now = [100.0]
    found = finder(tmp_path, starts, clock=lambda: now[0])
    found.alive()
    for seconds in (0.0, 0.1, 0.1):
        now[0] += seconds
        found.dead(INFO, "")
        assert await found.find(lambda: None) == INFO
    assert starts.count == 0
    now[0] += 0.2
    found.dead(INFO, "")
    assert await found.find(lambda: None) == NEXT


async def test_a_new_ready_file_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "daemon.json"
    found = finder(tmp_path, None)
    assert not found.changed
    write_ready(path, INFO)
    assert found.changed
    await found.find(lambda: None)
    assert not found.changed
    write_ready(path, NEXT)
    assert found.changed
    remove_ready(path, NEXT)
    assert found.changed


async def test_a_start_that_fails_tells_the_log_and_is_not_repeated_at_once(tmp_path: Path) -> None:
    starts = Starts(tmp_path / "daemon.json", code=5)
    found = finder(tmp_path, starts)
    for _ in range(3):
        with pytest.raises(Unavailable, match="out of luck"):
            await found.find(lambda: None)
    assert starts.count == 1


async def test_a_start_that_meets_another_daemon_uses_that_one(tmp_path: Path) -> None:
    """It was still starting, or did not answer for a moment; the new process ends, as the folder is taken."""
    path = tmp_path / "daemon.json"
    write_ready(path, INFO)
    starts = Starts(path, code=5)
    found = finder(tmp_path, starts)
    found.dead(INFO, "")
    assert await found.find(lambda: None) == INFO
    assert found.dead(INFO, "nobody answers").startswith("the daemon ended at its start: error: out of luck")
    found.alive()
    assert found.dead(INFO, "nobody") == "nobody; starting another one"


async def test_a_start_that_another_one_overtook_waits_for_that_one(tmp_path: Path) -> None:
    """Two editors were opened at once: the daemon of the other has the folder and is not ready yet."""
    path = tmp_path / "daemon.json"

    class Overtaken(Starts):
        def poll(self) -> int | None:
            self.polls += 1
            (tmp_path / "daemon.log").write_text(f"error: {ALREADY_RUNS} {tmp_path}\n", encoding="utf-8")
            if self.polls > 5:
                write_ready(path, INFO)
            return 5

    found = finder(tmp_path, Overtaken(path))
    assert await found.find(lambda: None) == INFO
    assert not found.started


async def test_a_slow_start_is_waited_for_and_not_repeated(tmp_path: Path) -> None:
    path = tmp_path / "daemon.json"
    starts = Starts(path)
    found = finder(tmp_path, starts, every_s=0.0)
    for _ in range(3):
        with pytest.raises(Unavailable, match="not ready yet"):
            await found.find(lambda: None)
    assert starts.count == 1
    write_ready(path, INFO)
    assert await found.find(lambda: None) == INFO
    remove_ready(path, INFO)
