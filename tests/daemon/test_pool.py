"""Slots of worker processes, with real processes."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import psutil
from neonworks_daemon.clocks import AwakeClock
from neonworks_daemon.pool import Pool, PoolLimits
from neonworks_daemon.supervisor import WorkerCommand, WorkerEvents, WorkerProcess
from neonworks_daemon.worker.messages import InterpretWork, JobEnded, JobEvent

from tests.fakes.scripted_daemon import SCRIPTED_WORKER


class Listener:
    def __init__(self) -> None:
        self.events: list[JobEvent] = []
        self.ended: asyncio.Queue[JobEnded] = asyncio.Queue(100)
        self.freed = asyncio.Event()
        self.lost: asyncio.Queue[tuple[int, str]] = asyncio.Queue(100)

    def worker_free(self) -> None:
        self.freed.set()

    def job_events(self, events: Sequence[JobEvent]) -> None:
        self.events += events

    def worker_done(self, ended: JobEnded) -> None:
        self.freed.set()

    def job_ended(self, ended: JobEnded) -> None:
        self.ended.put_nowait(ended)

    def worker_lost(self, number: int, cause: str) -> None:
        self.lost.put_nowait((number, cause))


@asynccontextmanager
async def running(
    size: int = 1,
    *,
    command: WorkerCommand = SCRIPTED_WORKER,
    used: Callable[[int], int] = lambda _: 0,
    background: int = 0,
    idle_s: float = 60.0,
) -> AsyncIterator[tuple[Pool, Listener]]:
    listener = Listener()

    def factory(number: int, apart: bool, events: WorkerEvents) -> WorkerProcess:
        return WorkerProcess(number, events, command=command, background=apart)

    limits = PoolLimits(base=size, background=background, memory=100 << 20, idle_s=idle_s)
    pool = Pool(limits, listener, factory, resident_bytes=used, clock=AwakeClock(), delay=lambda _: 0.01)
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
        job, cause = await asyncio.wait_for(listener.lost.get(), 20)
        assert job == 5
        assert "killed" in cause
        assert pool.restarts == 1
        assert [c.name for c in pool.capabilities] == ["scripted"], "requests are let in meanwhile"
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
        job, cause = await asyncio.wait_for(listener.lost.get(), 20)
        assert job == 1
        assert "200 MB" in cause


async def test_workers_that_never_start_are_given_up_with_the_reason() -> None:
    command = WorkerCommand(argv=(sys.executable, "-c", "raise SystemExit(9)"))
    async with running(command=command) as (pool, _):
        await asyncio.wait_for(pool.hopeless.wait(), 20)
        assert "exit code 9" in pool.last_cause
        assert "exit code 9" in pool.broken
        assert not pool.ready.is_set()


async def test_background_workers_come_when_they_are_wanted_step_back_and_go() -> None:
    async with running(background=2, idle_s=0.5) as (pool, listener):
        await _alive(pool, 1)
        base = pool.pids
        pool.want_background(1)
        pool.want_background(1)
        await _alive(pool, 2)
        assert (pool.base_alive, pool.background_alive) == (1, 1)
        (worker,) = pool.free_background
        pool.start(worker, 1, InterpretWork(text="sleep 1.5"))
        pool.want_background(9)
        await _alive(pool, 3)
        assert worker.pid is not None
        nice = {pid: psutil.Process(pid).nice() for pid in pool.pids}
        assert sum(value == nice[base[0]] for value in nice.values()) == 1
        assert (await asyncio.wait_for(listener.ended.get(), 20)).code is None
        async with asyncio.timeout(20):
            while pool.pids != base:
                await asyncio.sleep(0.01)
        assert (pool.free_background, pool.restarts) == ([], 0)
        pool.want_background(1)
        await _alive(pool, 2)


async def test_a_background_worker_that_is_killed_comes_again_and_tells_its_job() -> None:
    async with running(background=1) as (pool, listener):
        await _alive(pool, 1)
        pool.want_background(1)
        await _alive(pool, 2)
        pool.start(pool.free_background[0], 3, InterpretWork(text="crash"))
        assert (await asyncio.wait_for(listener.lost.get(), 20))[0] == 3
        await _alive(pool, 2)
        assert pool.background_alive == 1


async def test_deaths_in_jobs_are_no_broken_installation() -> None:
    async with running() as (pool, listener):
        for job in range(4):
            await _alive(pool, 1)
            pool.start(pool.free[0], job, InterpretWork(text="crash"))
            assert (await asyncio.wait_for(listener.lost.get(), 20))[0] == job
        assert pool.restarts == 4
        assert pool.broken == ""
