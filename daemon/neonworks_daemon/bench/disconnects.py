"""``bench disconnects``: a thousand connections are cut under a mixed load; what each client was handed.

Every request has a reference: the same request drawn before over a connection that nobody disturbs.
"""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import msgspec

from neonworks_daemon.bench.chaos.faults import plan_for
from neonworks_daemon.bench.chaos.proxy import ChaosProxy
from neonworks_daemon.bench.chaos.raw import RawClient, RawLog
from neonworks_daemon.bench.chaos.tally import Tally, TallyReport
from neonworks_daemon.bench.chaos.workload import Size, make_tasks, with_references
from neonworks_daemon.bench.result import BenchResult, Check, Value
from neonworks_daemon.bench.running import own_daemon
from neonworks_daemon.ready import ReadyInfo

__all__ = ["bench_disconnects"]

_TASKS = {Size.SMALL: 24, Size.SEVERAL: 6, Size.LARGE: 6}
_MESSAGES_PER_CUT = 24.0

Tick = Callable[[str, int, int], None]
"""(what, done, of): for a progress bar."""


@dataclass(frozen=True)
class _Outcome:
    tally: TallyReport
    raw: RawLog
    proxy: ChaosProxy
    seconds: float


def bench_disconnects(
    *,
    count: int = 1000,
    clients: int = 12,
    seed: int | None = None,
    tick: Tick = lambda what, done, of: None,
) -> BenchResult:
    """Cut ``count`` connections of ``clients`` clients; ``seed`` None: others every time."""
    chosen = int(time.time()) if seed is None else seed
    return _result(asyncio.run(_run(count, clients, chosen, tick)), clients, chosen)


async def _run(count: int, clients: int, seed: int, tick: Tick) -> _Outcome:
    tick("drawing the references", 0, count)
    tasks = await with_references(make_tasks(seed, _TASKS))
    tally, raw = Tally(), RawLog()
    planner = partial(plan_for, seed, mean_messages=_MESSAGES_PER_CUT)
    async with (
        own_daemon(cache=False) as info,
        ChaosProxy(info.host, info.port, planner, budget=count, seed=seed) as proxy,
    ):
        detour = msgspec.structs.replace(info, port=proxy.port)

        async def find() -> ReadyInfo:
            return detour

        def enough() -> bool:
            tick("disconnects", proxy.injected, count)
            return proxy.calm

        crowd = [
            RawClient(f"raw-{n}", find, tasks, tally, raw, random.Random(f"{seed}:raw:{n}"))
            for n in range(clients)
        ]
        begin = time.perf_counter()
        await asyncio.gather(*(client.work(enough) for client in crowd))
        return _Outcome(tally.report(), raw, proxy, time.perf_counter() - begin)


def _result(outcome: _Outcome, clients: int, seed: int) -> BenchResult:
    tally, raw, proxy = outcome.tally, outcome.raw, outcome.proxy
    rows: list[tuple[Value, ...]] = [("disconnects", proxy.injected)]
    rows += [(f"  {fault.value}", count) for fault, count in proxy.faults.most_common()]
    rows += [(f"  {place.value}", count) for place, count in proxy.places.most_common()]
    rows += [("connections", proxy.connections), ("requests sent twice", proxy.repeated)]
    rows += sorted(raw.events.items())
    rows += [("requests", tally.requests), ("frames", tally.frames)]
    rows += [(f"  ended {name}", count) for name, count in tally.ends.items()]
    return BenchResult(
        "disconnects",
        f"Connections of {clients} clients cut under a mixed load",
        ("what", "count"),
        tuple(rows),
        (
            Check("frames lost", tally.lost, 0, False),
            Check("frames twice", tally.twice, 0, False),
            Check("frames with wrong bytes", tally.wrong, 0, False),
            Check("requests that did not end exactly once", tally.unended, 0, False),
            Check("breaches of the protocol", len(raw.violations), 0, False),
        ),
        (
            f"Seed {seed}; {outcome.seconds:.0f} s.",
            *(f"Harm: {example}" for example in (*tally.examples, *raw.violations[:10])),
        ),
        {"violations": raw.violations},
    )
