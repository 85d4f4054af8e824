"""``bench fuzz``, ``events`` and ``drop`` in the terminal: estimate, progress, table."""

import time
from pathlib import Path

from neonworks_protocol.errors import BadRequest

from neonworks_daemon.bench.drop import bench_drop
from neonworks_daemon.bench.events import bench_events
from neonworks_daemon.bench.fuzz import bench_fuzz, repeat_input
from neonworks_daemon.bench.fuzz_run import TARGETS, run_block
from neonworks_daemon.cli.console import meter, note
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.benching import show_benches

__all__ = ["drop", "events", "fuzz", "repeat"]

_LONG = 10_000
"""Inputs of which it is worth knowing how long they take."""
_PROBE = 200
"""Inputs of each target that the estimate is made from; the first block pays for imports."""


def fuzz(
    target: str, inputs: int, *, seed: int, jobs: int, findings: Path, json_file: Path | None = None
) -> ExitCode:
    """Fuzz one target or ``all``, and show the table."""
    targets = tuple(TARGETS) if target == "all" else (target,)
    if inputs > _LONG:
        note(f"about {sum(_estimate(each, inputs) for each in targets) / jobs:.0f} s on an idle machine")
    with meter("fuzz") as shown:
        result = bench_fuzz(
            targets=targets,
            inputs=inputs,
            seed=seed,
            jobs=jobs,
            folder=findings,
            told=shown.restart,
            step=shown.step,
        )
    return show_benches([result], json_file)


def repeat(target: str, seed: int, number: int) -> ExitCode:
    """Run one input again, and say what became of it. Raises ``BadRequest`` without a single target."""
    if target == "all":
        raise BadRequest("name the --target whose input is to be repeated")
    report = repeat_input(target, seed, number)
    met = [finding for finding in report.findings if finding.number == number]
    note(f"{target} input {number}: {met[0].text if met else 'keeps every promise'}")
    return ExitCode.SOME_FAILED if met else ExitCode.OK


def events(number: int, *, files: int, restarts: int, seed: int, json_file: Path | None = None) -> ExitCode:
    """Put a watched folder under fire, and show the table."""
    with meter("events", number) as shown:
        result = bench_events(events=number, files=files, restarts=restarts, seed=seed, step=shown.at)
    return show_benches([result], json_file)


def drop(
    sprites: int,
    *,
    actions: int,
    background: int | None,
    seed: int | None,
    json_file: Path | None = None,
) -> ExitCode:
    """Drop sprites into a watched folder, and show the table."""
    with meter("sprites published", sprites) as shown:
        result = bench_drop(sprites=sprites, actions=actions, background=background, seed=seed, step=shown.at)
    return show_benches([result], json_file)


def _estimate(target: str, inputs: int) -> float:
    """Seconds for so many inputs in one process."""
    run_block(target, 0, 0, _PROBE)
    begin = time.perf_counter()
    run_block(target, 0, 1, _PROBE)
    return (time.perf_counter() - begin) / _PROBE * inputs
