"""Answers as values, and what is no answer."""

from collections.abc import Callable
from typing import Any

import pytest
from neonworks_daemon.client_questions import ClientQuestions
from neonworks_protocol.chunks import blob_messages
from neonworks_protocol.errors import ProtocolError
from neonworks_protocol.messages import (
    Analyse,
    Analysis,
    Blob,
    Consult,
    Export,
    Jobs,
    Reading,
    ServerMessage,
    Spec,
)
from neonworks_protocol.queries import Query
from neonworks_protocol.vocabulary import Archetype, Direction

from tests.protocol.samples import SERVER_SAMPLES

FILES = {"a.png": bytes(300_000), "b.json": b"{}"}


class Asked(ClientQuestions):
    """Answers by ``answer``, an export by ``FILES``."""

    def __init__(self, answer: ServerMessage) -> None:
        self.questions: list[Query] = []
        self._answer = answer

    async def ask(self, message: Query, part: Callable[[Any], object] | None = None) -> ServerMessage:
        self.questions.append(message)
        if isinstance(message, Export):
            assert part is not None
            for blob in blob_messages(message.request_id, FILES):
                part(blob)
        if isinstance(message, Consult) and part is not None:
            part(self._answer)
        return self._answer


def _sample(kind: type[ServerMessage]) -> ServerMessage:
    return next(message for message in SERVER_SAMPLES if type(message) is kind)


async def test_a_reading() -> None:
    asked = Asked(_sample(Analysis))
    reading = await asked.analyse(b"png", facing=Direction.UP, archetype=Archetype.BLOB)
    assert reading.foot_line == 2
    (question,) = asked.questions
    assert isinstance(question, Analyse)
    assert (question.sprite, question.facing, question.archetype) == (b"png", Direction.UP, Archetype.BLOB)


async def test_files_are_joined() -> None:
    asked = Asked(_sample(Blob))
    assert await asked.export(["j.0", "j.1"], "gif", name="hero", request_id="mine") == FILES
    (question,) = asked.questions
    assert isinstance(question, Export)
    assert [ref.clip_id for ref in question.clips] == ["j.0", "j.1"]
    assert (question.request_id, question.format, question.name) == ("mine", "gif", "hero")


async def test_a_consultation_hands_over_its_steps() -> None:
    answer, told = _sample(Reading), list[Reading]()
    question = Consult(request_id="mine", text="walk", channel="hero")
    assert await Asked(answer).consult(question, told.append) is answer
    assert told == [answer]


async def test_another_answer_is_the_daemons_mistake() -> None:
    with pytest.raises(ProtocolError, match="Jobs"):
        await Asked(_sample(Jobs)).interpret("walk")
    assert (await Asked(_sample(Spec)).interpret("walk")).interpretation.understood
