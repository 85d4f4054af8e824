"""A larger language model in a process of its own, seen from a client of a real daemon."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Iterator
from pathlib import Path
from uuid import uuid4

import psutil
import pytest
from neonworks_daemon.client import DaemonClient
from neonworks_daemon.language.consulting import MAX_WAITING_OF_ONE
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.settings import LlmSettings, Settings
from neonworks_protocol.errors import AnimatorError, Busy, JobCancelled, WorkerFailed
from neonworks_protocol.messages import Consult, Done, Reading
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, WorkerPhase

from tests.fakes.daemons import client_of, collect, running_daemon, submit


@pytest.fixture(scope="module")
def info(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReadyInfo]:
    """A daemon with a scripted model."""
    folder = tmp_path_factory.mktemp("reader")
    settings = Settings(state_dir=str(folder), reader="openai", llm=LlmSettings(model="scripted"))
    with running_daemon(settings) as ready:
        yield ready


@pytest.fixture
async def client(info: ReadyInfo) -> AsyncIterator[DaemonClient]:
    async with client_of(info, "consulting") as connected:
        yield connected


def ask(text: str, *, channel: str | None = None, previous: MotionSpec | None = None) -> Consult:
    return Consult(request_id=uuid4().hex, text=text, channel=channel, previous=previous)


def reader_pid(info: ReadyInfo) -> int:
    """Process id of the model's process."""
    for child in psutil.Process(info.pid).children():
        if any("scripted_reader" in word for word in child.cmdline()):
            return child.pid
    raise AssertionError("there is no process of the model")


async def begun(steps: list[Reading]) -> None:
    """Until the model has read something."""
    async with asyncio.timeout(20):
        while not steps:
            await asyncio.sleep(0.005)


async def failure(question: Awaitable[Reading]) -> AnimatorError:
    with pytest.raises(AnimatorError) as caught:
        await question
    return caught.value


async def test_fields_come_one_by_one_and_then_the_whole(client: DaemonClient) -> None:
    steps: list[Reading] = []
    last = await client.consult(ask("jump; read nur; sleep 0.05; style yrgna; sleep 0.05"), steps.append)
    assert [tuple(f.field for f in step.fields) for step in steps if not step.final][-1] == (
        "animation_type",
        "style_modifiers",
    )
    assert steps[0].fields[0].value == "run" and not steps[0].final and steps[0].interpretation is None
    assert steps[-1] is last and last.final and last.interpreter == "scripted"
    assert last.interpretation is not None and last.interpretation.spec.animation_type is Action.RUN
    assert {"animation_type", "style_modifiers"} <= set(last.differs)
    assert last.tokens > 0


async def test_agreement_differs_in_nothing(client: DaemonClient) -> None:
    last = await client.consult(ask("walk slowly"))
    assert last.interpretation is not None and last.differs == ()


async def test_a_doubtful_answer_says_why_and_is_none(client: DaemonClient) -> None:
    last = await client.consult(ask("doubt it wrote poetry"))
    assert last.final and last.interpretation is None and last.note == "it wrote poetry"


async def test_a_refinement_is_laid_over_the_spec_before(client: DaemonClient) -> None:
    previous = MotionSpec(animation_type=Action.JUMP)
    last = await client.consult(ask("slower", previous=previous))
    assert last.interpretation is not None and last.interpretation.spec.animation_type is Action.JUMP


async def test_cancelling_stops_it_between_tokens(client: DaemonClient, info: ReadyInfo) -> None:
    question = ask("read klaw; sleep 60")
    steps: list[Reading] = []
    asked = asyncio.create_task(client.consult(question, steps.append))
    await begun(steps)
    await client.cancel(question.request_id)
    assert isinstance(await failure(asked), JobCancelled)
    # The same process reads on: it was not killed for it.
    before = reader_pid(info)
    assert (await client.consult(ask("walk"))).final
    assert reader_pid(info) == before


async def test_of_a_hundred_changes_on_a_channel_the_newest_is_read(client: DaemonClient) -> None:
    asked = [
        asyncio.create_task(client.consult(ask(f"read klaw; sleep 0.05; style yrgna; {n}", channel="hero")))
        for n in range(100)
    ]
    ends = await asyncio.gather(*asked, return_exceptions=True)
    assert isinstance(ends[-1], Reading) and ends[-1].final
    assert all(isinstance(end, JobCancelled) for end in ends[:-1])


async def test_channels_do_not_disturb_each_other(client: DaemonClient, info: ReadyInfo) -> None:
    async with client_of(info, "other") as other:
        first = asyncio.create_task(client.consult(ask("sleep 0.1; read nur", channel="hero")))
        second = asyncio.create_task(client.consult(ask("read pmuj", channel="slime")))
        third = asyncio.create_task(other.consult(ask("read eldi", channel="hero")))
        ends = await asyncio.gather(first, second, third)
    actions = [end.interpretation.spec.animation_type for end in ends if end.interpretation]
    assert actions == [Action.RUN, Action.JUMP, Action.IDLE]


async def test_a_process_that_dies_in_the_middle_is_replaced(client: DaemonClient, info: ReadyInfo) -> None:
    steps: list[Reading] = []
    asked = asyncio.create_task(client.consult(ask("read nur; sleep 1; style yrgna"), steps.append))
    await begun(steps)
    os.kill(reader_pid(info), signal.SIGKILL)
    last = await asked
    assert last.final and last.interpretation is not None
    assert last.interpretation.spec.style_modifiers == ("angry",)


async def test_a_sentence_that_kills_twice_is_refused_and_others_go_on(client: DaemonClient) -> None:
    poison = asyncio.create_task(client.consult(ask("crash")))
    await asyncio.sleep(0.05)
    other = asyncio.create_task(client.consult(ask("read nur")))
    error = await failure(poison)
    assert isinstance(error, WorkerFailed) and "two processes" in error.message
    assert (await other).final


async def test_one_death_is_survived(client: DaemonClient, tmp_path: Path) -> None:
    last = await client.consult(ask(f"crash-once {tmp_path / 'mark'}; read nur"))
    assert last.interpretation is not None and last.interpretation.spec.animation_type is Action.RUN


async def test_rubbish_on_the_pipe_ends_the_process_and_not_the_daemon(client: DaemonClient) -> None:
    error = await failure(client.consult(ask("rubbish")))
    assert isinstance(error, WorkerFailed)
    assert (await client.consult(ask("read nur"))).final


@pytest.mark.parametrize(("script", "code"), [("bug", "internal"), ("fail unavailable", "unavailable")])
async def test_errors_of_the_model_are_its_answer(client: DaemonClient, script: str, code: str) -> None:
    assert (await failure(client.consult(ask(script)))).code == code


async def test_too_many_sentences_are_refused(client: DaemonClient) -> None:
    asked = [asyncio.create_task(client.consult(ask("sleep 0.02"))) for _ in range(MAX_WAITING_OF_ONE + 8)]
    ends = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(end, Reading) for end in ends) > MAX_WAITING_OF_ONE
    assert any(isinstance(end, Busy) for end in ends)


async def test_the_same_question_again_is_answered_once(client: DaemonClient, info: ReadyInfo) -> None:
    """A connection is lost while the model reads: the session goes on with the rest of it."""
    async with client_of(info, "left") as other:
        lost = asyncio.create_task(other.consult(ask("read klaw; sleep 60")))
        await asyncio.sleep(0.05)
        lost.cancel()
    assert (await client.consult(ask("read nur"))).final


async def test_drawing_goes_on_while_the_model_reads(client: DaemonClient) -> None:
    question = ask("read klaw; sleep 60")
    asked = asyncio.create_task(client.consult(question))
    drawn = await collect(await submit(client, "clip 2; frames 2"))
    assert isinstance(drawn[-1], Done) and not asked.done()
    await client.cancel(question.request_id)
    assert isinstance(await failure(asked), JobCancelled)


async def test_status_tells_of_the_process(client: DaemonClient) -> None:
    assert client.welcome.capabilities.interpreters == ("embedded", "scripted")
    await client.consult(ask("walk"))
    phase = WorkerPhase.BUSY
    while phase is WorkerPhase.BUSY:
        status = await client.status()
        (record,) = [each for each in status.processes if each.reader]
        phase = record.state
    assert (record.reader, phase) == ("scripted", WorkerPhase.IDLE)
    assert 1 << 20 < record.memory_bytes < status.memory_bytes
    assert status.workers == 2
