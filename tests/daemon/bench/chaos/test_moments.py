"""A job is brought to each moment of its life."""

import asyncio

import pytest
from neonworks_daemon.bench.chaos.moments import Moment, bring_to
from neonworks_daemon.bench.chaos.workload import Size, Task
from neonworks_daemon.ready import ReadyInfo
from neonworks_protocol.errors import WorkerFailed
from neonworks_protocol.messages import Cancelled, Done, Superseded

from tests.daemon.bench.chaos.scripted_tasks import LONG, SHORT
from tests.fakes.daemons import SPRITE, client_of

TASK = Task("long", Size.SEVERAL, {"sprite": SPRITE, "text": LONG})
BLOCKER = Task("blocker", Size.SEVERAL, {"sprite": SPRITE, "text": "clip 1; sleep 0.5; frame"})


@pytest.mark.parametrize("moment", Moment)
async def test_a_job_gets_there_and_then_to_its_end(scripted_daemon: ReadyInfo, moment: Moment) -> None:
    async with (
        client_of(scripted_daemon, auto_credit=moment is not Moment.UNDELIVERED) as client,
        client_of(scripted_daemon) as observer,
    ):
        made = await bring_to(moment, client, observer, TASK, BLOCKER)
        if moment is Moment.DELIVERED:
            assert isinstance(made.record.end, Done)
            return
        assert made.record.end is None
        assert (len(made.record.frames) > 0) == (moment in (Moment.FRAMES, Moment.CLIPS, *ENDING))
        await asyncio.gather(*(request.read() for request in made.all()))
    # A draft that is nearly done is let finish, also when a newer change is there.
    wanted = {Moment.CANCELLING: (Cancelled,), Moment.SUPERSEDING: (Superseded, Done)}.get(moment, (Done,))
    assert isinstance(made.record.end, wanted)
    assert moment.unended == (moment not in (*ENDING, Moment.UNDELIVERED))


ENDING = (Moment.CANCELLING, Moment.SUPERSEDING)


async def test_a_job_that_is_too_short_says_so(scripted_daemon: ReadyInfo) -> None:
    short = Task("short", Size.SMALL, {"sprite": SPRITE, "text": SHORT})
    async with client_of(scripted_daemon) as client:
        with pytest.raises(WorkerFailed, match="never was between two frames"):
            await bring_to(Moment.FRAMES, client, client, short, BLOCKER)
