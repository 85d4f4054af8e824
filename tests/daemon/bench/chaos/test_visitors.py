"""Each thing that a visitor may do, done against a real daemon."""

import random

import pytest
from neonworks_daemon.bench.chaos.tally import Tally
from neonworks_daemon.bench.chaos.visitors import ANYTHING, Act, Visitor, VisitorLog
from neonworks_daemon.client import DaemonClient
from neonworks_daemon.ready import ReadyInfo
from neonworks_protocol.records import ClientInfo

from tests.daemon.bench.chaos.scripted_tasks import scripted_tasks


async def _visit(info: ReadyInfo, act: Act, *, fresh: bool) -> tuple[Visitor, Tally, VisitorLog]:
    tally, log, left = Tally(), VisitorLog(), [5]

    async def enter(name: str) -> DaemonClient:
        return await DaemonClient.connect(info, ClientInfo(id=name, name="test"))

    def enough() -> bool:
        left[0] -= 1
        return left[0] < 0

    name = f"visitor-{act.name}-{fresh}"
    tasks = await scripted_tasks(info)
    visitor = Visitor(
        name,
        enter,
        info,
        tasks,
        tally,
        log,
        random.Random(5),
        acts={act: 3, Act.DRAW: 1},
        fresh=fresh,
        pace=0.1,
    )
    await visitor.roam(enough)
    return visitor, tally, log


@pytest.mark.parametrize("fresh", [True, False])
@pytest.mark.parametrize("act", [act for act in Act if act not in (Act.MISBEHAVE, Act.TYPE, Act.INTERPRET)])
async def test_every_act_ends_well(scripted_daemon: ReadyInfo, act: Act, fresh: bool) -> None:
    _, tally, log = await _visit(scripted_daemon, act, fresh=fresh)
    report = tally.report()
    assert (report.lost, report.twice, report.wrong, report.unended, log.faults) == (0, 0, 0, 0, []), report
    assert log.acts[act] >= 1


async def test_typing_supersedes_and_comes_to_an_end(scripted_daemon: ReadyInfo) -> None:
    _, tally, log = await _visit(scripted_daemon, Act.TYPE, fresh=False)
    report = tally.report()
    assert (report.lost, report.twice, report.wrong, report.unended, log.faults) == (0, 0, 0, 0, []), report
    assert report.ends["done"] >= 1


async def test_workers_count_what_was_done(scripted_daemon: ReadyInfo) -> None:
    visitor, tally, log = await _visit(scripted_daemon, Act.DRAW, fresh=True)
    assert visitor.finished == tally.report().ends["done"] == 5
    assert len(log.waits_s["a request, submit to done"]) == 5


def test_errors_are_told_apart() -> None:
    log = VisitorLog()
    log.told("draw", "busy", "later")
    log.told("draw", "internal", "a bug")
    log.told("draw", "no_such_code", "?")
    assert log.codes == {"busy": 1}
    assert log.faults == ["draw: internal: a bug", "draw: no_such_code: ?"]


def test_anything_is_everything() -> None:
    assert set(ANYTHING) == set(Act)
