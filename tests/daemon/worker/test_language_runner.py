"""A sentence in the process of a larger model, without a process."""

from collections.abc import Callable, Iterator

import pytest
from neonworks_daemon.worker.job import JobControl
from neonworks_daemon.worker.language_runner import LanguageRunner, fields_read, last_step, steps
from neonworks_daemon.worker.messages import InterpretWork, JobEvent, ReadStep, ReadWork
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_models.intent.large.reading import LargeReader, Question, Reading
from neonworks_protocol.errors import BadRequest, JobCancelled, Unavailable
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Effect

from tests.fakes.scripted_reader import ScriptedReader

EMBEDDED = EmbeddedInterpreter()


class Context(JobControl):
    """Keeps what is emitted."""

    def __init__(self) -> None:
        super().__init__(7)
        self.events: list[JobEvent] = []

    def emit(self, event: JobEvent) -> None:
        self.events.append(event)


class Asked(ScriptedReader):
    """Keeps the question."""

    question: Question | None = None

    def read(self, question: Question, stop: Callable[[], bool]) -> Iterator[Reading]:
        self.question = question
        yield from super().read(question, stop)


def test_steps_come_first_the_whole_last() -> None:
    context = Context()
    runner = LanguageRunner(ScriptedReader, lambda: EMBEDDED)
    assert runner.warm_up() == ()
    runner.run(ReadWork(text="jump; read nur; many 50"), context)
    told = [event for event in context.events if isinstance(event, ReadStep)]
    assert [step.final for step in told] == [False] * (len(told) - 1) + [True]
    assert len(told) < 10, "fields that come together are told together"
    assert told[-1].interpretation is not None and "animation_type" in told[-1].differs and told[-1].job == 7


def test_what_is_known_of_the_sprite_reaches_the_model() -> None:
    reader = Asked()
    work = ReadWork(text="attack", name="old_mage.png", facing=Direction.LEFT, archetype=Archetype.BLOB)
    last_step(reader, EMBEDDED, work, Context())
    assert reader.question is not None and reader.question.context is not None
    assert reader.question.context.name == "old_mage.png" and reader.question.context.facing is Direction.LEFT
    last_step(reader, EMBEDDED, ReadWork(text="attack"), Context())
    assert reader.question.context is None


def test_a_doubt_leaves_no_interpretation() -> None:
    step = last_step(ScriptedReader(), EMBEDDED, ReadWork(text="doubt too vague"), Context())
    assert (step.interpretation, step.note, step.differs) == (None, "too vague", ())


def test_cancelling_ends_it_between_two_tokens() -> None:
    context = Context()
    reading = steps(ScriptedReader(), EMBEDDED, ReadWork(text="read nur; sleep 60"), context)
    next(reading)
    context.cancel()
    with pytest.raises(JobCancelled):
        next(reading)


def test_a_model_that_did_not_load_is_tried_again() -> None:
    tries = 0

    def load() -> LargeReader:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise Unavailable("install it")
        return ScriptedReader()

    runner, context = LanguageRunner(load, lambda: EMBEDDED), Context()
    runner.warm_up()
    with pytest.raises(Unavailable, match="install it"):
        runner.run(ReadWork(text="walk"), context)
    runner.run(ReadWork(text="walk"), context)
    assert tries == 3 and context.events


def test_other_work_is_refused() -> None:
    with pytest.raises(BadRequest):
        LanguageRunner(ScriptedReader, lambda: EMBEDDED).run(InterpretWork(text="walk"), Context())


def test_values_are_words_for_people() -> None:
    spec = MotionSpec(
        animation_type=Action.CAST_SPELL, speed_multiplier=1.5, loop=True, special_effects=(Effect.GLOW,)
    )
    heard = Interpretation(understood=True, sequence=(spec, MotionSpec(animation_type=Action.WALK)))
    names = ("understood", "sequence", "speed_multiplier", "loop", "special_effects", "direction")
    told = {each.field: each.value for each in fields_read(Reading(heard, names))}
    assert told == {
        "understood": "yes",
        "sequence": "cast_spell, then walk",
        "speed_multiplier": "1.5",
        "loop": "yes",
        "special_effects": "glow",
        "direction": "none",
    }
