"""Slots of worker processes, with real processes."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from neonworks_daemon.pool import Pool, respawn_delay
from neonworks_daemon.supervisor import WorkerCommand, WorkerEvents, WorkerProcess
from neonworks_daemon.worker.messages import InterpretWork, JobEnded, JobEvent

from tests.fakes.scripted_daemon import SCRIPTED_WORKER


class Listener:
    def __init__(self) -> None:
        self.events: list[JobEvent] = []
        self.ended: asyncio.Queue[JobEnded] = asyncio.Queue(100)
        self.freed = asyncio.Event()

    def worker_free(self) -> None:
        self.freed.set()

    def job_event(self, event: JobEvent) -> None:
        self.events.append(event)

    def job_ended(self, ended: JobEnded) -> None:
        self.ended.put_nowait(ended)


@asynccontextmanager
async def running(
    size: int = 1,
    *,
    command: WorkerCommand = SCRIPTED_WORKER,
    used: Callable[[int], int] = lambda _: 0,
) -> AsyncIterator[tuple[Pool, Listener]]:
    listener = Listener()

    def factory(number: int, events: WorkerEvents) -> WorkerProcess:
        return WorkerProcess(number, events, command=command)

    pool = Pool(size, listener, factory, memory_limit=100 << 20, resident_bytes=used, delay=lambda _: 0.01)
    task = asyncio.create_task(pool.run())
    try:
        yield pool, listener
    finally:
        pool.stop()
        await asyncio.wait_for(task, 20)
        assert pool.pids == []


async def _alive(pool: Pool, count: int) -> None:
    async with asyncio.timeout(20):
        while pool.alive != count:
            await asyncio.sleep(0.01)


def test_pauses_grow_and_are_bounded() -> None:
    delays = [respawn_delay(n) for n in range(1, 100)]
    assert delays[0] == 0.0
    assert delays[1] > 0.0
    assert delays == sorted(delays)
    assert delays[-1] == 10.0


async def test_all_slots_come_up_and_tell_what_they_can() -> None:
    async with running(2) as (pool, _):
        await asyncio.wait_for(pool.ready.wait(), 20)
        await _alive(pool, 2)
        assert [c.name for c in pool.capabilities] == ["scripted"]
        assert len(set(pool.pids)) == 2
        assert pool.broken == ""


async def test_a_killed_worker_loses_its_job_and_is_replaced() -> None:
    async with running() as (pool, listener):
        await _alive(pool, 1)
        pool.start(pool.free[0], 5, InterpretWork(text="understood; sleep 30"))
        (pid,) = pool.pids
        os.kill(pid, signal.SIGKILL)
        ended = await asyncio.wait_for(listener.ended.get(), 20)
        assert (ended.job, ended.code) == (5, "worker_failed")
        await _alive(pool, 1)
        assert pool.pids != [pid]
        pool.start(pool.free[0], 6, InterpretWork(text="clip 1; frame"))
        assert (await asyncio.wait_for(listener.ended.get(), 20)).code is None


async def test_cancel_reaches_the_worker_of_the_job_only() -> None:
    async with running(2) as (pool, listener):
        await _alive(pool, 2)
        for number, worker in enumerate(pool.free):
            pool.start(worker, number, InterpretWork(text="sleep 0.5"))
        pool.cancel(1)
        ends = [await asyncio.wait_for(listener.ended.get(), 20) for _ in range(2)]
        assert [(e.job, e.code) for e in ends] == [(1, "cancelled"), (0, None)]


async def test_a_worker_over_its_memory_is_replaced_after_its_job() -> None:
    grown: list[int] = []
    async with running(used=lambda pid: (200 << 20) if pid in grown else 0) as (pool, listener):
        await _alive(pool, 1)
        (pid,) = pool.pids
        grown.append(pid)
        pool.start(pool.free[0], 1, InterpretWork(text="clip 1; frame"))
        assert (await asyncio.wait_for(listener.ended.get(), 20)).code is None
        async with asyncio.timeout(20):
            while pool.pids == [pid] or pool.alive == 0:
                await asyncio.sleep(0.01)


async def test_a_running_job_over_the_memory_limit_fails_with_the_reason() -> None:
    async with running(used=lambda _: 200 << 20) as (pool, listener):
        await _alive(pool, 1)
        pool.start(pool.free[0], 1, InterpretWork(text="deaf 30"))
        ended = await asyncio.wait_for(listener.ended.get(), 20)
        assert ended.code == "worker_failed"
        assert "200 MB" in ended.message


async def test_workers_that_never_start_are_given_up_with_the_reason() -> None:
    command = WorkerCommand(argv=(sys.executable, "-c", "raise SystemExit(9)"))
    async with running(command=command) as (pool, _):
        await asyncio.wait_for(pool.hopeless.wait(), 20)
        assert "exit code 9" in pool.last_cause
        assert not pool.ready.is_set()
