"""Running fuzz cases: outcomes, processor time, memory and findings of blocks of inputs.

Block ``b`` of a target depends on (seed, target, b) only, so a run is the same however many processes share
it, and a block that killed its process can be run again.
"""

import importlib
import logging
import random
import time
import tracemalloc
from collections import Counter
from itertools import islice
from pathlib import Path

import msgspec
import psutil
from neonworks_protocol.errors import BadRequest

from neonworks_daemon.bench.chaos.case import Case, CaseSource

__all__ = ["BLOCK", "TARGETS", "BlockReport", "Finding", "run_block", "source_of"]

_logger = logging.getLogger(__name__)

BLOCK = 500
"""Inputs a block: under a second of work, and the most that is repeated to find an input that kills."""
TARGETS = {
    "codec": ("codec_cases", "codec_cases"),
    "session": ("server_cases", "server_cases"),
    "client": ("client_cases", "client_cases"),
    "image": ("picture_cases", "picture_cases"),
}
"""Target -> module of ``bench.chaos`` and the case source in it."""
_TRACED_EVERY, _TRACED_BLOCKS = 50, 10
"""Of every tenth block: tracing makes an input several times slower, and each start of it costs some bytes
for good, which would look like a leak of what is fuzzed."""
_HEAVY_TRACED_EVERY = 2
_FINDINGS = 5
"""Kept of one block; a fault usually meets many inputs."""


class Finding(msgspec.Struct, frozen=True):
    """An input that broke a promise. ``number`` counts the target's inputs from 0."""

    number: int
    text: str
    reproduction: bytes


class BlockReport(msgspec.Struct, frozen=True):
    """``slowest_s`` is processor time; ``traced_peak`` is the most that one input allocated, in bytes;
    ``rss`` is what the process held resident after the block, in bytes."""

    block: int
    outcomes: dict[str, int]
    slowest_s: float
    slowest_number: int
    traced_peak: int
    rss: int
    wall_s: float
    findings: tuple[Finding, ...] = ()


def source_of(target: str) -> CaseSource:
    """The cases of a target; raises ``BadRequest`` for an unknown name."""
    if target not in TARGETS:
        raise BadRequest(f"there is nothing to fuzz called {target!r}: choose from {', '.join(TARGETS)}")
    module, name = TARGETS[target]
    found: CaseSource = getattr(importlib.import_module(f"neonworks_daemon.bench.chaos.{module}"), name)
    return found


def run_block(
    target: str, seed: int, block: int, count: int = BLOCK, trace: Path | None = None
) -> BlockReport:
    """Runs ``count`` inputs of one block, and reports them; never raises for what an input did.

    With ``trace`` each input is written to that file before it runs: what is found there after the process
    died is what killed it.
    """
    source = random.Random(f"{seed}/{target}/{block}")
    begin = time.perf_counter()
    outcomes: Counter[str] = Counter()
    findings: list[Finding] = []
    slowest, slowest_number, peak = 0.0, block * BLOCK, 0
    for number, case in enumerate(islice(source_of(target)(source), count), start=block * BLOCK):
        if trace is not None:
            trace.write_bytes(case.reproduction())
        every = _HEAVY_TRACED_EVERY if case.heavy else _TRACED_EVERY
        traced = number % every == 0 and (case.heavy or block % _TRACED_BLOCKS == 0)
        took, used, outcome = _run(case, number, findings, traced)
        outcomes[outcome] += 1
        peak = max(peak, used)
        if took > slowest and not traced:
            slowest, slowest_number = took, number
    rss = psutil.Process().memory_info().rss
    wall = time.perf_counter() - begin
    return BlockReport(
        block, dict(outcomes), slowest, slowest_number, peak, rss, wall, tuple(findings[:_FINDINGS])
    )


def _run(case: Case, number: int, findings: list[Finding], traced: bool) -> tuple[float, int, str]:
    """(processor seconds, bytes allocated at the peak where traced, outcome)."""
    if traced:
        tracemalloc.start()
    begin = time.thread_time()
    try:
        outcome = case.run()
    except Exception as error:
        # Whatever escapes from the code under test is what is looked for.
        _logger.exception("fuzz_finding")
        findings.append(Finding(number, f"{type(error).__name__}: {error}"[:300], case.reproduction()))
        outcome = "FOUND"
    took = time.thread_time() - begin
    used = 0
    if traced:
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return took, used, outcome
