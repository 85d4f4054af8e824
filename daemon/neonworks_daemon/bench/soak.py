"""``bench soak``: many clients that do what they like for minutes; what they are told, and what it costs.

A quarter of the clients, the *workers*, do the same all the time: draw one thing after the other. Between
them the daemon has to be fair. The others, the *visitors*, roam (``chaos.visitors``); every second of them
is connected through a proxy that cuts its connection now and then.

Memory drift is taken over the time after the warm-up: Theil-Sen slope of the whole tree's proportional set
size × duration / median. Every cache has a bound that is small here and is full when the warm-up ends; with
64 clients the last ones, the sessions that wait for lost clients and what all sessions keep of what they
sent, are full after four minutes. The proportional size also rises by some megabytes when other programs
that share our libraries end: the machine should be quiet.
"""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec
from neonworks_protocol.records import ClientInfo

from neonworks_daemon.bench.chaos.faults import plan_for
from neonworks_daemon.bench.chaos.keeper import DaemonKeeper
from neonworks_daemon.bench.chaos.measures import drift, jain_index, percentile
from neonworks_daemon.bench.chaos.patience import until_done_or_stuck
from neonworks_daemon.bench.chaos.proxy import ChaosProxy
from neonworks_daemon.bench.chaos.sampling import Sample, TreeSampler
from neonworks_daemon.bench.chaos.tally import Tally, TallyReport
from neonworks_daemon.bench.chaos.visitors import Visitor, VisitorLog
from neonworks_daemon.bench.chaos.workload import Size, make_tasks
from neonworks_daemon.bench.result import BenchResult, Check, Value
from neonworks_daemon.bench.running import own_settings
from neonworks_daemon.client import DaemonClient
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.reconnect import Reconnect

__all__ = ["bench_soak"]

_STORE_BYTES = 8 << 20
"""Of the frame store: full after a minute."""
_TASKS = {Size.SMALL: 24, Size.SEVERAL: 4, Size.LARGE: 2}
_MESSAGES_PER_CUT = 300.0
_ENDLESS = 1 << 30
_SAMPLES = 120
"""Looks at the process tree in a run."""
_SERIES = 13
"""Rows of the printed series."""
_FAIRNESS, _DRIFT = 0.95, 0.01
_WAITS = ("a request, submit to done", "a live change, submit to whole draft", "status", "interpret")

Tick = Callable[[str, int, int], None]
"""(what, done, of): for a progress bar."""


@dataclass(frozen=True)
class _Outcome:
    workers: tuple[int, ...]
    log: VisitorLog
    tally: TallyReport
    samples: tuple[Sample, ...]
    cuts: int


def bench_soak(
    *,
    clients: int = 64,
    minutes: float = 10.0,
    warm_up_minutes: float | None = None,
    seed: int | None = None,
    tick: Tick = lambda what, done, of: None,
) -> BenchResult:
    """``clients`` at once for ``minutes`` after the warm-up (half of ``minutes`` when not given)."""
    chosen = int(time.time()) if seed is None else seed
    warm_up_s = 60 * (minutes / 2 if warm_up_minutes is None else warm_up_minutes)
    outcome = asyncio.run(_soak(clients, warm_up_s, 60 * minutes, chosen, tick))
    return _result(outcome, clients, warm_up_s, chosen)


async def _soak(clients: int, warm_up_s: float, measured_s: float, seed: int, tick: Tick) -> _Outcome:
    log, tally = VisitorLog(), Tally()
    length = warm_up_s + measured_s
    planner = partial(plan_for, seed, mean_messages=_MESSAGES_PER_CUT)
    async with (
        _daemon() as (keeper, info, folder),
        ChaosProxy(info.host, info.port, planner, budget=_ENDLESS, seed=seed) as proxy,
        TreeSampler(info.pid, every_s=length / _SAMPLES, folder=folder) as sampler,
    ):
        until = time.monotonic() + length

        def over() -> bool:
            return time.monotonic() >= until

        bar = asyncio.create_task(_show(tick, length))
        workers, visitors = _crowd(clients, seed, info, proxy, tally, log)
        try:
            work = asyncio.gather(*(w.work(over) for w in workers), *(v.roam(over) for v in visitors))
            if await until_done_or_stuck(work, lambda: tally.settled):
                log.faults.append("clients waited for a minute and nothing came")
        finally:
            bar.cancel()
        cuts = proxy.injected
        if keeper.restarts_s:
            log.faults.append(f"the daemon ended by itself, {len(keeper.restarts_s)} times")
    settled = [sample for sample in sampler.samples if warm_up_s <= sample.at_s <= length]
    finished = tuple(worker.finished for worker in workers)
    return _Outcome(finished, log, tally.report(), tuple(settled), cuts)


@contextlib.asynccontextmanager
async def _daemon() -> AsyncIterator[tuple[DaemonKeeper, ReadyInfo, Path]]:
    """A daemon, its address and its data folder."""
    with own_settings(store_bytes=_STORE_BYTES) as settings:
        async with DaemonKeeper(settings) as keeper:
            yield keeper, await keeper.info(), settings.data_path


def _crowd(
    clients: int, seed: int, info: ReadyInfo, proxy: ChaosProxy, tally: Tally, log: VisitorLog
) -> tuple[list[Visitor], list[Visitor]]:
    tasks = make_tasks(seed, _TASKS)
    detour = msgspec.structs.replace(info, port=proxy.port)

    def visitor(number: int, kind: str) -> Visitor:
        through = detour if kind == "visitor" and number % 2 else info
        chance = random.Random(f"{seed}:{kind}:{number}")
        return Visitor(f"{kind}-{number}", _door(through), info, tasks, tally, log, chance)

    equal = max(2, clients // 4)
    return (
        [visitor(number, "worker") for number in range(equal)],
        [visitor(number, "visitor") for number in range(clients - equal)],
    )


def _door(info: ReadyInfo) -> Callable[[str], Awaitable[DaemonClient]]:
    async def enter(name: str) -> DaemonClient:
        return await DaemonClient.connect(info, ClientInfo(id=name, name="soak"), reconnect=Reconnect())

    return enter


async def _show(tick: Tick, length_s: float) -> None:
    begin = time.monotonic()
    while True:
        tick("soak, seconds", int(time.monotonic() - begin), int(length_s))
        await asyncio.sleep(1.0)


def _result(outcome: _Outcome, clients: int, warm_up_s: float, seed: int) -> BenchResult:
    log, tally, samples = outcome.log, outcome.tally, outcome.samples
    memory_drift = _drift(samples, "own_mb")
    return BenchResult(
        "soak",
        f"{clients} clients that do what they like",
        ("what", "count", "p50 ms", "p95 ms", "worst ms"),
        (*_wait_rows(log), *_count_rows(outcome)),
        (
            Check("errors that are not documented", len(log.faults), 0, False),
            Check("frames lost", tally.lost, 0, False),
            Check("frames twice", tally.twice, 0, False),
            Check("frames with wrong bytes", tally.wrong, 0, False),
            Check("requests that did not end exactly once", tally.unended, 0, False),
            Check(
                f"memory drift after {warm_up_s:.0f} s of warm-up",
                100 * memory_drift,
                100 * _DRIFT,
                False,
                "%",
            ),
            Check(
                f"Jain fairness between {len(outcome.workers)} equals",
                jain_index(outcome.workers),
                _FAIRNESS,
                True,
            ),
        ),
        (
            f"Seed {seed}. {outcome.cuts} connections were cut.",
            f"Ends: {_counts(tally.ends)}. Error codes: {_counts(log.codes)}.",
            f"Requests of the equals: {', '.join(map(str, sorted(outcome.workers)))}.",
            f"Resident memory drift {100 * _drift(samples, 'rss_mb'):.2f} %.",
            *_series(samples),
            *(f"Fault: {fault}" for fault in (*tally.examples, *log.faults[:10])),
        ),
        {"samples": [msgspec.to_builtins(sample) for sample in samples], "faults": log.faults},
    )


def _drift(samples: Sequence[Sample], name: str) -> float:
    return drift([s.at_s for s in samples], [getattr(s, name) for s in samples]) if samples else 0.0


def _wait_rows(log: VisitorLog) -> tuple[tuple[Value, ...], ...]:
    rows = []
    for what in _WAITS:
        waits = [1e3 * wait for wait in log.waits_s.get(what, ())]
        worst = max(waits, default=float("nan"))
        rows.append((what, len(waits), percentile(waits, 0.5), percentile(waits, 0.95), worst))
    return tuple(rows)


def _count_rows(outcome: _Outcome) -> tuple[tuple[Value, ...], ...]:
    acts = ((f"act: {act.value}", count, None, None, None) for act, count in outcome.log.acts.items())
    totals = (
        ("requests", outcome.tally.requests, None, None, None),
        ("frames", outcome.tally.frames, None, None, None),
    )
    return (*acts, *totals)


def _series(samples: Sequence[Sample]) -> tuple[str, ...]:
    """A few of the samples, one line each."""
    step = max(1, len(samples) // _SERIES)
    return tuple(
        f"{sample.at_s:5.0f} s: {sample.own_mb:.1f} MB own, {sample.rss_mb:.1f} MB resident, main process "
        f"{sample.main_mb:.1f} MB, {sample.processes} processes, {sample.threads} threads, "
        f"{sample.descriptors} descriptors, {sample.files} files ({sample.disk_mb:.1f} MB)"
        for sample in samples[::step]
    )


def _counts(counter: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counter.items())) or "none"
