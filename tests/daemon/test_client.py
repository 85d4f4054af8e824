"""The client against daemons that work, end, or misbehave."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from neonworks_daemon.client import DaemonClient
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.settings import Settings
from neonworks_protocol.errors import (
    AnimatorError,
    DuplicateRequest,
    ProtocolError,
    TooLarge,
    Unavailable,
    VersionMismatch,
)
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import Done, Error, Frame, GetStatus, ServerMessage, Submit, Welcome
from neonworks_protocol.records import ClientInfo, ServerCapabilities
from neonworks_protocol.vocabulary import Encoding
from websockets.asyncio.server import ServerConnection, serve

from tests.fakes.daemons import client_of, collect, running_daemon, submit, until

ME = ClientInfo(id="me", name="test")


async def test_nobody_there_says_how_to_start_one() -> None:
    info = ReadyInfo(host="127.0.0.1", port=1, token="t", pid=1, build="b", versions=(1,))
    with pytest.raises(Unavailable, match="neonworks-animator serve"):
        await DaemonClient.connect(info, ME)


async def test_several_requests_at_once_are_kept_apart(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        handles = [await submit(client, f"clip {n}; frames {n}") for n in range(2, 10)]
        runs = await asyncio.gather(*(collect(handle) for handle in handles))
    assert [sum(isinstance(m, Frame) for m in run) for run in runs] == list(range(2, 10))
    assert all(isinstance(run[-1], Done) for run in runs)


async def test_more_frames_than_the_window_arrive_as_they_are_taken(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        clips = client.welcome.limits.credit_initial // 32 + 3
        run = await collect(await submit(client, "; ".join(["clip 32; frames 32"] * clips)))
    assert sum(isinstance(m, Frame) for m in run) == 32 * clips


async def test_a_large_frame_arrives_whole(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        run = await collect(await submit(client, "clip 1 600; frame"))
    (frame,) = (m for m in run if isinstance(m, Frame))
    assert len(frame.data) == 600 * 600 * 4


async def test_what_is_too_large_is_not_even_sent(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        with pytest.raises(TooLarge):
            await submit(client, "walk", sprite=bytes(17 << 20))
        assert isinstance((await collect(await submit(client, "clip 1; frame")))[-1], Done)


async def test_an_id_in_use_is_refused_here(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as client:
        first = await submit(client, "clip 1; sleep 0.2; frame", request_id="same")
        with pytest.raises(DuplicateRequest):
            await submit(client, "something else", request_id="same")
        assert isinstance((await collect(first))[-1], Done)


async def test_a_daemon_that_dies_is_told_where_it_is_waited_for(tmp_path: Path) -> None:
    with running_daemon(Settings(state_dir=str(tmp_path))) as info:
        async with client_of(info) as client:
            handle = await submit(client, "clip 8; frame; sleep 30")
            await until(handle, Frame)
            asking = asyncio.create_task(client.interpret("sleep 30"))
            await asyncio.sleep(0.1)
            os.kill(info.pid, signal.SIGKILL)
            with pytest.raises(Unavailable):
                await collect(handle)
            with pytest.raises(Unavailable):
                await asking
            with pytest.raises(Unavailable):
                await client.status()
            with pytest.raises(Unavailable):
                await submit(client, "walk")


_Handler = Callable[[ServerConnection], Awaitable[None]]


@asynccontextmanager
async def bad_daemon(handler: _Handler) -> AsyncIterator[ReadyInfo]:
    """Something on a port that speaks WebSocket and does what ``handler`` does."""
    async with serve(handler, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        yield ReadyInfo(host="127.0.0.1", port=port, token="t", pid=1, build="b", versions=(1,))


def _welcome() -> bytes:
    capabilities = ServerCapabilities(build_id="b", server_version="0", generators=(), tiers=())
    return msgspec.msgpack.encode(
        Welcome(
            seq=1,
            session="s",
            version=1,
            encoding=Encoding.RAW,
            limits=Limits(),
            capabilities=capabilities,
        )
    )


def _says(*messages: bytes | ServerMessage) -> _Handler:
    async def handler(socket: ServerConnection) -> None:
        await socket.recv()
        for message in messages:
            await socket.send(message if isinstance(message, bytes) else msgspec.msgpack.encode(message))
        await socket.wait_closed()

    return handler


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        pytest.param((b"\xc1\xc1",), ProtocolError, id="garbage"),
        pytest.param((Done(seq=1, request_id="r"),), ProtocolError, id="no welcome"),
        pytest.param(
            (Error(seq=1, code="version_mismatch", message="too old"),), VersionMismatch, id="refused"
        ),
    ],
)
async def test_a_daemon_that_does_not_welcome_is_an_error(
    answers: tuple[bytes | ServerMessage, ...], error: type[AnimatorError]
) -> None:
    async with bad_daemon(_says(*answers)) as info:
        with pytest.raises(error):
            await DaemonClient.connect(info, ME)


async def test_a_daemon_that_breaks_the_protocol_ends_the_connection() -> None:
    async with bad_daemon(_says(_welcome(), Done(seq=2, request_id="never asked"))) as info:
        client = await DaemonClient.connect(info, ME)
        async with client:
            with pytest.raises((ProtocolError, Unavailable)):
                await client.ask(GetStatus(request_id="s"))
                await (await client.submit(Submit(request_id="r", sprite=b"x", text="walk"))).__anext__()
