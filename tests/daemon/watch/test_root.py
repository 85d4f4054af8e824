"""The loop of one folder: what it does with hints. Its whole work is tested through ``WatchService``."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.watch.ledger import Ledger
from neonworks_daemon.watch.link import DaemonLink
from neonworks_daemon.watch.report import record_of
from neonworks_daemon.watch.root import RootOptions, RootWatcher
from neonworks_daemon.watch.states import PathState

from tests.fakes.daemons import WAIT_S
from tests.fakes.desks import FakeClock
from tests.fakes.watched import put_sprite, write_recipe


class _NoHints:
    """A system whose events are at their limit, or come only when the test makes them."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def start(self) -> str:
        return self._reason

    def stop(self) -> None:
        return None


@asynccontextmanager
async def _watching(
    root: Path,
    info: ReadyInfo,
    *,
    reason: str = "",
    scan_s: float = 0.2,
    clock: Callable[[], float] = time.monotonic,
) -> AsyncIterator[RootWatcher]:
    async def find() -> ReadyInfo:
        return info

    ledger = Ledger(root.parent / "ledger.db")
    link = DaemonLink(find, info.build)
    options = RootOptions(root, "root", settle_s=0.05, scan_s=scan_s)
    watcher = RootWatcher(
        options,
        link,
        ledger,
        maker="m" * 64,
        room=2,
        changed=lambda: None,
        hints=lambda _: _NoHints(reason),
        clock=clock,
    )
    task = asyncio.create_task(watcher.run())
    try:
        yield watcher
    finally:
        watcher.stop()
        await asyncio.wait_for(task, WAIT_S)
        await link.drop()
        ledger.close()


async def _until(condition: Callable[[], bool], tick: Callable[[], None] = lambda: None) -> None:
    async with asyncio.timeout(WAIT_S):
        while not condition():
            tick()
            await asyncio.sleep(0.01)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    write_recipe(folder, "[animations]\nidle = { action = 'idle', frames = 2 }\n")
    return folder


async def test_without_events_scans_find_everything(root: Path, drawing_daemon: ReadyInfo) -> None:
    async with _watching(root, drawing_daemon, reason="no file events (limit)") as watcher:
        await _until(lambda: watcher.quiet)
        put_sprite(root, number=1)
        await _until(lambda: "hero.png" in watcher.core.published)
        await _until(lambda: watcher.quiet)
        assert record_of(watcher).note == "no file events (limit)"


async def test_events_that_stop_coming_are_noticed(root: Path, drawing_daemon: ReadyInfo) -> None:
    clock = FakeClock()

    def tick() -> None:
        clock.now += 0.01

    async with _watching(root, drawing_daemon, clock=clock) as watcher:
        await _until(lambda: watcher.quiet, tick)
        for number, noticed in enumerate((False, True)):
            clock.now += 3.0
            put_sprite(root, f"s{number}.png", number)
            await _until(lambda: watcher.core.counts()[PathState.SETTLING] > 0, tick)
            assert ("stopped coming" in watcher.blind_reason) == noticed
            await _until(lambda: watcher.quiet, tick)


async def test_a_path_that_came_back_unnoticed_is_not_published_again(
    root: Path, drawing_daemon: ReadyInfo
) -> None:
    put_sprite(root, number=1)
    async with _watching(root, drawing_daemon, scan_s=3600.0) as watcher:
        await _until(lambda: "hero.png" in watcher.work.clip_counts)
        await _until(lambda: watcher.quiet)
        watcher.work.clip_counts.clear()
        watcher.core.observe("hero.png", None, time.monotonic())
        watcher.changed("wake.txt")
        await _until(lambda: watcher.quiet)
        assert "hero.png" in watcher.core.published and not watcher.work.clip_counts


async def test_a_hint_is_enough(root: Path, drawing_daemon: ReadyInfo) -> None:
    async with _watching(root, drawing_daemon, scan_s=3600.0) as watcher:
        await _until(lambda: watcher.quiet)
        put_sprite(root, number=1)
        watcher.changed("hero.png")
        await _until(lambda: "hero.png" in watcher.core.published)


async def test_more_hints_than_it_keeps_are_one_scan(root: Path, drawing_daemon: ReadyInfo) -> None:
    async with _watching(root, drawing_daemon, scan_s=3600.0) as watcher:
        await _until(lambda: watcher.quiet)
        put_sprite(root, "deep/hero.png", number=1)
        for number in range(3000):
            watcher.changed(f"none{number}.png")
        await _until(lambda: "deep/hero.png" in watcher.core.published)


async def test_stopping_leaves_nothing_half_written(root: Path, drawing_daemon: ReadyInfo) -> None:
    for number in range(6):
        put_sprite(root, f"s{number}.png", number)
    async with _watching(root, drawing_daemon) as watcher:
        await _until(lambda: watcher.core.counts()[PathState.PUBLISHED] >= 1)
    ledger = Ledger(root.parent / "ledger.db")
    done = ledger.published()
    for path in (f"s{number}.png" for number in range(6)):
        manifest = root / f"animations/{path[:-4]}/{path[:-4]}.animations.json"
        assert manifest.is_file() == (path in done)
    ledger.close()
    assert list(root.rglob(".neonworks-*")) == []
