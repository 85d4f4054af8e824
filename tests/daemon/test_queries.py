"""Questions to a real daemon."""

import pytest
from neonworks_daemon.ready import ReadyInfo
from neonworks_models.catalog.cards import CARDS, NetChoice, unused_with
from neonworks_protocol.errors import AnimatorError, BadRequest, BadSprite, NotFound, WorkerFailed
from neonworks_protocol.messages import (
    ModelsCatalog,
    ModelsInstall,
    ModelsList,
    ModelsUnload,
)

from tests.fakes.daemons import client_of, collect, submit, until_status

UNUSED = unused_with(NetChoice.SPRITE_NET)
SHIPPED = tuple(name for name, card in CARDS.items() if card.sha256 is not None)


async def test_the_status_counts_what_is_there(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        status = await until_status(client, workers=2, workers_busy=0)
        assert status.build_id == scripted_daemon.build == client.welcome.capabilities.build_id
        assert status.memory_bytes > 10 << 20
        assert status.uptime_s > 0
        assert [(each.number, each.background) for each in status.processes] == [(0, False), (1, False)]
        assert all(5 << 20 < each.memory_bytes < status.memory_bytes for each in status.processes)
        assert status.models == tuple(name for name in SHIPPED if name not in UNUSED)
        assert 0 < status.stored_bytes < status.stored_limit == 2 << 30
        busy = await submit(client, "sleep 30")
        working = await until_status(client, workers_busy=1, running=1)
        assert sorted(each.state.value for each in working.processes) == ["busy", "idle"]
        await busy.cancel()
        await collect(busy)


async def test_the_newest_jobs_are_listed_first(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        for text in ("clip 1; frame", "fail bad_sprite"):
            await collect(await submit(client, text))
        jobs = (await client.list_jobs(2)).jobs
    assert [(job.text, job.state.value) for job in jobs] == [
        ("fail bad_sprite", "failed"),
        ("clip 1; frame", "done"),
    ]


async def test_interpret_is_answered_by_a_worker(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        assert (await client.interpret("understood")).interpretation.understood


@pytest.mark.parametrize(
    ("script", "error"),
    [("fail bad_sprite", BadSprite), ("crash", WorkerFailed), ("bug", AnimatorError), ("", AnimatorError)],
)
async def test_interpret_fails_in_one_line(
    scripted_daemon: ReadyInfo, script: str, error: type[AnimatorError]
) -> None:
    async with client_of(scripted_daemon) as client:
        with pytest.raises(error) as caught:
            await client.interpret(script)
        assert "\n" not in caught.value.message
        assert (await client.interpret("understood")).interpretation.understood


async def test_what_is_not_here_yet_says_so(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        catalog = await client.ask(ModelsList(request_id="list"))
        assert isinstance(catalog, ModelsCatalog)
        assert [(model.name, model.state.value) for model in catalog.models] == [
            (name, "installed" if name in UNUSED else "loaded") for name in SHIPPED
        ]
        with pytest.raises(BadRequest, match="part of the program"):
            await client.ask(ModelsUnload(request_id="unload", name="still_reader"))
        with pytest.raises(NotFound, match="'some net'"):
            await client.ask(ModelsInstall(request_id="install", name="some net"))
