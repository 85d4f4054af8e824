"""The client by the letter of the protocol, against a real daemon behind the proxy."""

import asyncio
import random
from functools import partial

import msgspec
from neonworks_daemon.bench.chaos.faults import CALM, plan_for
from neonworks_daemon.bench.chaos.proxy import ChaosProxy, Planner
from neonworks_daemon.bench.chaos.raw import RawClient, RawLog
from neonworks_daemon.bench.chaos.tally import Tally
from neonworks_daemon.ready import ReadyInfo

from tests.daemon.bench.chaos.scripted_tasks import scripted_tasks


async def _worked(info: ReadyInfo, planner: Planner, cuts: int, requests: int) -> tuple[Tally, RawLog]:
    tasks, tally, log = await scripted_tasks(info), Tally(), RawLog()
    async with ChaosProxy(info.host, info.port, planner, budget=cuts, seed=1) as proxy:
        detour = msgspec.structs.replace(info, port=proxy.port)

        async def find() -> ReadyInfo:
            return detour

        clients = [
            RawClient(f"raw-test-{cuts}-{n}", find, tasks, tally, log, random.Random(n)) for n in range(2)
        ]
        async with asyncio.timeout(60):
            await asyncio.gather(*(c.work(lambda: proxy.calm and tally.settled >= requests) for c in clients))
    return tally, log


async def test_undisturbed_it_is_handed_everything_once(scripted_daemon: ReadyInfo) -> None:
    tally, log = await _worked(scripted_daemon, lambda n: CALM, 0, 20)
    report = tally.report()
    assert (report.lost, report.twice, report.wrong, report.unended, log.violations) == (0, 0, 0, 0, [])
    assert report.requests >= 20
    assert log.events["new sessions"] == 2


async def test_cut_twenty_times_it_is_still_handed_everything_once(scripted_daemon: ReadyInfo) -> None:
    tally, log = await _worked(scripted_daemon, partial(plan_for, 3, mean_messages=12), 20, 1)
    report = tally.report()
    assert (report.lost, report.twice, report.wrong, report.unended, log.violations) == (0, 0, 0, 0, []), (
        report
    )
    assert log.events["resumed"] >= 10
