"""The door of a real daemon: who does not get on with it is sent away, and the others do not notice."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import msgspec
import pytest
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.settings import Settings
from neonworks_protocol.codec import encode
from neonworks_protocol.messages import Hello
from neonworks_protocol.records import ClientInfo
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

from tests.fakes.daemons import client_of, collect, running_daemon, submit

HELLO = encode(Hello(versions=(1,), client=ClientInfo(id="slow", name="test")))


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReadyInfo]:
    """A daemon that waits 0.3 s, for few sockets."""
    folder: Path = tmp_path_factory.mktemp("hasty")
    settings = Settings(state_dir=str(folder), hello_timeout=0.3, message_timeout=0.3, client_limit=2)
    with running_daemon(settings) as info:
        yield info


def _socket(info: ReadyInfo) -> connect:
    return connect(info.uri, additional_headers={"Authorization": f"Bearer {info.token}"}, proxy=None)


async def _end(socket: ClientConnection) -> tuple[int | None, str]:
    """How the daemon closes."""
    async with asyncio.timeout(10):
        with pytest.raises(ConnectionClosed):
            while True:
                await socket.recv()
    return socket.close_code, socket.close_reason or ""


async def test_a_client_that_says_nothing_is_sent_away(hasty: ReadyInfo) -> None:
    async with _socket(hasty) as socket:
        assert await _end(socket) == (1008, "say hello within 0.3 s")


async def test_a_message_that_drips_is_cut_off_and_others_are_served(hasty: ReadyInfo) -> None:
    async with _socket(hasty) as socket, client_of(hasty) as other:
        await socket.send(HELLO)
        whole = Frame(Opcode.BINARY, bytes(50_000)).serialize(mask=True)

        async def drip() -> None:
            for byte in whole:
                socket.transport.write(bytes([byte]))
                await asyncio.sleep(0.01)

        dripping = asyncio.create_task(drip())
        served = await collect(await submit(other, "clip 1; frame"))
        assert await _end(socket) == (1008, "a message takes at most 0.3 s")
        assert type(served[-1]).__name__ == "Done"
        dripping.cancel()


async def test_fragments_without_an_end_are_cut_off(hasty: ReadyInfo) -> None:
    async with _socket(hasty) as socket:
        await socket.send(HELLO)

        async def endless() -> AsyncIterator[bytes]:
            while True:
                yield b"x"
                await asyncio.sleep(0.01)

        sending = asyncio.create_task(socket.send(endless()))
        assert await _end(socket) == (1008, "a message takes at most 0.3 s")
        sending.cancel()
        await asyncio.wait((sending,))


async def test_a_slow_but_whole_message_is_read(hasty: ReadyInfo) -> None:
    async with _socket(hasty) as socket:
        await socket.send(HELLO)
        for _ in range(4):
            await asyncio.sleep(0.15)
            await socket.send(b"\xc1")
        answers = [msgspec.msgpack.decode(await socket.recv(decode=False))["type"] for _ in range(5)]
    assert answers == ["welcome", *["error"] * 4]


async def test_sockets_that_have_not_said_who_they_are_are_bounded(hasty: ReadyInfo) -> None:
    """64 may be at their greeting beside the clients; the rest is dropped before it is read."""
    pairs = [await asyncio.open_connection(hasty.host, hasty.port) for _ in range(90)]
    try:
        async with asyncio.timeout(10):
            last = await pairs[-1][0].read(1)
        assert last == b"" and pairs[-1][0].at_eof()
    except ConnectionResetError:
        pass
    finally:
        for _, writer in pairs:
            writer.close()
    await asyncio.sleep(0.1)
    async with client_of(hasty) as client:
        assert (await client.status()).clients >= 1
