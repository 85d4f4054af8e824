"""The watcher's connection."""

import asyncio

import pytest
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.watch.link import DaemonLink, maker_of
from neonworks_protocol.errors import Unavailable

from tests.fakes.desks import CAPABILITIES


async def test_it_waits_for_a_daemon_and_says_why(drawing_daemon: ReadyInfo) -> None:
    there = asyncio.Event()

    async def find() -> ReadyInfo:
        if not there.is_set():
            raise Unavailable("nobody is there")
        return drawing_daemon

    link = DaemonLink(find, drawing_daemon.build)
    waiting = asyncio.create_task(link.client())
    while not link.problem:
        await asyncio.sleep(0.01)
    assert link.problem == "nobody is there" and not link.connected
    there.set()
    client = await waiting
    assert link.connected and link.problem == ""
    assert await link.client() is client
    await client.close()
    assert not link.connected
    again = await link.client()
    assert again is not client and (await again.status()).workers >= 1
    await link.drop()


async def test_another_build_is_not_waited_for(drawing_daemon: ReadyInfo) -> None:
    async def find() -> ReadyInfo:
        return drawing_daemon

    with pytest.raises(Unavailable, match="another build: stop it"):
        await DaemonLink(find, "other").client()


def test_who_draws_is_told_apart() -> None:
    import msgspec

    (record,) = CAPABILITIES
    newer = msgspec.structs.replace(record, version="2")
    assert maker_of((record,)) != maker_of((newer,)) != maker_of(())
    assert maker_of((record, newer)) == maker_of((newer, record))
