"""WebSockets written by hand, byte by byte: what no library would send."""

import asyncio
import base64
import contextlib
import struct
from collections.abc import AsyncIterator, Sequence

import msgspec
from neonworks_daemon.ready import ReadyInfo

__all__ = [
    "BINARY",
    "CLOSE",
    "CONT",
    "HELLO",
    "PING",
    "PONG",
    "TEXT",
    "RawSocket",
    "frame",
    "raw_socket",
    "request",
]

CONT, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
_FIN = 0x80
_WAIT_S = 20.0
HELLO = msgspec.msgpack.encode({"type": "hello", "versions": [1], "client": {"id": "raw", "name": "raw"}})


def request(
    info: ReadyInfo,
    *,
    host: Sequence[str] | None = None,
    origin: Sequence[str] = (),
    authorization: Sequence[str] | None = None,
    target: str = "/",
    more: Sequence[str] = (),
) -> bytes:
    """An upgrade request; each of the three headers as often as given, by default a good one."""
    hosts = (f"{info.host}:{info.port}",) if host is None else host
    tokens = (f"Bearer {info.token}",) if authorization is None else authorization
    lines = [
        f"GET {target} HTTP/1.1",
        *(f"Host: {value}" for value in hosts),
        *(f"Origin: {value}" for value in origin),
        *(f"Authorization: {value}" for value in tokens),
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {base64.b64encode(bytes(16)).decode()}",
        "Sec-WebSocket-Version: 13",
        *more,
    ]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    fin: bool = True,
    length: int | None = None,
    masked: bool = True,
    rsv: int = 0,
) -> bytes:
    """A client's frame; ``length`` is what its header announces, its mask is zero."""
    size = len(payload) if length is None else length
    head = bytes([opcode | (_FIN if fin else 0) | rsv << 4])
    mask = 0x80 if masked else 0
    if size < 126:
        head += bytes([mask | size])
    elif size < 1 << 16:
        head += bytes([mask | 126]) + struct.pack(">H", size)
    else:
        head += bytes([mask | 127]) + struct.pack(">Q", size)
    return head + (bytes(4) if masked else b"") + payload


class RawSocket:
    """A TCP connection to the daemon."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, data: bytes) -> None:
        """Raises ``ConnectionError`` when the daemon has hung up."""
        self.writer.write(data)
        async with asyncio.timeout(_WAIT_S):
            await self.writer.drain()

    async def response(self) -> tuple[int, bytes]:
        """Status and the rest of the HTTP answer; status 0 where the daemon just hangs up."""
        async with asyncio.timeout(_WAIT_S):
            try:
                head = await self.reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                return 0, b""
            status = int(head.split(b" ", 2)[1])
            return status, head if status == 101 else head + await self.reader.read()

    async def welcome(self, info: ReadyInfo) -> None:
        """Upgrade and be greeted."""
        await self.send(request(info))
        status, _ = await self.response()
        assert status == 101
        await self.send(frame(BINARY, HELLO))
        assert (await self.message())["type"] == "welcome"

    async def frame(self) -> tuple[int, bytes]:
        """Opcode and payload of the daemon's next frame. Raises ``IncompleteReadError`` when it hangs up."""
        async with asyncio.timeout(_WAIT_S):
            first, second = await self.reader.readexactly(2)
            size = second & 0x7F
            if size >= 126:
                size = int.from_bytes(await self.reader.readexactly(2 if size == 126 else 8), "big")
            return first & 0x0F, await self.reader.readexactly(size)

    async def message(self) -> dict[str, object]:
        """The next message, control frames passed over."""
        while True:
            opcode, payload = await self.frame()
            if opcode == BINARY:
                decoded: dict[str, object] = msgspec.msgpack.decode(payload)
                return decoded
            assert opcode in (PING, PONG), (opcode, payload)

    async def close_code(self) -> int:
        """Read on to the end; the close code, 0 where the daemon hung up without one."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                opcode, payload = await self.frame()
                if opcode == CLOSE:
                    return int.from_bytes(payload[:2], "big")
        return 0


@contextlib.asynccontextmanager
async def raw_socket(info: ReadyInfo) -> AsyncIterator[RawSocket]:
    """A TCP connection that has said nothing yet."""
    reader, writer = await asyncio.open_connection(info.host, info.port, limit=1 << 20)
    try:
        yield RawSocket(reader, writer)
    finally:
        writer.transport.abort()
