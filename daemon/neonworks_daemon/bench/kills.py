"""``bench kills``: SIGKILL for a worker and for the daemon at every moment of a job's life.

The daemon is started again as soon as it is gone, on the same folders. Its return is timed from the signal to
the new ready file.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from neonworks_daemon.bench.chaos.keeper import DaemonKeeper
from neonworks_daemon.bench.chaos.killer import KillReport, Victim, kill_at, kill_starting, kill_twice
from neonworks_daemon.bench.chaos.measures import percentile
from neonworks_daemon.bench.chaos.moments import Moment
from neonworks_daemon.bench.chaos.workload import Task, long_task, with_references
from neonworks_daemon.bench.result import BenchResult, Check, Value
from neonworks_daemon.bench.running import own_settings

__all__ = ["bench_kills"]

_BACK_TARGET_S = 3.0
_STARTING, _TWICE = "while it starts", "twice, under the same job"

Tick = Callable[[str, int, int], None]
"""(what, done, of): for a progress bar."""


@dataclass(frozen=True)
class _Outcome:
    reports: tuple[tuple[str, KillReport], ...]
    restarts_s: tuple[float, ...]
    orphans: int


def bench_kills(
    *,
    rounds: int = 3,
    moments: Sequence[Moment] = tuple(Moment),
    seed: int | None = None,
    tick: Tick = lambda what, done, of: None,
) -> BenchResult:
    """Each of ``moments`` ``rounds`` times, for both victims; ``seed`` None: another sprite every time."""
    chosen = int(time.time()) if seed is None else seed
    return _result(asyncio.run(_run(rounds, moments, chosen, tick)), chosen)


async def _run(rounds: int, moments: Sequence[Moment], seed: int, tick: Tick) -> _Outcome:
    total = rounds * (2 * len(moments) + 2)
    tick("drawing the reference", 0, total)
    (task,) = await with_references((long_task(seed),))
    blocker = long_task(seed + 1)
    reports: list[tuple[str, KillReport]] = []
    with own_settings(cache=False, exit_when_idle=600.0) as settings:
        async with DaemonKeeper(settings) as keeper:
            for turn in range(rounds):
                poison = long_task(seed + 2 + turn)
                for victim in Victim:
                    for moment in moments:
                        tick(f"kill the {victim.value}", len(reports), total)
                        reports.append((moment.value, await kill_at(victim, moment, keeper, task, blocker)))
                tick("kill the worker", len(reports), total)
                reports += await _worker_rounds(keeper, poison, task)
            orphans = await keeper.orphans()
            return _Outcome(tuple(reports), tuple(keeper.restarts_s), orphans)


async def _worker_rounds(keeper: DaemonKeeper, poison: Task, task: Task) -> list[tuple[str, KillReport]]:
    starting = await kill_starting(keeper, task)
    return [(_STARTING, starting), (_TWICE, await kill_twice(keeper, poison, task))]


def _result(outcome: _Outcome, seed: int) -> BenchResult:
    faults = [fault for _, report in outcome.reports for fault in report.faults]
    unkept = sum(max(0, report.delivered - report.kept) for _, report in outcome.reports)
    back = outcome.restarts_s
    spread = ", ".join(f"{percentile(back, share):.2f}" for share in (0.0, 0.5, 0.95, 1.0))
    return BenchResult(
        "kills",
        "SIGKILL at every moment of a job",
        ("killed", "when", "rounds", "ended", "frames had", "still there", "drawn again", "faults"),
        _rows(outcome),
        (
            Check("broken promises", len(faults), 0, False),
            Check("finished frames that were not kept", unkept, 0, False),
            Check("daemon back, worst", max(back, default=0.0), _BACK_TARGET_S, False, "s"),
            Check("processes left behind", outcome.orphans, 0, False),
        ),
        (
            f"Seed {seed}. Daemon back after {spread} s (best, p50, p95, worst of {len(back)}).",
            *(f"Fault: {fault}" for fault in faults[:20]),
        ),
        {"restarts_s": back, "faults": faults},
    )


def _rows(outcome: _Outcome) -> tuple[tuple[Value, ...], ...]:
    groups: dict[tuple[str, str], list[KillReport]] = {}
    for when, report in outcome.reports:
        groups.setdefault((report.victim.value, when), []).append(report)
    return tuple(
        (
            victim,
            when,
            len(reports),
            ", ".join(sorted({report.end or "-" for report in reports})),
            sum(report.delivered for report in reports),
            sum(report.kept for report in reports),
            sum(report.retried for report in reports),
            sum(len(report.faults) for report in reports),
        )
        for (victim, when), reports in groups.items()
    )
