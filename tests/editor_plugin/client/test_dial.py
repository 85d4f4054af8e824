"""Connecting to what a ready file names, whatever listens there."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from neonworks_editor.client import dial as module
from neonworks_editor.client.dial import dial
from neonworks_protocol.errors import AccessDenied, AnimatorError, Busy, Unavailable, VersionMismatch
from neonworks_protocol.ready import ReadyInfo
from websockets.protocol import State

from tests.fakes.hostile_daemon import TOKEN, hostile_daemon, polite

INFO = ReadyInfo(host="127.0.0.1", port=1, token="t", pid=1, build="b", versions=(1,))


@contextlib.asynccontextmanager
async def answering(data: bytes, *, hang_up: bool = True) -> AsyncIterator[ReadyInfo]:
    """A server that answers any request by these bytes."""
    done = asyncio.Event()

    async def client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(data)
            await writer.drain()
            if not hang_up:
                await done.wait()
        writer.close()

    server = await asyncio.start_server(client, "127.0.0.1", 0)
    try:
        yield msgspec.structs.replace(INFO, port=server.sockets[0].getsockname()[1])
    finally:
        done.set()
        server.close()


async def test_a_daemon_gets_the_token_and_nothing_else(tmp_path: Path) -> None:
    with hostile_daemon(tmp_path, polite) as daemon:
        assert daemon.info is not None
        socket = await dial(daemon.info)
        assert socket.state is State.OPEN
        await socket.close()
    (head,) = daemon.headers
    assert f"Authorization: Bearer {TOKEN}".encode() in head
    assert b"Origin" not in head and b"Extensions" not in head


async def test_nobody_there() -> None:
    with pytest.raises(Unavailable, match=r"^no daemon answers at 127\.0\.0\.1:1$"):
        await dial(INFO)


async def test_another_version_is_known_before_the_connection() -> None:
    with pytest.raises(VersionMismatch, match="version 7, 9, this editor 1; bring both"):
        await dial(msgspec.structs.replace(INFO, versions=(7, 9)))


@pytest.mark.parametrize(
    ("status", "error", "text"),
    [
        ("401 Unauthorized", AccessDenied, "refuses our token"),
        ("403 Forbidden", AccessDenied, "refuses our token"),
        ("503 Service Unavailable", Busy, "enough"),
        ("404 Not Found", Unavailable, "another program answers"),
        ("200 OK", Unavailable, "another program answers"),
    ],
)
async def test_refusals_in_plain_words(status: str, error: type[AnimatorError], text: str) -> None:
    async with answering(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode()) as info:
        with pytest.raises(error, match=text):
            await dial(info)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\x00" * 5000,
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: gopher://[\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=["nothing", "ssh", "zeros", "half upgrade", "endless header", "redirect", "bad redirect", "loop"],
)
async def test_whatever_is_no_daemon_is_unavailable(data: bytes) -> None:
    async with answering(data) as info:
        with pytest.raises(Unavailable):
            await dial(info)


async def test_what_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONNECT_S", 0.1)
    async with answering(b"HTTP/1.1 101 Switch", hang_up=False) as info:
        with pytest.raises(Unavailable):
            await dial(info)
