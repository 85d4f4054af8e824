"""``bench disconnects``: a thousand connections are cut under a mixed load; what each client was handed.

Every request has a reference: the same request drawn before over a connection that nobody disturbs.
"""

import asyncio
import contextlib
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import msgspec
from neonworks_protocol.errors import Unavailable
from neonworks_protocol.records import ClientInfo

from neonworks_daemon.bench.chaos.faults import plan_for
from neonworks_daemon.bench.chaos.measures import percentile
from neonworks_daemon.bench.chaos.patience import until_done_or_stuck
from neonworks_daemon.bench.chaos.proxy import ChaosProxy
from neonworks_daemon.bench.chaos.raw import RawClient, RawLog
from neonworks_daemon.bench.chaos.tally import Tally, TallyReport
from neonworks_daemon.bench.chaos.visitors import Act, Visitor, VisitorLog
from neonworks_daemon.bench.chaos.workload import Size, make_tasks, with_references
from neonworks_daemon.bench.result import BenchResult, Check, Value
from neonworks_daemon.bench.running import own_daemon
from neonworks_daemon.client import DaemonClient
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.reconnect import Reconnect

__all__ = ["bench_disconnects"]

_TASKS = {Size.SMALL: 24, Size.SEVERAL: 6, Size.LARGE: 6}
_MESSAGES_PER_CUT = 24.0
_ACTS: Mapping[Act, int] = MappingProxyType(
    {
        Act.DRAW: 25,
        Act.TYPE: 10,
        Act.CANCEL: 15,
        Act.STALL: 10,
        Act.RESULT: 15,
        Act.LIST: 5,
        Act.STATUS: 5,
        Act.INTERPRET: 5,
    }
)

Tick = Callable[[str, int, int], None]
"""(what, done, of): for a progress bar."""


@dataclass(frozen=True)
class _Outcome:
    tally: TallyReport
    ours: VisitorLog
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
    tally, ours, raw = Tally(), VisitorLog(), RawLog()
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

        async def enter(name: str) -> DaemonClient:
            return await _enter(detour, name)

        half = (clients + 1) // 2
        crowd = [
            Visitor(
                f"ours-{n}",
                enter,
                info,
                tasks,
                tally,
                ours,
                random.Random(f"{seed}:ours:{n}"),
                acts=_ACTS,
                fresh=False,
            )
            for n in range(half)
        ]
        others = [
            RawClient(f"raw-{n}", find, tasks, tally, raw, random.Random(f"{seed}:raw:{n}"))
            for n in range(clients - half)
        ]
        begin = time.perf_counter()
        work = asyncio.gather(*(c.roam(enough) for c in crowd), *(c.work(enough) for c in others))
        await until_done_or_stuck(work, lambda: (proxy.injected, tally.settled))
        for client in crowd:
            await client.leave()
        return _Outcome(tally.report(), ours, raw, proxy, time.perf_counter() - begin)


async def _enter(info: ReadyInfo, name: str) -> DaemonClient:
    """A client that comes back by itself once it is in; the first steps are ours."""
    reconnect, client = Reconnect(attempts=100, longest_s=1.0), ClientInfo(id=name, name="disconnects")
    for wait in reconnect.waits():
        await asyncio.sleep(wait)
        with contextlib.suppress(Unavailable):
            return await DaemonClient.connect(info, client, reconnect=reconnect)
    raise Unavailable("no connection through the proxy in a hundred attempts; see the daemon's log")


def _result(outcome: _Outcome, clients: int, seed: int) -> BenchResult:
    tally, ours, raw, proxy = outcome.tally, outcome.ours, outcome.raw, outcome.proxy
    rows: list[tuple[Value, ...]] = [("disconnects", proxy.injected)]
    rows += [(f"  {fault.value}", count) for fault, count in proxy.faults.most_common()]
    rows += [(f"  {place.value}", count) for place, count in proxy.places.most_common()]
    rows += [("connections", proxy.connections), ("requests sent twice", proxy.repeated)]
    rows += [(f"raw clients: {what}", count) for what, count in sorted(raw.events.items())]
    rows += [(f"our clients: {act.value}", count) for act, count in ours.acts.most_common()]
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
            Check("errors that nobody asked for", len(ours.faults) + ours.codes.total(), 0, False),
        ),
        (
            f"Seed {seed}; {outcome.seconds:.0f} s. Half of the clients are ours, half know SPEC.md alone.",
            *(f"{what}: p50 {_ms(w, 0.5)}, p95 {_ms(w, 0.95)} ms" for what, w in ours.waits_s.items()),
            *(f"Error code {code}: {count}" for code, count in ours.codes.items()),
            *(f"Harm: {example}" for example in (*tally.examples, *raw.violations[:10], *ours.faults[:10])),
        ),
        {"violations": raw.violations, "faults": ours.faults},
    )


def _ms(waits_s: Sequence[float], share: float) -> str:
    return f"{1e3 * percentile(waits_s, share):.0f}"
