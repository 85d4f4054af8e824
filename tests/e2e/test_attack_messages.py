"""Hostile messages from a client that has the token: each costs the sender its connection at most.

While every attack runs another client is served, and afterwards the daemon has not grown.
"""

import asyncio
import contextlib
import os
import struct
from collections.abc import AsyncIterator, Iterator

import msgspec
import psutil
import pytest
from neonworks_daemon.client import DaemonClient
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.settings import Settings
from neonworks_protocol.messages import Done

from tests.fakes.daemons import client_of, collect, running_daemon, submit
from tests.fakes.raw_sockets import (
    BINARY,
    CLOSE,
    CONT,
    HELLO,
    PING,
    TEXT,
    RawSocket,
    frame,
    raw_socket,
    request,
)

GROWTH = 48 << 20
"""Bytes by which the daemon's own process may have grown after an attack: two messages."""
POLICY, PROTOCOL, TOO_BIG = 1008, 1002, 1009
STATUS = msgspec.msgpack.encode({"type": "get_status", "request_id": "s"})


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReadyInfo]:
    """A daemon that waits half a second where others wait half a minute."""
    settings = Settings(
        state_dir=str(tmp_path_factory.mktemp("hasty")), workers=1, hello_timeout=0.5, message_timeout=0.5
    )
    with running_daemon(settings) as info:
        yield info


@pytest.fixture
async def attacker(hasty: ReadyInfo) -> AsyncIterator[RawSocket]:
    """A welcomed socket; when the test is over, another client has been served and memory is where it was."""
    process = psutil.Process(hasty.pid)
    async with client_of(hasty, "bystander") as bystander:
        await _served(bystander)
        before = process.memory_info().rss
        async with raw_socket(hasty) as socket:
            await socket.welcome(hasty)
            task = asyncio.create_task(_served_all_along(bystander))
            yield socket
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            assert process.memory_info().rss - before < GROWTH
        await _served(bystander)


async def _served(client: DaemonClient) -> None:
    end = (await collect(await submit(client, "clip 1; frame")))[-1]
    assert isinstance(end, Done), end


async def _served_all_along(client: DaemonClient) -> None:
    while True:
        await _served(client)
        await asyncio.sleep(0.02)


async def _flood(socket: RawSocket, data: bytes, times: int) -> bool:
    """Send ``data`` again and again; False when the daemon hung up or stopped to read."""
    try:
        for _ in range(times):
            socket.writer.write(data)
            async with asyncio.timeout(2):
                await socket.writer.drain()
    except (ConnectionError, TimeoutError):
        return False
    return True


async def test_a_message_over_the_limit_is_refused_when_it_is_announced(attacker: RawSocket) -> None:
    await attacker.send(frame(BINARY, b"", length=17 << 20))
    assert await attacker.close_code() == TOO_BIG


@pytest.mark.parametrize("length", [2**32, 2**62, 2**63 - 1, 2**63, 2**64 - 1])
async def test_a_header_that_announces_exabytes_reserves_nothing(attacker: RawSocket, length: int) -> None:
    await attacker.send(frame(BINARY, b"x" * 1000, length=length))
    assert await attacker.close_code() in (TOO_BIG, PROTOCOL)


async def test_fragments_that_add_up_over_the_limit_are_refused(attacker: RawSocket) -> None:
    await attacker.send(frame(BINARY, bytes(1 << 20), fin=False))
    await _flood(attacker, frame(CONT, bytes(1 << 20), fin=False), 20)
    assert await attacker.close_code() in (TOO_BIG, 0)


async def test_a_million_empty_fragments_take_no_memory(attacker: RawSocket) -> None:
    await attacker.send(frame(BINARY, b"", fin=False))
    await _flood(attacker, frame(CONT, b"", fin=False) * 1000, 1000)
    assert await attacker.close_code() in (POLICY, TOO_BIG, PROTOCOL, 0)


async def test_one_byte_fragments_take_no_memory(attacker: RawSocket) -> None:
    await attacker.send(frame(BINARY, b"a", fin=False))
    await _flood(attacker, frame(CONT, b"a", fin=False) * 1000, 500)
    assert await attacker.close_code() in (POLICY, TOO_BIG, PROTOCOL, 0)


async def test_a_fragmented_message_with_pings_in_between_is_read(attacker: RawSocket) -> None:
    """That much is allowed, and must not be refused with the rest."""
    for place, byte in enumerate(STATUS):
        opcode = CONT if place else BINARY
        await attacker.send(frame(opcode, bytes([byte]), fin=place == len(STATUS) - 1) + frame(PING, b"?"))
    assert (await attacker.message())["type"] == "status"


@pytest.mark.parametrize(
    "data",
    [
        frame(BINARY, b"a", fin=False) + frame(BINARY, b"b"),
        frame(CONT, b"a"),
        frame(PING, b"a" * 126),
        frame(PING, b"a", fin=False),
        frame(CLOSE, b"\x03"),
        frame(CLOSE, struct.pack(">H", 1005)),
        frame(CLOSE, struct.pack(">H", 9999)),
        frame(BINARY, b"a", masked=False),
        frame(BINARY, b"a", rsv=4),
        frame(BINARY, b"a", rsv=7),
        frame(0x3, b"a"),
        frame(0xB, b"a"),
        frame(TEXT, b"\xff\xfe\xfd"),
    ],
)
async def test_frames_against_the_standard_end_the_connection(attacker: RawSocket, data: bytes) -> None:
    await attacker.send(data)
    assert await attacker.close_code() in (PROTOCOL, 1003, 1007, POLICY, 0)


async def test_compressed_frames_are_refused_and_compression_is_not_agreed(
    hasty: ReadyInfo, attacker: RawSocket
) -> None:
    offer = ["Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"]
    async with raw_socket(hasty) as socket:
        await socket.send(request(hasty, more=offer))
        status, head = await socket.response()
        assert status == 101
        assert b"permessage-deflate" not in head
        await socket.send(frame(BINARY, HELLO, rsv=4))
        assert await socket.close_code() == PROTOCOL


async def test_text_is_answered_as_an_error(attacker: RawSocket) -> None:
    await attacker.send(frame(TEXT, b'{"type": "get_status"}'))
    answer = await attacker.message()
    assert (answer["type"], answer["code"]) == ("error", "bad_message")


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"\x91" * 100_000 + b"\xc0", "too_large"),
        (b"\x81\xa1a" * 100_000 + b"\xc0", "too_large"),
        (b"\xdd\xff\xff\xff\xff", "bad_message"),
        (b"\xdf\xff\xff\xff\xff", "bad_message"),
        (b"\xdc\xff\xff" + b"\xc0" * 65_535, "bad_message"),
        (b"\x81\xa1a\xdd\x00\x0f\x42\x40" + b"\xc0" * 1_000_000, "too_large"),
        (b"\xc6\xff\xff\xff\xff", "bad_message"),
        (b"\xdb\xff\xff\xff\xff", "bad_message"),
        (b"\x81\xa1a" + b"\xc7\xff\x01" + bytes(255), "bad_message"),
        (b"\x81\xa1a" + b"\xcb\x7f\xf8\x00\x00\x00\x00\x00\x00", "bad_message"),
        (b"\x81\xa4type\xa5\xff\xff\xff\xff\xff", "unknown_message"),
        (b"\xc1" * 1000, "bad_message"),
        (b"", "bad_message"),
        (bytes(600 << 10), "bad_message"),
    ],
)
async def test_deep_huge_or_broken_content_is_one_error(
    attacker: RawSocket, payload: bytes, code: str
) -> None:
    await attacker.send(frame(BINARY, payload))
    answer = await attacker.message()
    assert answer["type"] == "error"
    assert answer["code"] in (code, "too_large", "bad_message")
    await attacker.send(frame(BINARY, STATUS))
    assert (await attacker.message())["type"] == "status", "one mistake ends nothing"


async def test_a_control_message_as_large_as_a_sprite_is_refused(attacker: RawSocket) -> None:
    """Each type has a limit of its own."""
    big = msgspec.msgpack.encode({"type": "get_status", "request_id": "s", "more": bytes(1 << 20)})
    await attacker.send(frame(BINARY, big))
    assert (await attacker.message())["code"] == "too_large"


async def test_who_sends_nothing_but_nonsense_is_shown_out(attacker: RawSocket) -> None:
    await _flood(attacker, frame(BINARY, b"\xc1") * 100, 10)
    assert await attacker.close_code() == POLICY


async def test_a_flood_of_pings_takes_no_memory(attacker: RawSocket) -> None:
    """The answers are never read: after some megabytes of them the daemon hangs up."""
    assert not await _flood(attacker, frame(PING, bytes(125)) * 500, 1000)


async def test_a_flood_of_questions_takes_no_memory(attacker: RawSocket) -> None:
    """The answers are never read: the daemon stops to read instead of keeping them."""
    await _flood(attacker, frame(BINARY, STATUS) * 100, 2000)


async def test_a_flood_of_submits_is_bounded(attacker: RawSocket) -> None:
    """Three thousand requests of 64 KiB: over the queue's limit each is refused, not kept."""
    for number in range(600):
        message = {
            "type": "submit",
            "request_id": f"f{number}",
            "sprite": os.urandom(1 << 16),
            "text": "clip 1; frame",
        }
        try:
            await attacker.send(frame(BINARY, msgspec.msgpack.encode(message)))
        except (ConnectionError, TimeoutError):
            return


async def test_headers_that_drip_are_cut_off(hasty: ReadyInfo, attacker: RawSocket) -> None:
    async with raw_socket(hasty) as socket:
        with pytest.raises(ConnectionError):
            for byte in request(hasty)[:-2] * 10:
                await socket.send(bytes([byte]))
                await asyncio.sleep(0.02)


async def test_silence_before_the_upgrade_is_cut_off(hasty: ReadyInfo, attacker: RawSocket) -> None:
    async with raw_socket(hasty) as socket:
        assert await socket.response() == (0, b"")


@pytest.mark.parametrize("data", [b"", frame(BINARY, HELLO)[:-3], frame(PING, b"a") * 3])
async def test_a_hello_that_is_never_said_is_cut_off(
    hasty: ReadyInfo, attacker: RawSocket, data: bytes
) -> None:
    async with raw_socket(hasty) as socket:
        await socket.send(request(hasty))
        assert (await socket.response())[0] == 101
        await socket.send(data)
        assert await socket.close_code() in (POLICY, 0)


async def test_pings_do_not_put_off_the_hello(hasty: ReadyInfo, attacker: RawSocket) -> None:
    async with raw_socket(hasty) as socket:
        await socket.send(request(hasty))
        assert (await socket.response())[0] == 101
        with pytest.raises(ConnectionError):
            for _ in range(500):
                await socket.send(frame(PING, b"a"))
                await asyncio.sleep(0.02)


async def test_a_message_that_drips_is_cut_off(attacker: RawSocket) -> None:
    with pytest.raises(ConnectionError):
        for byte in frame(BINARY, bytes(1000)):
            await attacker.send(bytes([byte]))
            await asyncio.sleep(0.02)


async def test_fragments_that_drip_are_cut_off(attacker: RawSocket) -> None:
    await attacker.send(frame(BINARY, b"a", fin=False))
    with pytest.raises(ConnectionError):
        for _ in range(500):
            await attacker.send(frame(CONT, b"a", fin=False) + frame(PING, b"a"))
            await asyncio.sleep(0.02)


async def test_who_does_not_answer_the_close_is_hung_up_on(attacker: RawSocket) -> None:
    """The daemon says goodbye and waits two seconds, not for ever."""
    await _flood(attacker, frame(BINARY, b"\xc1") * 100, 3)
    assert await attacker.close_code() == POLICY
    async with asyncio.timeout(10):
        assert await attacker.reader.read() == b""


async def test_a_half_closed_socket_is_not_kept(attacker: RawSocket) -> None:
    attacker.writer.write_eof()
    async with asyncio.timeout(10):
        await attacker.reader.read()
