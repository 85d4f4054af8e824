"""``bench fuzz``: broken input for the codec, both sessions and the picture decoder.

Only documented errors may come out, whatever goes in; and no input may cost more than a bounded time and
memory. Inputs are a function of (seed, target, number): a finding can be met again.
"""

import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from neonworks_models.export.files import write_file

from neonworks_daemon.bench.fuzz_children import run_blocks
from neonworks_daemon.bench.fuzz_run import BLOCK, TARGETS, BlockReport, Finding, run_block
from neonworks_daemon.bench.result import BenchResult, Check, Value

__all__ = ["DEFAULT_INPUTS", "FuzzTally", "bench_fuzz", "repeat_input"]

DEFAULT_INPUTS = 1_000_000
_COLUMNS = (
    "target",
    "inputs",
    "inputs/s",
    "read",
    "refused",
    "slowest ms",
    "its number",
    "peak KB an input",
    "most RSS MB",
    "RSS growth MB",
    "findings",
)
_WARM_BLOCKS = 20
"""Blocks before the resident memory counts: by then every kind of input, bombs included, was met."""
_SLOWEST_MS = 250.0
"""Processor time of one input. Reading the most values that a message may hold takes 10 ms, decoding the
largest sprite 60 ms."""
_PEAK_MB = 16.0
"""Python allocations of one input, in 10**6 bytes: a sprite of 512 × 512 several times over."""
_GROWTH_MB = 20.0
"""The allocator keeps about ten of what large inputs took; a leak of 25 bytes an input would be more."""
_READ = frozenset({"bad_message", "too_large", "unknown_message", "bad_sprite", "rejected"})
"""Outcomes that are refusals of the input."""


@dataclass
class FuzzTally:
    """Sums over the blocks of one target."""

    target: str
    inputs: int = 0
    wall_s: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    slowest_s: float = 0.0
    slowest_number: int = 0
    traced_peak: int = 0
    rss: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, report: BlockReport) -> None:
        self.inputs += sum(report.outcomes.values())
        self.outcomes.update(report.outcomes)
        if report.slowest_s > self.slowest_s:
            self.slowest_s, self.slowest_number = report.slowest_s, report.slowest_number
        self.traced_peak = max(self.traced_peak, report.traced_peak)
        if report.rss:
            self.rss.append(report.rss)
        self.findings += report.findings

    @property
    def growth_mb(self) -> float:
        """How much more memory is resident in the last fifth of the blocks than in the first after the warm
        ones, medians of both, in 10**6 bytes."""
        settled = self.rss[_WARM_BLOCKS:] or self.rss
        part = max(1, len(settled) // 5)
        if not settled:
            return 0.0
        return max(0.0, statistics.median(settled[-part:]) - statistics.median(settled[:part])) / 1e6

    def row(self) -> tuple[Value, ...]:
        refused = sum(count for word, count in self.outcomes.items() if word in _READ or "gave up" in word)
        return (
            self.target,
            self.inputs,
            self.inputs / max(1e-9, self.wall_s),
            f"{1 - (refused + self.outcomes['FOUND']) / max(1, self.inputs):.1%}",
            f"{refused / max(1, self.inputs):.1%}",
            self.slowest_s * 1e3,
            self.slowest_number,
            self.traced_peak / 1e3,
            max(self.rss, default=0) / 1e6,
            self.growth_mb,
            self.outcomes["FOUND"],
        )


def bench_fuzz(
    *,
    targets: Sequence[str] = tuple(TARGETS),
    inputs: int = DEFAULT_INPUTS,
    seed: int = 1,
    jobs: int = 1,
    folder: Path | None = None,
    told: Callable[[str, int], None] = lambda _target, _blocks: None,
    step: Callable[[], None] = lambda: None,
) -> BenchResult:
    """``inputs`` of each target in ``jobs`` processes; what was found is written into ``folder``.

    ``told`` hears each target with its number of blocks, ``step`` each block that ended.
    """
    tallies = []
    for target in targets:
        told(target, -(-inputs // BLOCK))
        tally = FuzzTally(target)
        begin = time.perf_counter()
        for report in run_blocks(target, seed, inputs, jobs=jobs):
            tally.add(report)
            step()
        tally.wall_s = time.perf_counter() - begin
        tallies.append(tally)
    written = _write(folder, seed, tallies) if folder is not None else ()
    return _result(tallies, inputs, seed, written)


def repeat_input(target: str, seed: int, number: int) -> BlockReport:
    """Runs the block up to that input again, in this process: for a debugger, or after a repair."""
    return run_block(target, seed, number // BLOCK, number % BLOCK + 1)


def _result(tallies: Sequence[FuzzTally], inputs: int, seed: int, written: Iterable[str]) -> BenchResult:
    found = sum(tally.outcomes["FOUND"] for tally in tallies)
    return BenchResult(
        "fuzz",
        f"Broken input, seed {seed}: {inputs:,} inputs for each target",
        _COLUMNS,
        tuple(tally.row() for tally in tallies),
        (
            Check("errors that are not documented, and broken promises", found, 0, False),
            Check("slowest input", 1e3 * max(t.slowest_s for t in tallies), _SLOWEST_MS, False, "ms of CPU"),
            Check("allocated by one input", max(t.traced_peak for t in tallies) / 1e6, _PEAK_MB, False, "MB"),
            Check("resident memory growth", max(t.growth_mb for t in tallies), _GROWTH_MB, False, "MB"),
        ),
        (
            *written,
            "A read input was valid, or became so; every other was refused by an error of the protocol.",
        ),
        {"outcomes": {tally.target: dict(tally.outcomes.most_common()) for tally in tallies}},
    )


def _write(folder: Path, seed: int, tallies: Iterable[FuzzTally]) -> tuple[str, ...]:
    """One file for each finding; returns a line for each, with the bytes where they are few."""
    lines = []
    for tally in tallies:
        for finding in tally.findings:
            file = folder / f"{tally.target}-{seed}-{finding.number}.bin"
            write_file(file, finding.reproduction)
            short = f" = {finding.reproduction.hex()}" if len(finding.reproduction) <= 100 else ""
            lines.append(
                f"{tally.target} input {finding.number}: {finding.text} ({file}{short}; again:"
                f" bench fuzz --target {tally.target} --seed {seed} --only {finding.number})"
            )
    return tuple(lines)
