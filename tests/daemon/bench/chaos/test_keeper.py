"""A killed daemon is back, with its own new address, and leaves no process behind."""

import sys
from pathlib import Path

import pytest
from neonworks_daemon.bench.chaos.keeper import DaemonKeeper
from neonworks_daemon.settings import Settings
from neonworks_protocol.errors import Unavailable

from tests.fakes.daemons import SCRIPTED, client_of, until_status


async def test_a_killed_daemon_is_started_again(tmp_path: Path) -> None:
    async with DaemonKeeper(Settings(state_dir=str(tmp_path), workers=1), command=SCRIPTED) as keeper:
        first = await keeper.info()
        assert len(keeper.workers()) == 1
        keeper.kill()
        second = await keeper.info()
        assert second.pid != first.pid
        async with client_of(second) as client:
            await until_status(client, workers=1)
        assert len(keeper.restarts_s) == 1
        assert 0 < keeper.restarts_s[0] < 60
        assert await keeper.orphans() == 0
    assert keeper.workers() == []


async def test_a_daemon_that_cannot_start_says_so(tmp_path: Path) -> None:
    fails = (sys.executable, "-c", "raise SystemExit(1)")
    keeper = DaemonKeeper(Settings(state_dir=str(tmp_path)), command=fails)
    with pytest.raises(Unavailable, match="exit code 1"):
        async with keeper:
            pass
