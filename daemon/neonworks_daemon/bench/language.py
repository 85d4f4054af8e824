"""``bench language``: a larger language model through a real daemon, beside the same binding, model and
grammar called in this process, sentence by sentence in turns."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from uuid import uuid4

import msgspec
import numpy as np
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_models.intent.large.llama import LlamaReader
from neonworks_models.intent.large.reading import Question, never
from neonworks_models.intent.large.schema import REPLY_START
from neonworks_models.intent.marking import LabelledLine, mark
from neonworks_protocol.errors import BadRequest, Unavailable
from neonworks_protocol.messages import Consult, Reading
from neonworks_protocol.motion import Interpretation

from neonworks_daemon.bench.fresh import fresh_requests
from neonworks_daemon.bench.result import BenchResult, Check, Value
from neonworks_daemon.bench.running import bench_client, own_daemon
from neonworks_daemon.client import DaemonClient
from neonworks_daemon.language.choice import Lacking, choose_reader
from neonworks_daemon.settings import Settings
from neonworks_daemon.worker.readers import load_reader

__all__ = ["bench_language", "bench_lines"]

_WARM_UP = 5
_BROKEN = "the model's reply"
"""How the reason of a reply begins that is not of the form."""


@dataclass
class _Run:
    """What one way of asking took; seconds, one entry a sentence."""

    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    model: list[float] = field(default_factory=list)
    """Of ``whole``, from the model's start to its end, as the process tells that it runs in."""
    tokens: list[int] = field(default_factory=list)
    valid: int = 0
    answers: list[Interpretation | None] = field(default_factory=list)

    @property
    def tokens_per_s(self) -> float:
        """While the model reads and writes."""
        return sum(self.tokens) / max(sum(self.model), 1e-9)

    def row(self, name: str) -> tuple[Value, ...]:
        first50, first95 = (float(np.percentile(self.first, p)) * 1e3 for p in (50, 95))
        whole50 = float(np.percentile(self.whole, 50)) * 1e3
        return (
            name,
            len(self.whole),
            first50,
            first95,
            whole50,
            self.tokens_per_s,
            self.valid / len(self.whole),
        )


def bench_lines(file: Path | None, trials: int, seed: int) -> list[LabelledLine]:
    """The labelled lines of ``file``, else ``trials`` sentences that nobody has seen, without labels."""
    if file is not None:
        text = file.read_text(encoding="utf-8").splitlines()
        return [msgspec.json.decode(line, type=LabelledLine) for line in text if line.strip()]
    texts = (request.text.partition(" (take")[0] for request in fresh_requests(seed))
    return [LabelledLine(id=n, text=text) for n, text in enumerate(islice(texts, trials))]


def bench_language(
    settings: Settings, *, file: Path | None = None, trials: int = 200, seed: int | None = None
) -> BenchResult:
    """First field, tokens per second, valid replies and, with labels, the right action.

    Raises ``Unavailable`` where ``settings`` name no model that can be loaded.
    """
    plan = choose_reader(settings)
    if isinstance(plan, Lacking):
        raise Unavailable(plan.line)
    chosen = int(time.time()) if seed is None else seed
    lines = bench_lines(file, trials, chosen)
    reader, embedded = load_reader(settings), EmbeddedInterpreter()
    if not isinstance(reader, LlamaReader):
        raise BadRequest("this bench needs a GGUF file: give --reader tiny or a path")
    reader.warm(never)
    daemon, direct = asyncio.run(_measure(settings, lines, reader, embedded))
    checks = [
        Check("valid replies", daemon.valid / len(lines), 1.0, True),
        Check("first field, p95", float(np.percentile(daemon.first, 95)) * 1e3, 150.0, False, "ms"),
        Check("tokens/s against the binding itself, median", _ratio(daemon, direct), 0.9, True),
    ]
    added = 1e3 * float(np.median(np.subtract(daemon.whole, daemon.model)))
    notes = [
        f"{plan.name} through {plan.kind}. Seed {chosen}. Both run on this machine, in turns.",
        f"Tokens are counted while the model reads and writes; the daemon adds {added:.1f} ms to a sentence"
        " (median): the embedded reading, two pipes, a socket.",
    ]
    if file is not None:
        checks.append(Check("right action", _right(lines, daemon.answers, embedded), 0.85, True))
        notes.append("Where the model is not sure the embedded answer counts, as it does for users.")
    return BenchResult(
        "language",
        "A larger language model: ms from the sentence to its first field, and to the whole",
        ("asked", "sentences", "first p50", "first p95", "whole p50", "tokens/s", "valid"),
        (daemon.row("through the daemon"), direct.row("the binding itself")),
        tuple(checks),
        tuple(notes),
        {"first_ms": [1e3 * s for s in daemon.first], "direct_first_ms": [1e3 * s for s in direct.first]},
    )


async def _measure(
    settings: Settings, lines: Sequence[LabelledLine], reader: LlamaReader, embedded: EmbeddedInterpreter
) -> tuple[_Run, _Run]:
    daemon, direct = _Run(), _Run()
    llm, folder = msgspec.structs.replace(settings.llm, keep_alive=-1.0), str(settings.models_path)
    started = own_daemon(reader=settings.reader, models_dir=folder, llm=llm, workers=1)
    async with started as info, await bench_client(info) as client:
        for line in lines[:_WARM_UP]:
            await _through(client, line.text, _Run())
            _directly(reader, embedded, line.text, _Run())
        for line in lines:
            _directly(reader, embedded, line.text, direct)
            if len(direct.whole) > len(daemon.whole):
                await _through(client, line.text, daemon)
    return daemon, direct


async def _through(client: DaemonClient, text: str, run: _Run) -> None:
    began, first = time.perf_counter(), 0.0

    def step(reading: Reading) -> None:
        nonlocal first
        if reading.fields or reading.final:
            first = first or time.perf_counter() - began

    last = await client.consult(Consult(request_id=uuid4().hex, text=text), step)
    run.whole.append(time.perf_counter() - began)
    run.first.append(first)
    run.model.append(last.elapsed_ms / 1e3)
    run.tokens.append(last.tokens)
    run.valid += not last.note.startswith(_BROKEN)
    run.answers.append(last.interpretation)


def _directly(reader: LlamaReader, embedded: EmbeddedInterpreter, text: str, run: _Run) -> None:
    """The same prompt and grammar, and nothing of ours but the prompt; its first token stands for a field."""
    prompt = reader.prompt(Question(text, embedded.interpret(text)))
    if isinstance(prompt, str):
        return
    began, reply, tokens, first = time.perf_counter(), REPLY_START, 0, 0.0
    for piece in reader.engine.plainly(prompt, reader.grammar, reader.most):
        first = first or time.perf_counter() - began
        reply += piece.decode(errors="replace")
        tokens += 1
        if reply.count("{") == reply.count("}"):
            break
    run.whole.append(time.perf_counter() - began)
    run.model.append(run.whole[-1])
    run.first.append(first)
    run.tokens.append(tokens)
    run.valid += reply.count("{") == reply.count("}")


def _ratio(daemon: _Run, direct: _Run) -> float:
    """Median of both paces, sentence by sentence: what else the machine does meanwhile hits either."""
    paces = zip(daemon.tokens, daemon.model, direct.tokens, direct.model, strict=True)
    ratios = [(ours / took) / (bare / alone) for ours, took, bare, alone in paces if ours and bare]
    return float(np.median(ratios)) if ratios else 0.0


def _right(
    lines: Sequence[LabelledLine], answers: Sequence[Interpretation | None], embedded: EmbeddedInterpreter
) -> float:
    """Share of the sentences whose action is right, of those that have one."""
    marks = list(_marks(lines, answers, embedded))
    return sum(marks) / max(1, len(marks))


def _marks(
    lines: Sequence[LabelledLine], answers: Sequence[Interpretation | None], embedded: EmbeddedInterpreter
) -> Iterator[bool]:
    for line, answer in zip(lines, answers, strict=True):
        found = mark(line, answer or embedded.interpret(line.text))
        if "animation_type" in found:
            yield bool(found["animation_type"])
