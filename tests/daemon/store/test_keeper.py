"""The slow work goes on beside the loop's."""

import asyncio
from pathlib import Path

import pytest
from neonworks_daemon.store.keeper import StoreKeeper
from neonworks_protocol.messages import Done

from tests.fakes.desks import FakeClock
from tests.fakes.events import frame_made
from tests.fakes.stores import draw, new_job, opened


async def _until(condition) -> None:  # type: ignore[no-untyped-def]
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)


async def test_it_evicts_and_checkpoints_without_being_asked(tmp_path: Path) -> None:
    clock = FakeClock()
    with opened(tmp_path, limit=300_000) as store:
        task = asyncio.create_task(StoreKeeper(store, clock).run())
        for number in range(60):
            frames = (frame_made(0, data=bytes([number]) * 16), frame_made(1, data=number.to_bytes(9) * 900))
            draw(store, new_job(f"j{number}", sprite=bytes([number]) * 8000), frames)
        await _until(lambda: store.used <= 300_000)
        clock.now += 60
        written = tmp_path / "history.db"
        before = written.stat().st_mtime_ns
        draw(store, new_job("last"))
        await _until(lambda: written.stat().st_mtime_ns != before)
        task.cancel()
        assert store.by_job("last") is not None


async def test_a_store_that_cannot_be_tidied_is_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(tmp_path) as store:
        store.ledger.open("c", "r", "digest")
        store._database.run("PRAGMA query_only = ON")
        store.ledger.end("c", Done(request_id="r"))
        task = asyncio.create_task(StoreKeeper(store).run())
        await _until(lambda: "store_not_tidied" in caplog.text)
        store._database.run("PRAGMA query_only = OFF")
        query = "SELECT count(*) FROM requests WHERE end IS NOT NULL"
        await _until(lambda: store._database.value(query) == 1)
        assert not task.done()
        task.cancel()
