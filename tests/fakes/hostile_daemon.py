"""A daemon that follows a script instead of the protocol, on a real socket, in a thread of its own.

::

    with hostile_daemon(tmp_path, polite, garbage) as daemon:      # one script for each connection, the last
        ...                                                        # one for all that follow

A script is ``async def script(peer: Peer) -> None``; when it returns the socket is closed without a goodbye.
``Peer`` has what scripts are made of: ``greet`` (a real ``ServerSession``, so what it says is right), ``say``
(any message with any number), ``raw`` (any bytes), ``half`` (part of a WebSocket frame), ``hear``.
"""

import asyncio
import base64
import contextlib
import hashlib
import os
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from neonworks_daemon.ready import remove_ready, write_ready
from neonworks_protocol.codec import client_decoder, encode
from neonworks_protocol.errors import ProtocolError
from neonworks_protocol.ledger import RequestLedger
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import (
    Accepted,
    ClientMessage,
    Clip,
    ClipDone,
    Done,
    Frame,
    Hello,
    ServerMessage,
    Submit,
    Welcome,
)
from neonworks_protocol.ready import READY_NAME, ReadyInfo
from neonworks_protocol.session import ServerSession
from neonworks_protocol.vocabulary import Action, Direction, Encoding, Tier

from tests.fakes.raw_sockets import BINARY, CLOSE, frame
from tests.protocol.samples import CAPABILITIES

__all__ = ["HostileDaemon", "Peer", "Script", "answer", "hostile_daemon", "polite"]

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_WAIT_S = 20.0
TOKEN = "hostile"


class Peer:
    """One connection of a client, after its upgrade request was read."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, ledger: RequestLedger, key: bytes
    ) -> None:
        self.reader = reader
        self.writer = writer
        self.session = ServerSession(f"s-{id(self)}", CAPABILITIES, ledger)
        self.hello: Hello | None = None
        self.seq = 0
        self._key = key
        self._decoder = client_decoder(Limits())

    async def upgrade(self) -> None:
        """Accept the WebSocket."""
        accept = base64.b64encode(hashlib.sha1(self._key + _GUID, usedforsecurity=False).digest())
        await self.raw(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n"
        )

    async def greet(self, **changes: object) -> None:
        """Upgrade, read ``hello`` and welcome; ``changes`` are laid over the ``welcome``."""
        await self.upgrade()
        self.hello = await self.hear(Hello)
        self.session.receive(encode(self.hello))
        (data,) = self.session.data_to_send()
        welcome = msgspec.msgpack.decode(data, type=Welcome)
        self.seq = 1
        await self.send(encode(msgspec.structs.replace(welcome, **changes)))

    async def hear(self, kind: type[Any] | None = None) -> Any:
        """The client's next message, or the next of that kind.

        Raises ``IncompleteReadError`` at the end; its ``expected`` is None when the client said goodbye.
        """
        while True:
            message = await self._message()
            if kind is None or isinstance(message, kind):
                return message

    async def _message(self) -> ClientMessage:
        first, second = await self.reader.readexactly(2)
        size = second & 0x7F
        if size >= 126:
            size = int.from_bytes(await self.reader.readexactly(2 if size == 126 else 8), "big")
        mask = await self.reader.readexactly(4)
        payload = await self.reader.readexactly(size)
        if first & 0x0F == CLOSE:
            raise asyncio.IncompleteReadError(b"", None)
        if first & 0x0F != BINARY:
            return await self._message()
        plain = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))
        return self._decoder.decode(plain)

    async def say(self, *messages: ServerMessage) -> None:
        """Messages with the next numbers, whatever they are."""
        for message in messages:
            self.seq += 1
            await self.send(encode(msgspec.structs.replace(message, seq=self.seq)))

    async def send(self, payload: bytes) -> None:
        """One binary WebSocket message."""
        await self.raw(frame(BINARY, payload, masked=False))

    async def raw(self, data: bytes) -> None:
        """Bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()

    async def half(self, message: ServerMessage, share: float = 0.5) -> None:
        """The beginning of a WebSocket frame."""
        data = frame(BINARY, encode(message), masked=False)
        await self.raw(data[: max(1, int(len(data) * share))])


Script = Callable[[Peer], Awaitable[None]]


async def polite(peer: Peer) -> None:
    """Greets, and answers every submit by one clip of four small frames."""
    await peer.greet()
    while True:
        message = await peer.hear()
        if isinstance(message, Submit):
            await peer.say(*answer(message))


def answer(message: Submit, *, frames: int = 4, side: int = 2, job: str = "") -> list[ServerMessage]:
    """All messages of one well-made request; its clip id is ``job`` or made of the request's id."""
    job = job or f"job-{message.request_id}"[:64]
    request_id = message.request_id
    clip = Clip(
        request_id=request_id,
        clip_id=job,
        action=Action.WALK,
        direction=Direction.RIGHT,
        frame_count=frames,
        canvas=(side, side),
        pivot=(1.0, float(side)),
        durations=(100,) * frames,
        loop=True,
    )
    end = ClipDone(request_id=request_id, clip_id=job, tier=Tier.DRAFT, passed=True, report={})
    return [
        Accepted(request_id=request_id, job_id=job, tiers=(Tier.DRAFT,)),
        clip,
        *(_frame(job, index, bytes([index]) * (4 * side * side)) for index in range(frames)),
        end,
        Done(request_id=request_id, clips=1),
    ]


def _frame(job: str, index: int, data: bytes) -> Frame:
    return Frame(
        clip_id=job,
        take=1,
        index=index,
        tier=Tier.DRAFT,
        revision=0,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=Encoding.RAW,
        data=data,
    )


class HostileDaemon:
    """The server and what it saw."""

    def __init__(self, scripts: tuple[Script, ...]) -> None:
        self.scripts = scripts
        self.connections = 0
        self.headers: list[bytes] = []
        self.faults: list[BaseException] = []
        self.info: ReadyInfo | None = None
        self.loop = asyncio.new_event_loop()
        self._ledger = RequestLedger(lambda: 0.0)
        self._listening = threading.Event()
        self._stop = asyncio.Event()
        self._peers: set[asyncio.Task[None]] = set()

    def run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self.loop) as runner:
            runner.run(self._serve())

    def wait_listening(self) -> None:
        assert self._listening.wait(_WAIT_S)

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self._stop.set)

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._client, "127.0.0.1", 0, limit=1 << 24)
        host, port = server.sockets[0].getsockname()
        self.info = ReadyInfo(
            host=host, port=port, token=TOKEN, pid=os.getpid(), build="hostile", versions=(1,)
        )
        self._listening.set()
        await self._stop.wait()
        server.close()
        for task in self._peers:
            task.cancel()
        await asyncio.gather(*self._peers, return_exceptions=True)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._peers.add(task)
        script = self.scripts[min(self.connections, len(self.scripts) - 1)]
        self.connections += 1
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.headers.append(head)
            await script(Peer(reader, writer, self._ledger, _key(head)))
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        except (AssertionError, ProtocolError) as fault:
            self.faults.append(fault)
        finally:
            self._peers.discard(task)
            writer.transport.abort()


def _key(head: bytes) -> bytes:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"sec-websocket-key":
            return value.strip()
    return b""


@contextlib.contextmanager
def hostile_daemon(state_dir: Path, *scripts: Script) -> Iterator[HostileDaemon]:
    """A running one whose ready file lies in ``state_dir``. Faults of the client that its scripts found, as
    ``AssertionError`` or broken messages, are raised at the end."""
    daemon = HostileDaemon(scripts or (polite,))
    thread = threading.Thread(target=daemon.run, name="hostile-daemon")
    thread.start()
    daemon.wait_listening()
    assert daemon.info is not None
    write_ready(state_dir / READY_NAME, daemon.info)
    try:
        yield daemon
    finally:
        remove_ready(state_dir / READY_NAME, daemon.info)
        daemon.stop()
        thread.join(_WAIT_S)
        assert not thread.is_alive()
    if daemon.faults:
        raise daemon.faults[0]
