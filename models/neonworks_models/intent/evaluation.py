"""How well and how fast an interpreter reads a file of labelled requests."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from time import thread_time
from types import MappingProxyType

from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.vocabulary import Action

from neonworks_models.intent.marking import FIELDS, LabelledLine, mark, weight_of
from neonworks_models.intent.registry import Interpreter, InterpreterEntry

__all__ = ["Band", "Mistake", "Report", "evaluate"]

_BANDS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
_NAMED: Mapping[str, str] = MappingProxyType({"speed": "speed_multiplier"})
"""Column of the scores -> field of ``MotionSpec``, where they differ."""


@dataclass(frozen=True)
class Mistake:
    """A request of which ``wrong`` fields were read wrongly; ``weight`` says how bad that is."""

    line: LabelledLine
    heard: Interpretation
    wrong: tuple[str, ...]
    weight: int


@dataclass(frozen=True)
class Band:
    """Fields whose confidence was ``low`` to ``high``: number, mean confidence and share that was right."""

    low: float
    high: float
    count: int
    said: float
    right: float


@dataclass(frozen=True)
class Report:
    """``scores`` are (right, scored) by field, then "all fields". Times are CPU milliseconds per request.

    ``sureness`` holds (confidence, right) of every scored field whose confidence the interpreter told.
    """

    name: str
    load_ms: float
    scores: dict[str, tuple[int, int]]
    times_ms: tuple[float, ...]
    mistakes: tuple[Mistake, ...]
    sureness: tuple[tuple[float, bool], ...] = ()

    def reliability(self) -> tuple[Band, ...]:
        """What confidence was worth, from the lowest band that anything fell into."""
        return tuple(self._bands())

    def _bands(self) -> Iterator[Band]:
        for low, high in pairwise(_BANDS):
            inside = [pair for pair in self.sureness if low <= pair[0] < high]
            if inside:
                count = len(inside)
                said, right = sum(sure for sure, _ in inside) / count, sum(ok for _, ok in inside) / count
                yield Band(low, min(1.0, high), count, said, right)

    def time_ms(self, share: float) -> float:
        """The time within which this ``share`` (0..1) of the requests was read."""
        ordered = sorted(self.times_ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def evaluate(
    entry: InterpreterEntry, lines: Sequence[LabelledLine], clock: Callable[[], float] = thread_time
) -> Report:
    """Read every line. ``clock`` gives seconds; by default CPU time, which other programs do not disturb."""
    started = clock()
    interpreter = entry.load()
    load_ms = (clock() - started) * 1000
    counts = {field: [0, 0] for field in (*FIELDS, "all fields")}
    times, mistakes = [], []
    sureness: list[tuple[float, bool]] = []
    for line in lines:
        started = clock()
        heard = _heard(interpreter, line.text)
        times.append((clock() - started) * 1000)
        marks = mark(line, heard)
        for field, right in (*marks.items(), *_together(line, marks)):
            counts[field][0] += right
            counts[field][1] += 1
        sureness.extend(_sureness(heard, marks))
        if not all(marks.values()):
            wrong = tuple(field for field, right in marks.items() if not right)
            mistakes.append(Mistake(line, heard, wrong, weight_of(marks)))
    scores = {field: (right, scored) for field, (right, scored) in counts.items() if scored}
    mistakes.sort(key=lambda mistake: mistake.weight)
    return Report(entry.name, load_ms, scores, tuple(times), tuple(mistakes), tuple(sureness))


def _sureness(heard: Interpretation, marks: Mapping[str, bool]) -> Iterator[tuple[float, bool]]:
    for field, right in marks.items():
        sure = heard.field_confidence.get(_NAMED.get(field, field))
        if sure is not None:
            yield sure, right


def _together(line: LabelledLine, marks: Mapping[str, bool]) -> Iterator[tuple[str, bool]]:
    """Whether every field of the motion is right; that it was understood is told apart."""
    if not line.outside:
        yield "all fields", all(right for field, right in marks.items() if field != "understood")


def _heard(interpreter: Interpreter, text: str) -> Interpretation:
    """What was refused was not understood."""
    try:
        return interpreter.interpret(text)
    except BadRequest:
        return Interpretation(understood=False, sequence=(MotionSpec(animation_type=Action.IDLE),))
