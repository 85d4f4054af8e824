"""Stops, sleep and jumps of the calendar, by clocks that a test moves; one real process that is stopped."""

import asyncio
import os
import signal
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_daemon.clocks import LONGEST_STEP_S, TICK_S, Alarm, AwakeClock, StoredClock, steady_seconds

DAY = 86_400.0


class Hands:
    """A clock that stands where it is put."""

    def __init__(self, now: float = 100.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def test_time_passes_while_somebody_looks() -> None:
    source = Hands()
    clock = AwakeClock(source)
    for _ in range(20):
        source.now += TICK_S
        clock()
    assert clock() == pytest.approx(100.0 + 20 * TICK_S)
    assert clock.asleep_s == pytest.approx(0.0)


def test_a_stop_counts_as_one_tick() -> None:
    source = Hands()
    clock = AwakeClock(source)
    source.now += 3 * DAY
    assert clock() == pytest.approx(100.0 + TICK_S)
    assert clock.asleep_s == pytest.approx(3 * DAY - TICK_S)
    source.now += 0.25
    assert clock() == pytest.approx(100.0 + TICK_S + 0.25)


@given(st.lists(st.floats(-1e6, 1e6), max_size=50))
def test_it_never_goes_back_and_never_counts_a_long_step(steps: list[float]) -> None:
    source = Hands()
    clock = AwakeClock(source)
    before = clock()
    for step in steps:
        source.now += step
        now = clock()
        assert 0.0 <= now - before <= LONGEST_STEP_S + 1e-6
        before = now


class Rung:
    def __init__(self, source: Hands) -> None:
        self.times = 0
        self.alarm = Alarm(AwakeClock(source), self.ring)

    def ring(self) -> None:
        self.times += 1


async def _let_it_look(seconds: float = 0.2) -> None:
    await asyncio.sleep(seconds)


async def test_an_alarm_rings_once_when_its_time_has_passed() -> None:
    source = Hands()
    rung = Rung(source)
    rung.alarm.set(0.05)
    assert rung.alarm.armed
    source.now += 0.06
    await _let_it_look()
    assert rung.times == 1
    assert not rung.alarm.armed


async def test_an_alarm_does_not_ring_for_a_stop() -> None:
    source = Hands()
    rung = Rung(source)
    rung.alarm.set(TICK_S + 0.05)
    source.now += DAY
    await _let_it_look(TICK_S + 0.2)
    assert rung.times == 0
    source.now += 0.06
    await _let_it_look()
    assert rung.times == 1


async def test_what_was_answered_during_a_stop_clears_the_alarm_in_time() -> None:
    """The alarm's own timer and the answer become ready in the same turn of the loop."""
    source = Hands()
    rung = Rung(source)
    read, write = os.pipe()
    asyncio.get_running_loop().add_reader(read, rung.alarm.clear)
    rung.alarm.set(0.0)
    source.now += 0.5
    os.write(write, b"x")
    await _let_it_look()
    asyncio.get_running_loop().remove_reader(read)
    os.close(read)
    os.close(write)
    assert rung.times == 0


async def test_a_cleared_and_a_replaced_alarm() -> None:
    source = Hands()
    rung = Rung(source)
    rung.alarm.set(0.01)
    rung.alarm.clear()
    source.now += 0.5
    await _let_it_look()
    assert rung.times == 0
    rung.alarm.set(0.01)
    rung.alarm.set(60.0)
    source.now += 0.5
    await _let_it_look()
    assert rung.times == 0
    rung.alarm.clear()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_stopped_process_does_not_age() -> None:
    """A real stop, longer than the alarm."""
    script = """
import asyncio, sys, time
from neonworks_daemon.clocks import Alarm, AwakeClock
async def main():
    clock = AwakeClock()
    looking = asyncio.create_task(clock.run())
    alarm = Alarm(clock, lambda: print("rang", flush=True))
    alarm.set(1.5)
    began, awake = time.monotonic(), clock()
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    await asyncio.sleep(0.2)
    passed, aged = time.monotonic() - began, clock() - awake
    print("armed" if alarm.armed else "gone", passed >= 2.0, aged <= passed - 1.0, flush=True)
    looking.cancel()
asyncio.run(main())
"""
    with subprocess.Popen(
        [sys.executable, "-P", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGSTOP)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(2.0)
        process.send_signal(signal.SIGCONT)
        out, _ = process.communicate("go on\n", timeout=20)
        assert out == "armed True True\n"


@given(st.floats(-1000 * DAY, 1000 * DAY), st.floats(0, 10 * DAY))
def test_a_changed_calendar_moves_no_stored_time(jump: float, passed: float) -> None:
    calendar, steady = Hands(1.7e9), Hands(50.0)
    clock = StoredClock(calendar=calendar, steady=steady)
    before = clock()
    assert before == pytest.approx(1.7e9)
    calendar.now += jump
    steady.now += passed
    assert clock() - before == pytest.approx(passed, abs=1e-3)


def test_a_calendar_set_back_between_two_runs_does_not_repeat_time() -> None:
    newest = 1.7e9
    clock = StoredClock(not_before=newest, calendar=Hands(newest - 5 * DAY), steady=Hands(1.0))
    assert clock() == pytest.approx(newest)
    assert StoredClock(not_before=newest, calendar=Hands(newest + DAY), steady=Hands(1.0))() == pytest.approx(
        newest + DAY
    )


def test_steady_seconds_do_not_go_back() -> None:
    readings = [steady_seconds() for _ in range(100)]
    assert readings == sorted(readings)
