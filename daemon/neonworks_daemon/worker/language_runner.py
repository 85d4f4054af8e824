"""``LanguageRunner``: what the process of a larger language model does with a sentence."""

import logging
import time
from collections.abc import Callable, Iterator
from typing import Protocol

from neonworks_models.intent.context import SpriteContext
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_models.intent.large.reading import LargeReader, Question, Reading, differences, never
from neonworks_protocol.errors import AnimatorError, BadRequest, JobCancelled
from neonworks_protocol.records import Capabilities, FieldRead
from neonworks_protocol.vocabulary import Archetype

from neonworks_daemon.logs import fields
from neonworks_daemon.worker.job import JobContext
from neonworks_daemon.worker.messages import ReadStep, ReadWork, Work

__all__ = ["LanguageRunner", "Unwanted", "fields_read", "last_step", "steps"]

_APART_S = 0.03
"""Seconds between two steps that are told: a fast model decides several fields within one picture of a
screen, and each telling wakes two processes that then compute beside it."""

_logger = logging.getLogger(__name__)


class Unwanted(Protocol):
    """The part of a job's context that a reading needs."""

    @property
    def job(self) -> int: ...

    def checkpoint(self) -> None:
        """Raises ``JobCancelled`` once the sentence is unwanted."""
        ...


class LanguageRunner:
    """A ``JobRunner`` around one model. ``load`` gets it, and raises ``AnimatorError`` where it cannot: the
    first sentence that needs it says so, and the next one tries again."""

    def __init__(
        self,
        load: Callable[[], LargeReader],
        embedded: Callable[[], EmbeddedInterpreter] = EmbeddedInterpreter,
    ) -> None:
        self._load = load
        self._make_embedded = embedded
        self._reader: LargeReader | None = None
        self._embedded: EmbeddedInterpreter | None = None

    def warm_up(self) -> tuple[Capabilities, ...]:
        self._embedded = self._make_embedded()
        self._embedded.interpret("walk")
        try:
            self._reader = self._loaded()
        except AnimatorError as error:
            _logger.error("reader_not_loaded", extra=fields(code=error.code, message=error.message))
        return ()

    def run(self, work: Work, context: JobContext) -> tuple[str, ...]:
        if not isinstance(work, ReadWork):
            raise BadRequest("this process reads sentences and does nothing else")
        if self._reader is None:
            self._reader = self._loaded()
        assert self._embedded is not None
        teller = _Teller(context)
        for step in steps(self._reader, self._embedded, work, teller):
            teller.tell(step)
        return ()

    def _loaded(self) -> LargeReader:
        """The model, with everything read that all prompts begin with."""
        reader = self._load()
        reader.warm(never)
        return reader


class _Teller:
    """Tells steps ``_APART_S`` apart. What comes sooner is held back until the model asks whether to go on: a
    small model is done before anyone could see its first field."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._told_s = time.perf_counter()
        self._held: ReadStep | None = None

    @property
    def job(self) -> int:
        return self._context.job

    def checkpoint(self) -> None:
        """The context's, and what is due is told."""
        self._tell_due()
        self._context.checkpoint()

    def tell(self, step: ReadStep) -> None:
        """Now or soon; the last one at once."""
        self._held = None if step.final else step
        if step.final:
            self._context.emit(step)
        self._tell_due()

    def _tell_due(self) -> None:
        now = time.perf_counter()
        if self._held is not None and now - self._told_s >= _APART_S:
            held, self._held, self._told_s = self._held, None, now
            self._context.emit(held)


def steps(
    reader: LargeReader, embedded: EmbeddedInterpreter, work: ReadWork, context: Unwanted
) -> Iterator[ReadStep]:
    """The model's reading, a step whenever it has decided a field. Raises what the model raises."""
    known = work.name or work.archetype or work.facing
    sprite = SpriteContext(work.name, work.archetype or Archetype.BIPED, work.facing) if known else None
    first = embedded.interpret(work.text, previous=work.previous, context=sprite)
    started = time.perf_counter()
    for reading in reader.read(Question(work.text, first, sprite, work.previous), _stop(context)):
        useful = reading.final and reading.doubt is None
        yield ReadStep(
            job=context.job,
            fields=fields_read(reading),
            final=reading.final,
            interpretation=reading.interpretation if useful else None,
            differs=differences(first, reading.interpretation) if useful else (),
            note=reading.doubt or "",
            tokens=reading.tokens,
            elapsed_ms=(time.perf_counter() - started) * 1000,
        )


def last_step(
    reader: LargeReader, embedded: EmbeddedInterpreter, work: ReadWork, context: Unwanted
) -> ReadStep:
    """The whole reading, for who waits for it. Raises what the model raises."""
    last = ReadStep(job=context.job, final=True, note="the model said nothing")
    for last in steps(reader, embedded, work, context):  # noqa: B007
        continue
    return last


def fields_read(reading: Reading) -> tuple[FieldRead, ...]:
    """What the model has decided so far, in its order, with values for people."""
    return tuple(FieldRead(field=name, value=_value(reading, name)) for name in reading.fields)


def _value(reading: Reading, name: str) -> str:
    heard = reading.interpretation
    if name == "sequence":
        return ", then ".join(spec.animation_type.value for spec in heard.sequence)
    value = heard.understood if name == "understood" else getattr(heard.spec, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _stop(context: Unwanted) -> Callable[[], bool]:
    """Whether the sentence is unwanted, as the model asks between two tokens."""

    def unwanted() -> bool:
        try:
            context.checkpoint()
        except JobCancelled:
            return True
        return False

    return unwanted
