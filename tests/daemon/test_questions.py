"""Questions that workers answer: once each, whatever happens."""

import asyncio
import gc
import weakref
from typing import cast

import pytest
from neonworks_daemon.questions import Questions
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.sessions import Session
from neonworks_daemon.worker.messages import InterpretWork, JobEnded, JobEvent, Understood
from neonworks_protocol.errors import AnimatorError, BadSprite, JobCancelled, WorkerFailed
from neonworks_protocol.messages import Analyse, Analysis, Error, Interpret, ServerMessage, Spec
from neonworks_protocol.vocabulary import Archetype, Direction

from tests.fakes.daemons import client_of, until_status
from tests.fakes.desks import LiveDesk
from tests.fakes.events import clip_events


async def test_a_still_is_read_by_a_worker(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        reading = await client.analyse(b"any still")
    assert (reading.archetype, reading.facing, reading.joints) == (Archetype.BIPED, Direction.LEFT, None)


@pytest.mark.parametrize(
    ("script", "error"), [(b"fail bad_sprite", BadSprite), (b"crash", WorkerFailed), (b"bug", AnimatorError)]
)
async def test_a_still_that_cannot_be_read(
    scripted_daemon: ReadyInfo, script: bytes, error: type[AnimatorError]
) -> None:
    async with client_of(scripted_daemon) as client:
        with pytest.raises(error) as caught:
            await client.analyse(script)
        assert "\n" not in caught.value.message
        assert (await client.analyse(b"another")).archetype is Archetype.BIPED


async def test_a_still_that_ended_two_workers_is_left_alone(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        with pytest.raises(WorkerFailed):
            await client.analyse(b"crash ; twice")
        status = await until_status(client, workers=2)
        with pytest.raises(WorkerFailed, match="two worker processes"):
            await client.analyse(b"crash ; twice")
        again = await until_status(client, workers=2)
    assert [each.number for each in again.processes] == [each.number for each in status.processes]


async def test_a_question_is_cancelled_and_its_id_is_free(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        asked = asyncio.create_task(client.ask(Interpret(request_id="q", text="sleep 0.3; understood")))
        await until_status(client, workers_busy=1)
        await client.cancel("q")
        with pytest.raises(JobCancelled):
            await asked
        await client.cancel("q")
        assert isinstance(await client.ask(Interpret(request_id="q", text="understood")), Spec)
        assert isinstance(await client.ask(Analyse(request_id="q", sprite=b"x")), Analysis)
        # What was withdrawn while it ran goes on in its worker, which the next tests share.
        await until_status(client, workers_busy=0)


def test_an_answered_question_is_gone_at_once() -> None:
    """Also without Python's collector: its still may have megabytes."""
    bench = LiveDesk()
    questions = Questions(bench.desk)
    told: list[ServerMessage] = []

    class Asker:
        client_id = "client"

        def answer(self, message: ServerMessage) -> None:
            told.append(message)

    class Reply:
        def __call__(self, event: JobEvent) -> ServerMessage | None:
            return Error(code="internal", message="m") if isinstance(event, Understood) else None

    reply = Reply()
    gone = weakref.ref(reply)
    gc.disable()
    try:
        questions.ask(cast(Session, Asker()), "q", InterpretWork(text="walk"), reply)
        (number,) = bench.workers.jobs
        bench.say(clip_events(job=number)[0])
        assert len(told) == 1 and len(questions) == 0
        ended = JobEnded(job=number)
        bench.scheduler.worker_done(ended)
        bench.scheduler.job_ended(ended)
        del reply
        assert gone() is None
    finally:
        gc.enable()
    assert len(told) == 1
