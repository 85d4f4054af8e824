"""Full files and full disks: the oldest leave, then it fails in words, then it recovers."""

import random
from pathlib import Path

import pytest
from neonworks_daemon.worker.messages import FrameMade
from neonworks_protocol.errors import StorageFailed
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import Failed

from tests.fakes.desks import FakeClock
from tests.fakes.events import frame_made
from tests.fakes.stores import draw, kept_frames, new_job, opened

FRAMES = [bytes([0] * 16), bytes([1] * 16)]


def _noise(index: int, size: int = 16_384) -> FrameMade:
    """Pixels that no packing makes small."""
    return frame_made(index % 32, clip=index // 32, data=random.Random(index).randbytes(size))


def test_a_full_file_evicts_the_oldest_then_fails_and_recovers(tmp_path: Path) -> None:
    """``max_pages`` makes SQLite's own full-disk error, in the write that meets it."""
    clock = FakeClock()
    with opened(tmp_path, clock=clock, max_pages=500) as store:
        for number in range(60):
            draw(store, new_job(f"old{number}"), tuple(_noise(i + 10 * number) for i in range(3)))
            clock.now += 2
        kept = {record.job_id for record in store.records(99)}
        assert "old0" not in kept
        assert "old59" in kept
        store.begin(new_job("greedy"))
        with pytest.raises(StorageFailed, match=r"no room left .* free some disk space"):
            for index in range(400):
                clock.now += 2
                store.commit("greedy", _noise(index))
        failed = Failed(request_id="greedy", code="storage_failed", message="full", retryable=True)
        store.end("greedy", JobState.FAILED, failed, clips=0, fraction=0.1)
        store.forget("greedy")
        for _ in range(3):
            clock.now += 2
            while store.tidy():
                pass
        draw(store, new_job("after"))
        assert kept_frames(store, "after") == FRAMES
        greedy = {record.job_id: record.state for record in store.records(99)}.get("greedy")
        assert greedy in (None, JobState.FAILED)


def test_a_disk_without_room_refuses_new_jobs_until_there_is_some(tmp_path: Path) -> None:
    room = {"free": 1 << 40}
    clock = FakeClock()
    with opened(tmp_path, clock=clock, free=lambda _: room["free"]) as store:
        for number in range(40):
            draw(store, new_job(f"old{number}"), tuple(_noise(i + 40 * number) for i in range(20)))
        size = store.used
        room["free"] = 0
        for _ in range(10):
            while store.tidy():
                pass
            store.checkpoint()
        assert store.used < size / 2
        assert len(store.records(99)) >= 16
        assert store._room._reserve is not None
        store._room._reserve.spend()
        clock.now += 2
        with pytest.raises(StorageFailed, match="free some disk space"):
            store.begin(new_job("new"))
        room["free"] = 1 << 40
        draw(store, new_job("new"))
        assert kept_frames(store, "new") == FRAMES


def test_the_log_stays_within_what_the_reserve_can_take_in(tmp_path: Path) -> None:
    """Without a keeper, which is what a busy daemon comes to."""
    with opened(tmp_path) as store:
        assert store._room._reserve is not None
        store._room._reserve.size = 1 << 20
        longest = 0
        for number in range(10):
            draw(store, new_job(f"j{number}"), tuple(_noise(i + 32 * number) for i in range(32)))
            longest = max(longest, store._database.log_bytes)
        assert longest < (3 << 20) // 2
        assert (tmp_path / "history.db").stat().st_size > 4 << 20
        store.checkpoint()
        draw(store, new_job("last"))
        assert not store.log_is_long


def test_memory_is_never_cramped() -> None:
    with opened(None) as store:
        assert not store._room.cramped
        assert not store._room.relieve()
        assert store._room.log_limit > 0
