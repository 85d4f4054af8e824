"""Fuzzing in processes of its own: an input that kills or hangs a decoder ends a child, and is found.

The parent hands out blocks and takes reports. A child that dies or says nothing is replaced; its block runs
once more with each input written down first, so that the last one written is the one that did it.
"""

import multiprocessing
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path

import msgspec

from neonworks_daemon.bench.fuzz_run import BLOCK, BlockReport, Finding, run_block

__all__ = ["BlockRunner", "run_blocks"]

HANG_S = 60.0
"""Wall seconds for a block, which takes under one when nothing is wrong."""
_DECODER = msgspec.msgpack.Decoder(BlockReport)

BlockRunner = Callable[[str, int, int, int, Path | None], BlockReport]
"""``run_block``, or something in its place for a test; must be importable by name."""


@dataclass(eq=False)
class _Child:
    process: SpawnProcess
    pipe: Connection
    block: tuple[int, int]
    """(number, inputs) of the block it works on."""
    traced: Path | None = None


@dataclass
class _Run:
    target: str
    seed: int
    runner: BlockRunner
    hang_s: float
    folder: Path
    waiting: list[tuple[int, int]]
    children: list[_Child] = field(default_factory=list)

    def start(self, block: tuple[int, int], trace: bool = False) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_serve, args=(theirs, self.runner, self.target, self.seed), daemon=True
        )
        process.start()
        theirs.close()
        child = _Child(process, ours, block, self.folder / f"{block[0]}.bin" if trace else None)
        self.children.append(child)
        ours.send((*block, child.traced))

    def stop(self, child: _Child) -> int | None:
        """Ends a child and returns its exit code; below 0: the signal that killed it."""
        self.children.remove(child)
        child.pipe.close()
        child.process.join(1.0)
        if child.process.is_alive():
            child.process.kill()
            child.process.join()
        return child.process.exitcode


def run_blocks(
    target: str,
    seed: int,
    inputs: int,
    *,
    jobs: int = 1,
    runner: BlockRunner = run_block,
    hang_s: float = HANG_S,
) -> Iterator[BlockReport]:
    """Reports of all blocks, in the order they end. ``jobs`` children share them."""
    blocks = [(block, min(BLOCK, inputs - block * BLOCK)) for block in range(-(-inputs // BLOCK))]
    with tempfile.TemporaryDirectory(prefix="neonworks-fuzz-") as folder:
        run = _Run(target, seed, runner, hang_s, Path(folder), blocks[::-1])
        try:
            for _ in range(min(jobs, len(blocks))):
                run.start(run.waiting.pop())
            while run.children:
                yield from _collect(run)
        finally:
            for child in list(run.children):
                child.process.kill()
                run.stop(child)


def _collect(run: _Run) -> Iterator[BlockReport]:
    """What comes next: reports, or deaths and hangs."""
    ready = wait([child.pipe for child in run.children], run.hang_s)
    for child in [child for child in run.children if not ready or child.pipe in ready]:
        if not ready:
            child.process.kill()
        try:
            report = _DECODER.decode(child.pipe.recv_bytes())
        except (EOFError, OSError):
            yield from _buried(run, child, hung=not ready)
            continue
        yield report
        if run.waiting:
            child.block, child.traced = run.waiting.pop(), None
            child.pipe.send((*child.block, None))
        else:
            run.stop(child)


def _buried(run: _Run, child: _Child, hung: bool) -> Iterator[BlockReport]:
    """A dead child: its block is traced, or, where it was, told as a finding."""
    code = run.stop(child)
    if child.traced is None:
        run.start(child.block, trace=True)
        return
    text = f"no answer within {run.hang_s:g} s" if hung else f"the process died with exit code {code}"
    number = child.block[0] * BLOCK
    data = child.traced.read_bytes() if child.traced.is_file() else b""
    finding = Finding(number, text, data)
    yield BlockReport(child.block[0], {"FOUND": 1}, 0.0, number, 0, 0, 0.0, (finding,))
    if run.waiting:
        run.start(run.waiting.pop())


def _serve(pipe: Connection, runner: BlockRunner, target: str, seed: int) -> None:
    """The child: blocks in, reports out, until the parent hangs up."""
    while True:
        try:
            block, count, trace = pipe.recv()
        except EOFError:
            return
        pipe.send_bytes(msgspec.msgpack.encode(runner(target, seed, block, count, trace)))
