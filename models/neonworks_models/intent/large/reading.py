"""What a larger model makes of a sentence, laid over the embedded answer."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.vocabulary import Action

from neonworks_models.intent.context import SpriteContext
from neonworks_models.intent.interpreter import MAX_TEXT, EmbeddedInterpreter

__all__ = ["Alone", "LargeReader", "Question", "Reading", "SideBySide", "differences", "never"]


@dataclass(frozen=True)
class Question:
    """What a larger model is asked: the sentence and all that is known beside it.

    ``embedded`` is the embedded interpreter's answer to the same sentence, sprite and previous spec.
    """

    text: str
    embedded: Interpretation
    context: SpriteContext | None = None
    previous: MotionSpec | None = None


@dataclass(frozen=True)
class Reading:
    """The answer so far. ``interpretation`` is whole at any time: what is undecided is the embedded answer's.

    ``fields`` are those of ``MotionSpec`` (and "understood", "sequence") that the model has decided, in the
    order in which they came. The last reading of a question has ``final`` set; with ``doubt``, one line for
    people, the model's answer was set aside and ``interpretation`` is the embedded one. ``confidences`` gives
    probabilities 0..1 by field where the model tells them.
    """

    interpretation: Interpretation
    fields: tuple[str, ...] = ()
    final: bool = False
    doubt: str | None = None
    tokens: int = 0
    confidences: Mapping[str, float] | None = None


class LargeReader(Protocol):
    """A larger model that is loaded. Not to be used by two threads at once."""

    @property
    def name(self) -> str:
        """For people and for ``Interpretation.interpreter``: "llama.cpp: Qwen2.5 0.5B"."""

    def warm(self, stop: Callable[[], bool]) -> None:
        """Do beforehand what every question needs, so that the first is as fast as the next.

        Raises ``JobCancelled`` once ``stop`` says so, ``Unavailable`` where a server does not answer.
        """

    def read(self, question: Question, stop: Callable[[], bool]) -> Iterator[Reading]:
        """A reading whenever a field is decided, then the final one.

        ``stop`` is asked between tokens; once true, ``JobCancelled`` is raised and the model can be asked
        again. Raises ``Unavailable`` where a server does not answer.
        """

    def close(self) -> None:
        """Free what the model holds; it cannot be asked afterwards."""


def never() -> bool:
    """A ``stop`` for who waits for the end."""
    return False


class SideBySide:
    """A larger model with the embedded one under it, as one ``Interpreter``: waits for the final answer."""

    def __init__(self, reader: LargeReader, embedded: EmbeddedInterpreter | None = None) -> None:
        self._reader = reader
        self._embedded = embedded or EmbeddedInterpreter()

    def interpret(
        self, text: str, *, previous: MotionSpec | None = None, context: SpriteContext | None = None
    ) -> Interpretation:
        """The final reading of ``text``. Raises ``BadRequest`` for empty text and text that is too long."""
        first = self._embedded.interpret(text, previous=previous, context=context)
        last = first
        for reading in self._reader.read(Question(text, first, context, previous), never):
            last = reading.interpretation
        return last


class Alone:
    """A larger model without the embedded one under it, to see what it knows by itself."""

    def __init__(self, reader: LargeReader) -> None:
        self._reader = reader

    def interpret(self, text: str, *, previous: MotionSpec | None = None) -> Interpretation:
        """The model's own reading; where it gives none, nothing was understood. Raises ``BadRequest``."""
        if not text.strip() or len(text) > MAX_TEXT:
            raise BadRequest(f"the request is empty or too long: write 1 to {MAX_TEXT} characters")
        nothing = Interpretation(understood=False, sequence=(MotionSpec(animation_type=Action.IDLE),))
        last = nothing
        for reading in self._reader.read(Question(text, nothing, None, previous), never):
            last = reading.interpretation
        return last


_COMPARED = (
    "animation_type",
    "variant",
    "direction",
    "speed_multiplier",
    "intensity",
    "frame_count",
    "loop",
    "special_effects",
    "style_modifiers",
    "parameters",
)


def differences(first: Interpretation, second: Interpretation) -> tuple[str, ...]:
    """Fields in which the two would be drawn differently; empty where a new take is needless."""
    if first.understood != second.understood:
        return ("understood",)
    if not second.understood:
        return ()
    kinds = [tuple(spec.animation_type for spec in answer.sequence) for answer in (first, second)]
    found = [] if len(kinds[0]) == len(kinds[1]) else ["sequence"]
    for name in _COMPARED:
        values = [tuple(_value(spec, name) for spec in answer.sequence) for answer in (first, second)]
        if any(one != two for one, two in zip(*values, strict=False)):
            found.append(name)
    return tuple(found)


def _value(spec: MotionSpec, name: str) -> object:
    value = getattr(spec, name)
    return frozenset(value) if name in ("special_effects", "style_modifiers") else value
