"""The watcher process of ``serve``."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psutil
import pytest
from neonworks_daemon.settings import Settings, WatchSettings
from neonworks_daemon.watch_child import WatchChild

from tests.fakes.daemons import WAIT_S, running_daemon
from tests.fakes.watched import put_sprite, write_recipe

_QUIET = (sys.executable, "-c", "import sys; sys.stdin.read()")


@contextlib.asynccontextmanager
async def _running(child: WatchChild) -> AsyncIterator[None]:
    task = asyncio.create_task(child.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(WAIT_S):
        while not condition():
            await asyncio.sleep(0.01)


async def test_it_is_started_again_and_ends_when_it_is_told() -> None:
    child = WatchChild(Settings(), time.monotonic, command=_QUIET, first_rest_s=0.01)
    async with _running(child):
        await _until(lambda: child.pid)
        first = child.pid
        assert first is not None
        os.kill(first, getattr(signal, "SIGKILL", signal.SIGTERM))
        await _until(lambda: child.pid not in (None, first))
        second = child.pid
    assert second is not None and not psutil.pid_exists(second) and child.pid is None


async def test_one_that_never_lives_is_tried_with_growing_rests() -> None:
    starts: list[float] = []

    def clock() -> float:
        starts.append(0.0)
        return 0.0

    command = (sys.executable, "-c", "raise SystemExit(1)")
    async with _running(WatchChild(Settings(), clock, command=command, first_rest_s=0.01)):
        await _until(lambda: len(starts) >= 6)


async def test_one_that_cannot_be_started_is_tried_again() -> None:
    ticks: list[int] = []

    def clock() -> float:
        ticks.append(1)
        return 0.0

    async with _running(WatchChild(Settings(), clock, command=("/nowhere/python",), first_rest_s=0.01)):
        await _until(lambda: len(ticks) >= 4)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_serve_watches_its_roots_and_takes_the_watcher_along(tmp_path: Path) -> None:
    root = tmp_path / "art"
    root.mkdir()
    write_recipe(root, "[animations]\nidle = { action = 'idle', frames = 2 }\n")
    put_sprite(root)
    watched = WatchSettings(path=str(root), settle_ms=50)
    settings = Settings(state_dir=str(tmp_path / "state"), watch=(watched,))
    with running_daemon(settings, scripted=False) as info:
        _wait_for(lambda: (root / "animations/hero/hero.animations.json").is_file())
        (watcher,) = [
            p for p in psutil.Process(info.pid).children() if "neonworks_daemon.watch" in p.cmdline()
        ]
        watcher.kill()
        put_sprite(root, "second.png", 1)
        _wait_for(lambda: (root / "animations/second/second.animations.json").is_file())
        (again,) = [p for p in psutil.Process(info.pid).children() if "neonworks_daemon.watch" in p.cmdline()]
        os.kill(info.pid, signal.SIGKILL)
        again.wait(WAIT_S)


def _wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)
