"""``Connection``: one WebSocket that carries a ``Session`` for as long as it lasts.

Two tasks: the reader gives bytes to the session and its events to the dispatcher; the writer moves what the
session has to send to the socket, as fast as the socket and the client's credit allow. A client that does not
read stops being read, and none of the others notices.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable
from typing import Protocol

from neonworks_protocol.codec import MessageDecoder
from neonworks_protocol.errors import IllegalTransition, ProtocolError
from neonworks_protocol.events import Closing, Rejected, ServerEvent
from neonworks_protocol.messages import ClientMessage, Hello
from neonworks_protocol.session import POLICY_VIOLATION

from neonworks_daemon.logs import fields
from neonworks_daemon.session_table import SessionTable
from neonworks_daemon.sessions import Session

__all__ = ["Connection", "Socket"]

_WIRE_HIGH = 256 << 10
"""Bytes encoded ahead of the socket: one large chunk, or sixteen 64 × 64 frames."""
_WIRE_FULL = 256
"""Encoded messages above which the client is not read: it sends without reading our answers."""
_LAST_WORDS_S = 1.0
"""Seconds to tell an older socket that a newer one has its session."""
_INTERNAL_ERROR = 1011
"""WebSocket close code (RFC 6455, 7.4.1)."""

_logger = logging.getLogger(__name__)


class Socket(Protocol):
    """The part of a websockets connection that is used here."""

    async def recv(self) -> bytes | str: ...

    async def send_all(self, messages: Iterable[bytes]) -> None: ...

    async def close(self, code: int = 1000, reason: str = "") -> None: ...


class Connection:
    """``on_event(session, event)`` acts on what the client asked; it must not block.

    ``decoder`` reads the greeting, which must come within ``hello_s`` seconds.
    """

    def __init__(
        self,
        socket: Socket,
        sessions: SessionTable,
        decoder: MessageDecoder[ClientMessage],
        on_event: Callable[[Session, ServerEvent], None],
        *,
        hello_s: float,
    ) -> None:
        self.session: Session | None = None
        """The session that it carries; None before ``hello`` and after a newer socket has taken it."""
        self._socket = socket
        self._sessions = sessions
        self._decoder = decoder
        self._on_event = on_event
        self._hello_s = hello_s
        self._wire: deque[bytes] = deque()
        self._wire_bytes = 0
        self._wake = asyncio.Event()
        self._drained = asyncio.Event()
        self._drained.set()
        self._closing: Closing | None = None
        self._reader: asyncio.Task[None] | None = None
        self._goodbye = False
        self._over = False
        self._client = ""

    @property
    def client_id(self) -> str:
        """The client's own id; empty before ``hello``."""
        return self._client

    @property
    def wire_bytes(self) -> int:
        """Bytes that wait for the socket."""
        return self._wire_bytes

    async def run(
        self, *, closed: tuple[type[BaseException], ...], goodbye: tuple[type[BaseException], ...] = ()
    ) -> None:
        """Serve until either side closes; ``closed`` are the socket's exceptions for a lost connection, and
        ``goodbye`` those among them that mean that the client closed it on purpose.

        The session goes back to the table. Cancelling it closes nothing by itself: the caller owns the
        socket.
        """
        writer = asyncio.create_task(self._write(closed))
        reader = self._reader = asyncio.create_task(self._read(closed, goodbye))
        try:
            await asyncio.wait((reader, writer), return_when=asyncio.FIRST_COMPLETED)
        finally:
            reader.cancel()
            await asyncio.wait((reader,))
            self._leave(broken=not reader.cancelled() and reader.exception() is not None)
            await asyncio.wait((writer,), timeout=_LAST_WORDS_S)
            writer.cancel()
            await asyncio.wait((writer,))
        for task in (reader, writer):
            if not task.cancelled() and (error := task.exception()) is not None:
                raise error

    def wake(self) -> None:
        """The session has something to send."""
        self._wake.set()

    def take_over(self, last: list[bytes]) -> None:
        """A newer socket has the session: say ``last`` and close."""
        self.session = None
        self._wire.clear()
        self._wire_bytes = 0
        self._put(last)
        self._close(Closing(POLICY_VIOLATION, "taken_over"))
        if self._reader is not None:
            self._reader.cancel()

    async def flush(self) -> None:
        """Wait until everything that can be sent was handed to the socket."""
        while self.session is not None and (self.session.waiting or self._wire_bytes):
            self._drained.clear()
            self._wake.set()
            await self._drained.wait()

    async def _read(
        self, closed: tuple[type[BaseException], ...], goodbye: tuple[type[BaseException], ...]
    ) -> None:
        try:
            async with asyncio.timeout(self._hello_s):
                data = await self._socket.recv()
            self._greet(data)
            while self._closing is None and self.session is not None:
                data = await self._socket.recv()
                self._act(self.session, self.session.receive(data))
                while len(self._wire) > _WIRE_FULL:
                    self._drained.clear()
                    await self._drained.wait()
        except TimeoutError:
            self._close(Closing(POLICY_VIOLATION, f"say hello within {self._hello_s:g} s"))
        except closed as error:
            self._goodbye = isinstance(error, goodbye)
            _logger.debug("connection_lost", extra=fields(client=self._client))

    def _greet(self, data: bytes | str) -> None:
        """The first message: a session to resume, or a new one, which answers for itself."""
        hello = self._hello(data)
        session = self._sessions.find(hello) if hello is not None else None
        if session is None or hello is None:
            self.session = session = self._sessions.begin()
            session.attach(self)
            self._act(session, session.receive(data))
        else:
            self._sessions.attach(session)
            self.session = session
            self._act(session, session.take_up(hello, self))
        self._client = session.client_id

    def _hello(self, data: bytes | str) -> Hello | None:
        try:
            message = self._decoder.decode(data)
        except ProtocolError:
            return None
        return message if isinstance(message, Hello) else None

    def _act(self, session: Session, events: Iterable[ServerEvent]) -> None:
        for event in events:
            if isinstance(event, Rejected):
                _logger.warning("message_refused", extra=fields(client=self._client, code=event.code))
            elif isinstance(event, Closing):
                self._close(event)
            else:
                self._on_event(session, event)
        self._put(session.protocol.data_to_send())
        self._wake.set()

    async def _write(self, closed: tuple[type[BaseException], ...]) -> None:
        try:
            while True:
                self._wake.clear()
                self._fill()
                while self._wire:
                    batch = self._batch()
                    await self._socket.send_all(batch)
                    self._wire_bytes = max(0, self._wire_bytes - sum(map(len, batch)))
                    self._fill()
                self._drained.set()
                if self._closing is not None or self._over:
                    break
                await self._wake.wait()
            if self._closing is not None:
                await self._socket.close(self._closing.code, self._closing.reason)
        except closed:
            _logger.debug("socket_lost", extra=fields(client=self._client))
        except IllegalTransition:
            # The session refused a message of ours: this client cannot be served on, the others can.
            _logger.exception("message_out_of_order", extra=fields(client=self._client))
            if self.session is not None:
                self.session.close()
            await self._socket.close(_INTERNAL_ERROR, "internal error, see the daemon's log")
        finally:
            self._over = True
            self._drained.set()

    def _batch(self) -> list[bytes]:
        """What leaves with one write."""
        batch: list[bytes] = []
        size = 0
        while self._wire and size < _WIRE_HIGH:
            batch.append(self._wire.popleft())
            size += len(batch[-1])
        return batch

    def _fill(self) -> None:
        if self.session is not None and self._wire_bytes < _WIRE_HIGH:
            self._put(self.session.next_data(_WIRE_HIGH - self._wire_bytes))

    def _put(self, messages: list[bytes]) -> None:
        self._wire.extend(messages)
        self._wire_bytes += sum(map(len, messages))

    def _close(self, closing: Closing) -> None:
        self._closing = closing
        self._wake.set()

    def _leave(self, *, broken: bool) -> None:
        """Give the session back. One whose client met a bug of ours is not to be taken up again."""
        self._over = True
        session, self.session = self.session, None
        if session is not None:
            if broken:
                session.close()
            self._sessions.detach(session, goodbye=self._goodbye)
        self._wake.set()
        self._drained.set()
