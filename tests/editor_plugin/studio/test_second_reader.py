"""The larger model's questions over a scripted connection."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.client.states import ClientState
from neonworks_editor.studio.second_reader import (
    REST_S,
    SECOND_TRANSITIONS,
    SecondQuestion,
    SecondReader,
    SecondState,
)
from neonworks_protocol.errors import IllegalTransition
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import Consult, Error, Reading, Welcome
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.records import FieldRead, ServerCapabilities
from neonworks_protocol.vocabulary import Action, Encoding, Tier

from tests.fakes.editor_links import ManualClock, ScriptedLink, ids

RUN = Interpretation(understood=True, sequence=(MotionSpec(animation_type=Action.RUN),))
FIELD = FieldRead(field="animation_type", value="run")


def welcome(*readers: str) -> Welcome:
    capabilities = ServerCapabilities(
        build_id="b",
        server_version="1",
        generators=(),
        tiers=(Tier.DRAFT,),
        interpreters=("embedded", *readers),
    )
    return Welcome(session="s", version=1, encoding=Encoding.RAW, limits=Limits(), capabilities=capabilities)


class Bench:
    def __init__(self, *readers: str) -> None:
        self.link, self.clock, self.changes = ScriptedLink(), ManualClock(), 0
        self.link.welcome = welcome(*readers)
        self.reader = SecondReader(self.link, ids(), self.clock, "hero-second", self._changed)

    def _changed(self) -> None:
        self.changes += 1

    def want(self, text: str | None) -> None:
        self.reader.want(SecondQuestion(text) if text is not None else None)

    def tick(self, seconds: float = 0.0) -> None:
        self.reader.tick(self.clock.pass_(seconds))

    def state(self) -> SecondState:
        return self.reader.state

    def asked(self, text: str) -> str:
        """Wants ``text`` and waits until it was asked; the question's id."""
        self.want(text)
        self.tick(REST_S)
        question, _ = self.link.questions[-1]
        assert isinstance(question, Consult) and question.text == text
        return question.request_id

    def answer(self, *, final: bool, differs: tuple[str, ...] = ("animation_type",)) -> None:
        """To the newest question."""
        question, answer = self.link.questions[-1]
        answer(
            Reading(
                request_id=question.request_id,
                interpreter="tiny",
                fields=(FIELD,),
                final=final,
                interpretation=RUN if final else None,
                differs=differs if final else (),
            )
        )

    def refuse(self, code: str) -> None:
        question, answer = self.link.questions[-1]
        answer(Error(code=code, message="no; do this", request_id=question.request_id))


def test_it_is_asked_when_typing_rests() -> None:
    bench = Bench("tiny")
    for text in ("w", "wa", "walk"):
        bench.want(text)
        bench.tick(REST_S / 2)
    assert not bench.link.questions and bench.state() is SecondState.RESTING
    bench.tick(REST_S)
    assert [q.text for q, _ in bench.link.questions if isinstance(q, Consult)] == ["walk"]
    assert bench.state() is SecondState.READING


def test_fields_are_there_before_the_answer_is() -> None:
    bench = Bench("tiny")
    bench.asked("walk")
    bench.answer(final=False)
    assert bench.reader.reading is not None and bench.reader.reading.fields == (FIELD,)
    assert bench.state() is SecondState.READING
    bench.answer(final=True)
    assert bench.state() is SecondState.ANSWERED and bench.changes == 2


def test_without_a_larger_model_nothing_is_asked() -> None:
    bench = Bench()
    bench.want("walk")
    bench.tick(5)
    assert not bench.link.questions and bench.state() is SecondState.OFF and bench.reader.name == ""


def test_another_sentence_stops_it_and_late_answers_count_for_nothing() -> None:
    bench = Bench("tiny")
    first = bench.asked("walk")
    old = bench.link.questions[-1]
    bench.want("jump")
    assert bench.link.cancelled == [first]
    old[1](Reading(request_id=first, interpreter="tiny", fields=(FIELD,)))
    assert bench.reader.reading is None and bench.changes == 0


def test_going_back_is_answered_from_memory() -> None:
    bench = Bench("tiny")
    bench.asked("walk")
    bench.answer(final=True)
    bench.asked("jump")
    bench.want("walk")
    assert bench.state() is SecondState.ANSWERED and bench.reader.reading is not None
    bench.tick(5)
    assert len(bench.link.questions) == 2


def test_offline_it_waits() -> None:
    bench = Bench("tiny")
    bench.link.state = ClientState.RETRYING
    bench.want("walk")
    bench.tick(5)
    assert not bench.link.questions
    bench.link.state = ClientState.ONLINE
    bench.tick()
    assert len(bench.link.questions) == 1


def test_a_refusal_is_told_and_not_repeated() -> None:
    bench = Bench("tiny")
    bench.asked("walk")
    bench.refuse("worker_failed")
    bench.tick(60)
    assert bench.state() is SecondState.FAILED and bench.reader.problem == "no; do this"
    assert len(bench.link.questions) == 1
    bench.asked("jump")


def test_a_question_that_was_pushed_out_is_asked_again() -> None:
    bench = Bench("tiny")
    bench.asked("walk")
    bench.refuse("cancelled")
    assert bench.state() is SecondState.RESTING
    bench.tick(REST_S)
    assert len(bench.link.questions) == 2


def test_an_older_daemon_is_not_asked_again() -> None:
    bench = Bench("tiny")
    bench.asked("walk")
    bench.refuse("unknown_message")
    bench.want("jump")
    bench.tick(60)
    assert len(bench.link.questions) == 1 and bench.state() is SecondState.OFF


def test_a_daemon_that_comes_back_with_a_model_is_asked() -> None:
    bench = Bench()
    bench.want("walk")
    bench.tick(1)
    bench.link.welcome = welcome("tiny")
    bench.tick(1)
    bench.tick(REST_S)
    assert len(bench.link.questions) == 1


def test_cancel_stops_it_until_the_sentence_changes() -> None:
    bench = Bench("tiny")
    first = bench.asked("walk")
    bench.reader.cancel()
    assert bench.link.cancelled == [first] and bench.state() is SecondState.FAILED
    bench.tick(60)
    assert len(bench.link.questions) == 1


def test_the_table_knows_every_state() -> None:
    assert set(SECOND_TRANSITIONS) == set(SecondState)
    bench = Bench("tiny")
    with pytest.raises(IllegalTransition):
        bench.reader._enter(SecondState.READING)


@given(st.lists(st.sampled_from(["a", "b", None, "tick", "part", "final", "busy", "cancelled", "cancel"])))
def test_no_order_of_events_breaks_it(steps: list[str | None]) -> None:
    bench = Bench("tiny")
    for step in steps:
        match step:
            case "tick":
                bench.tick(REST_S)
            case "part" | "final" if bench.link.questions:
                bench.answer(final=step == "final")
            case "busy" | "cancelled" if bench.link.questions:
                bench.refuse(step)
            case "cancel":
                bench.reader.cancel()
            case "a" | "b" | None:
                bench.want(step)
    # Whatever happened, the next sentence is read.
    bench.asked("walk slowly")
    bench.answer(final=True)
    assert bench.state() is SecondState.ANSWERED


def test_questions_fit_the_wire() -> None:
    bench = Bench("tiny")
    bench.reader.want(SecondQuestion("walk", "hero.png"))
    bench.tick(REST_S)
    question, _ = bench.link.questions[-1]
    assert msgspec.convert(msgspec.to_builtins(question), Consult) == question
