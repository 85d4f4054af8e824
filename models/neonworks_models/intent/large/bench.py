"""What our way of asking a model costs: against the same binding and grammar called directly, in one run."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from neonworks_protocol.errors import BadRequest

from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_models.intent.large.llama import LlamaReader
from neonworks_models.intent.large.prompt import Examples
from neonworks_models.intent.large.reading import Question, never
from neonworks_models.intent.large.reply import decode
from neonworks_models.intent.large.schema import REPLY_START

__all__ = ["Pace", "ReadingPace", "bench_texts", "measure_pace", "share_within"]


@dataclass(frozen=True)
class Pace:
    """Tokens, and the seconds they took: by the wall and of this process's thread."""

    tokens: int
    wall_s: float
    cpu_s: float

    @property
    def per_second(self) -> float:
        """Tokens a second by the wall."""
        return self.tokens / max(self.wall_s, 1e-9)


@dataclass(frozen=True)
class ReadingPace:
    """``ours`` and ``direct`` read the same prompts; ``ratio`` is the median of both paces by prompt.

    ``first_fields_ms`` are the times until the first field was known; ``valid`` of ``asked`` replies were of
    the form.
    """

    ours: Pace
    direct: Pace
    ratio: float
    first_fields_ms: tuple[float, ...]
    valid: int
    asked: int


def bench_texts() -> tuple[str, ...]:
    """Requests of our own, short and long, in six languages."""
    examples = Examples()
    return tuple(example.ask for example in (*examples.core, *examples.like("walk", 1000)))


def share_within(times_ms: Sequence[float], share: float) -> float:
    """The time within which this ``share`` (0..1) of ``times_ms`` lies. Raises ``BadRequest`` for none."""
    if not times_ms:
        raise BadRequest("nothing was measured: give at least one request that the model is asked")
    ordered = sorted(times_ms)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def measure_pace(
    reader: LlamaReader,
    texts: Sequence[str],
    clock: Callable[[], float] = time.perf_counter,
    cpu: Callable[[], float] = time.thread_time,
) -> ReadingPace:
    """Ask every text in both ways, in turn first and second, each time without memory of the one before.

    Texts that the model is not asked (too long) are left out. Raises ``BadRequest`` when that is all.
    """
    embedded = EmbeddedInterpreter()
    trials = []
    for number, text in enumerate(texts):
        question = Question(text, embedded.interpret(text))
        if isinstance(reader.prompt(question), str):
            continue
        trials.append(_Trial(reader, question, clock, cpu).run(direct_first=number % 2 == 1))
    if not trials:
        raise BadRequest("the model was asked nothing: give shorter requests")
    ratios = [trial.ours.per_second / trial.direct.per_second for trial in trials if trial.direct.tokens]
    return ReadingPace(
        _sum(trial.ours for trial in trials),
        _sum(trial.direct for trial in trials),
        statistics.median(ratios or [0.0]),
        tuple(trial.first_ms for trial in trials),
        sum(trial.valid for trial in trials),
        len(trials),
    )


def _sum(paces: Iterator[Pace]) -> Pace:
    parts = list(paces)
    return Pace(sum(p.tokens for p in parts), sum(p.wall_s for p in parts), sum(p.cpu_s for p in parts))


@dataclass
class _Trial:
    reader: LlamaReader
    question: Question
    clock: Callable[[], float]
    cpu: Callable[[], float]
    ours: Pace = Pace(0, 0.0, 0.0)
    direct: Pace = Pace(0, 0.0, 0.0)
    first_ms: float = 0.0
    valid: bool = False

    def run(self, *, direct_first: bool) -> "_Trial":
        for direct in (direct_first, not direct_first):
            self.reader.engine.forget()
            began, worked = self.clock(), self.cpu()
            tokens = self._directly() if direct else self._read(began)
            pace = Pace(tokens, self.clock() - began, self.cpu() - worked)
            if direct:
                self.direct = pace
            else:
                self.ours = pace
        return self

    def _read(self, began: float) -> int:
        tokens = 0
        for reading in self.reader.read(self.question, never):
            if reading.fields and not self.first_ms:
                self.first_ms = (self.clock() - began) * 1000
            tokens = reading.tokens
        return tokens

    def _directly(self) -> int:
        reader, text, tokens = self.reader, REPLY_START, 0
        prompt = reader.prompt(self.question)
        assert not isinstance(prompt, str)
        for piece in reader.engine.plainly(prompt, reader.grammar, reader.most):
            text += piece.decode(errors="replace")
            tokens += 1
            if text.count("{") == text.count("}"):
                break
        try:
            decode(text)
        except BadRequest:
            return tokens
        self.valid = True
        return tokens
