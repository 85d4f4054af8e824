"""The process of a larger language model: started when asked, unloaded when idle, paused when it fails."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from neonworks_daemon.client import DaemonClient
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.settings import LlmSettings, Settings
from neonworks_protocol.errors import AnimatorError, Unavailable
from neonworks_protocol.messages import Consult, Reading

from tests.fakes.daemons import client_of, running_daemon


def settings(folder: Path, keep_alive: float) -> Settings:
    return Settings(
        state_dir=str(folder), reader="openai", llm=LlmSettings(model="scripted", keep_alive=keep_alive)
    )


async def consult(client: DaemonClient, text: str) -> Reading:
    return await client.consult(Consult(request_id=uuid4().hex, text=text))


async def readers(client: DaemonClient) -> int:
    return sum(bool(each.reader) for each in (await client.status()).processes)


@pytest.fixture
def brief(tmp_path: Path) -> Iterator[ReadyInfo]:
    """A daemon that unloads its model at once."""
    with running_daemon(settings(tmp_path, 0.0)) as info:
        yield info


async def test_it_runs_only_while_it_is_used(brief: ReadyInfo) -> None:
    async with client_of(brief) as client:
        assert await readers(client) == 0, "nothing is loaded before somebody asks"
        for _ in range(2):
            assert (await consult(client, "walk")).final
            async with asyncio.timeout(20):
                while await readers(client):
                    await asyncio.sleep(0.01)


async def test_sentences_that_come_while_it_unloads_are_read(brief: ReadyInfo) -> None:
    async with client_of(brief) as client:
        for _ in range(6):
            assert (await consult(client, "walk")).final


async def test_what_does_not_start_is_refused_and_paused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEONWORKS_TEST_READER", "--broken")
    with running_daemon(settings(tmp_path, 60.0)) as info:
        async with client_of(info) as client:
            errors = []
            for _ in range(4):
                with pytest.raises(AnimatorError) as caught:
                    await consult(client, "walk")
                errors.append(caught.value)
            assert "does not start" in errors[0].message and "exit code 3" in errors[0].message
            assert isinstance(errors[-1], Unavailable) and "it is tried again in" in errors[-1].message
            assert (await client.interpret("understood")).interpretation.understood, (
                "the rest of the daemon is well"
            )


async def test_a_model_that_is_not_there_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEONWORKS_TEST_READER", "--missing")
    with running_daemon(settings(tmp_path, 60.0)) as info:
        async with client_of(info) as client:
            for _ in range(2):
                with pytest.raises(Unavailable, match="install it"):
                    await consult(client, "walk")


async def test_without_a_model_the_question_is_refused_with_advice(tmp_path: Path) -> None:
    with running_daemon(Settings(state_dir=str(tmp_path))) as info:
        async with client_of(info) as client:
            assert client.welcome.capabilities.interpreters == ("embedded",)
            with pytest.raises(Unavailable, match="config set reader tiny"):
                await consult(client, "walk")
