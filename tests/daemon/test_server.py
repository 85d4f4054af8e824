"""The door of a real daemon: refused before the upgrade, and what is spoken after it."""

import asyncio

import msgspec
import pytest
from neonworks_daemon.client import DaemonClient
from neonworks_daemon.ready import ReadyInfo
from neonworks_protocol.errors import AccessDenied, Busy
from neonworks_protocol.records import ClientInfo
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.fakes.daemons import client_of, collect, submit


async def _handshake(info: ReadyInfo, *headers: str) -> tuple[int, str]:
    """Status code and body that a hand-written upgrade request gets."""
    reader, writer = await asyncio.open_connection(info.host, info.port)
    lines = [
        "GET / HTTP/1.1",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        *headers,
    ]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
    body = b"" if b" 101 " in answer else await asyncio.wait_for(reader.read(), 10)
    writer.close()
    await writer.wait_closed()
    return int(answer.split()[1]), body.decode()


@pytest.mark.parametrize(
    ("host", "extra", "status"),
    [
        ("127.0.0.1:{port}", (), 101),
        ("localhost:{port}", (), 101),
        ("rebound.example:{port}", (), 403),
        ("127.0.0.1:{port}", ("Origin: https://page.example",), 403),
        ("127.0.0.1:{port}", ("Origin: null",), 403),
        ("127.0.0.1:{port}", ("Origin: http://127.0.0.1:{port}",), 403),
    ],
)
async def test_host_and_origin_decide_before_the_upgrade(
    scripted_daemon: ReadyInfo, host: str, extra: tuple[str, ...], status: int
) -> None:
    headers = [f"Host: {host}", f"Authorization: Bearer {scripted_daemon.token}", *extra]
    filled = [line.format(port=scripted_daemon.port) for line in headers]
    code, body = await _handshake(scripted_daemon, *filled)
    assert code == status
    assert (len(body) > 10) is (status != 101)


@pytest.mark.parametrize("line", ["X-Nothing: 1", "Authorization: Bearer wrong", "Authorization: Basic abc"])
async def test_without_the_token_nobody_enters(scripted_daemon: ReadyInfo, line: str) -> None:
    host = f"Host: 127.0.0.1:{scripted_daemon.port}"
    code, body = await _handshake(scripted_daemon, host, line)
    assert code == 401
    assert scripted_daemon.token not in body


async def test_a_client_with_a_wrong_token_is_told_so(scripted_daemon: ReadyInfo) -> None:
    wrong = msgspec.structs.replace(scripted_daemon, token="wrong")
    with pytest.raises(AccessDenied, match="token"):
        await DaemonClient.connect(wrong, ClientInfo(id="intruder", name="test"))


@pytest.mark.parametrize("line", [b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00", b"\n\n\n\n"])
async def test_what_is_no_websocket_is_turned_away(scripted_daemon: ReadyInfo, line: bytes) -> None:
    reader, writer = await asyncio.open_connection(scripted_daemon.host, scripted_daemon.port)
    writer.write(line)
    writer.write_eof()
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    await writer.wait_closed()
    assert b" 101 " not in answer
    async with client_of(scripted_daemon) as client:
        assert (await collect(await submit(client, "clip 1; frame")))[-1]


async def test_compression_is_not_negotiated(scripted_daemon: ReadyInfo) -> None:
    headers = {"Authorization": f"Bearer {scripted_daemon.token}"}
    async with connect(scripted_daemon.uri, additional_headers=headers, proxy=None) as socket:
        assert socket.protocol.extensions == []


async def test_an_unknown_version_is_refused_by_name(scripted_daemon: ReadyInfo) -> None:
    headers = {"Authorization": f"Bearer {scripted_daemon.token}"}
    async with connect(scripted_daemon.uri, additional_headers=headers, proxy=None) as socket:
        hello = {"type": "hello", "versions": [9999], "client": {"id": "future", "name": "future"}}
        await socket.send(msgspec.msgpack.encode(hello))
        answer = msgspec.msgpack.decode(await socket.recv(decode=False))
    assert (answer["type"], answer["code"]) == ("error", "version_mismatch")


async def test_one_client_too_many_is_told_so(scripted_daemon: ReadyInfo) -> None:
    from contextlib import AsyncExitStack

    async with AsyncExitStack() as stack:
        for number in range(96):
            await stack.enter_async_context(client_of(scripted_daemon, f"crowd{number}"))
        with pytest.raises(Busy, match="96 clients"):
            await stack.enter_async_context(client_of(scripted_daemon, "last"))
    with pytest.raises(InvalidStatus):
        await connect(scripted_daemon.uri, proxy=None)
