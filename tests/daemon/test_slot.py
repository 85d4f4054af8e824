"""Pauses, and what counts as a failure."""

import asyncio

from neonworks_daemon.clocks import AwakeClock
from neonworks_daemon.slot import HEALTHY_S, Slot, respawn_delay
from neonworks_daemon.supervisor import WorkerProcess, WorkerState

from tests.fakes.desks import FakeClock


class Process:
    """The part of a ``WorkerProcess`` that a slot uses; it ends when the test says so."""

    def __init__(self) -> None:
        self.state = WorkerState.STARTING
        self.end = asyncio.Event()
        self.stopped_with: float | None = None

    async def run(self) -> None:
        await self.end.wait()
        self.state = WorkerState.DEAD

    def stop(self, grace_s: float) -> None:
        self.stopped_with = grace_s
        self.end.set()


class Bench:
    """A slot whose pauses are written down and not waited for."""

    def __init__(self) -> None:
        self.source = FakeClock()
        self.clock = AwakeClock(self.source)
        self.made: list[Process] = []
        self.pauses: list[int] = []
        self.slot = Slot(3, self._make, self.clock, delay=self._delay)
        self.task = asyncio.create_task(self.slot.run())

    def _make(self) -> WorkerProcess:
        self.made.append(Process())
        return self.made[-1]  # type: ignore[return-value]

    def _delay(self, failures: int) -> float:
        self.pauses.append(failures)
        return 0.0

    async def live(self, seconds: float) -> None:
        """The process comes up and lives for so long."""
        self.slot.ready()
        for _ in range(round(seconds * 2)):
            self.source.now += 0.5
            self.clock()

    async def die(self) -> None:
        """It ends unasked, and the next one is there."""
        before = len(self.made)
        self.slot.failed()
        self.made[-1].end.set()
        while len(self.made) == before:
            await asyncio.sleep(0)


def test_pauses_grow_and_are_bounded() -> None:
    delays = [respawn_delay(n) for n in range(1, 100)]
    assert delays[0] == 0.0
    assert delays[1] > 0.0
    assert delays == sorted(delays)
    assert delays[-1] == 10.0


async def test_failures_are_counted_until_one_lives_long_enough_or_finishes_a_job() -> None:
    bench = Bench()
    await bench.die()
    await bench.die()
    assert (bench.pauses, bench.slot.failed_starts) == ([1, 2], 2)
    await bench.live(HEALTHY_S / 2)
    assert bench.slot.failed_starts == 0
    await bench.die()
    await bench.live(HEALTHY_S)
    await bench.die()
    assert bench.pauses == [1, 2, 3, 1]
    bench.slot.ready()
    bench.slot.finished()
    await bench.die()
    assert bench.pauses == [1, 2, 3, 1, 1]
    bench.slot.close(0.0)
    await bench.task


async def test_a_closed_slot_starts_nothing_more() -> None:
    bench = Bench()
    bench.slot.close(1.5)
    await asyncio.wait_for(bench.task, 20)
    assert bench.made[0].stopped_with == 1.5
    assert len(bench.made) == 1


async def test_closing_ends_a_pause() -> None:
    clock = AwakeClock()
    process = Process()
    slot = Slot(0, lambda: process, clock, delay=lambda _: 3600.0)  # type: ignore[arg-type,return-value]
    task = asyncio.create_task(slot.run())
    slot.failed()
    process.end.set()
    await asyncio.sleep(0.01)
    slot.close(0.0)
    await asyncio.wait_for(task, 20)
