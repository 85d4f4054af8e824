"""Kills of a daemon with scripted workers: quick, and the same code as the bench's."""

from pathlib import Path

import pytest
from neonworks_daemon.bench.chaos.keeper import DaemonKeeper
from neonworks_daemon.bench.chaos.killer import KillReport, Victim, kill_at, kill_starting, kill_twice
from neonworks_daemon.bench.chaos.moments import Moment
from neonworks_daemon.bench.chaos.workload import Size, Task, drawn_undisturbed
from neonworks_daemon.settings import Settings

from tests.daemon.bench.chaos.scripted_tasks import LONG
from tests.fakes.daemons import SCRIPTED, SPRITE, client_of

BLOCKER = Task("blocker", Size.SEVERAL, {"sprite": SPRITE, "text": "clip 1; sleep 0.5; frame"})


async def _task(keeper: DaemonKeeper) -> Task:
    async with client_of(await keeper.info()) as client:
        return await drawn_undisturbed(client, Task("long", Size.SEVERAL, {"sprite": SPRITE, "text": LONG}))


@pytest.mark.parametrize("victim", Victim)
async def test_what_was_delivered_is_kept_and_the_rest_is_drawn(tmp_path: Path, victim: Victim) -> None:
    settings = Settings(state_dir=str(tmp_path), cache=False)
    async with DaemonKeeper(settings, command=SCRIPTED) as keeper:
        task = await _task(keeper)
        report = await kill_at(victim, Moment.FRAMES, keeper, task, BLOCKER)
        assert report.faults == []
        assert report.delivered >= 5
        assert report.kept >= report.delivered
        assert len(keeper.restarts_s) == (victim is Victim.DAEMON)
        assert (report.end, report.retried) == (
            ("interrupted", True) if victim is Victim.DAEMON else ("done", False)
        )


async def test_workers_that_die_while_they_start_and_a_job_that_kills_twice(tmp_path: Path) -> None:
    settings = Settings(state_dir=str(tmp_path), cache=False)
    async with DaemonKeeper(settings, command=SCRIPTED) as keeper:
        task = await _task(keeper)
        starting = await kill_starting(keeper, task)
        assert (starting.end, starting.faults) == ("done", [])
        # On a busy machine the second kill comes late: the job must still be there.
        text = f"{LONG}; sleep 5"
        poison = Task("poison", Size.SEVERAL, {"sprite": SPRITE, "text": text, "seed": 1})
        twice = await kill_twice(keeper, poison, task)
        assert (twice.end, twice.faults) == ("failed", [])


def test_a_broken_promise_is_told() -> None:
    report = KillReport(Victim.DAEMON, Moment.QUEUED)
    report.check(True, "nothing")
    report.check(False, "a frame was lost")
    assert report.faults == ["daemon, queued: a frame was lost"]
