"""How well and how fast an interpreter reads a file of labelled requests."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import thread_time

from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.vocabulary import Action

from neonworks_models.intent.marking import FIELDS, LabelledLine, mark, weight_of
from neonworks_models.intent.registry import Interpreter, InterpreterEntry

__all__ = ["Mistake", "Report", "evaluate"]


@dataclass(frozen=True)
class Mistake:
    """A request of which ``wrong`` fields were read wrongly; ``weight`` says how bad that is."""

    line: LabelledLine
    heard: Interpretation
    wrong: tuple[str, ...]
    weight: int


@dataclass(frozen=True)
class Report:
    """``scores`` are (right, scored) by field, then "all fields". Times are CPU milliseconds per request."""

    name: str
    load_ms: float
    scores: dict[str, tuple[int, int]]
    times_ms: tuple[float, ...]
    mistakes: tuple[Mistake, ...]

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
    for line in lines:
        started = clock()
        heard = _heard(interpreter, line.text)
        times.append((clock() - started) * 1000)
        marks = mark(line, heard)
        for field, right in (*marks.items(), *_together(line, marks)):
            counts[field][0] += right
            counts[field][1] += 1
        if not all(marks.values()):
            wrong = tuple(field for field, right in marks.items() if not right)
            mistakes.append(Mistake(line, heard, wrong, weight_of(marks)))
    scores = {field: (right, scored) for field, (right, scored) in counts.items() if scored}
    mistakes.sort(key=lambda mistake: mistake.weight)
    return Report(entry.name, load_ms, scores, tuple(times), tuple(mistakes))


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
