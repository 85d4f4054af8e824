import asyncio
import itertools

import pytest
from neonworks_daemon.bench.chaos.patience import until_done_or_stuck


async def test_work_that_ends_is_waited_for() -> None:
    work = asyncio.gather(asyncio.sleep(0.02))
    assert not await until_done_or_stuck(work, lambda: 1, stuck_s=5)


async def test_work_that_moves_is_waited_for_and_its_errors_are_raised() -> None:
    async def fails() -> None:
        await asyncio.sleep(0.1)
        raise ValueError("boom")

    with pytest.raises(ValueError, match="boom"):
        await until_done_or_stuck(asyncio.gather(fails()), itertools.count().__next__, stuck_s=0.01)


async def test_work_that_hangs_is_given_up() -> None:
    work = asyncio.gather(asyncio.Event().wait())
    assert await until_done_or_stuck(work, lambda: 1, stuck_s=0.02)
    assert work.done()
