"""``Connection``: one client's WebSocket around a sans-I/O ``ServerSession``.

Two tasks: the reader gives bytes to the session and its events to the dispatcher; the writer moves messages
from the outbox through the session to the socket, as fast as the socket and the client's credit allow. A
client that does not read stops being read, and none of the others notices.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Iterable
from typing import Protocol

from neonworks_protocol.errors import IllegalTransition
from neonworks_protocol.events import Closing, Connected, Rejected, ServerEvent
from neonworks_protocol.jobs import LinkState
from neonworks_protocol.ledger import RequestLedger
from neonworks_protocol.messages import Accepted, EndMessage, ServerMessage
from neonworks_protocol.session import ServerSession
from neonworks_protocol.vocabulary import Encoding

from neonworks_daemon.logs import fields
from neonworks_daemon.outbox import Outbox

__all__ = ["Connection", "Socket"]

_WIRE_HIGH = 256 << 10
"""Bytes encoded ahead of the socket: one large chunk, or sixteen 64 × 64 frames."""
_WIRE_FULL = 256
"""Encoded messages above which the client is not read: it sends without reading our answers."""

_ANSWERS = ""
"""The outbox line of answers to queries; no request has an empty id."""
_INTERNAL_ERROR = 1011
"""WebSocket close code (RFC 6455, 7.4.1)."""

_logger = logging.getLogger(__name__)


class Socket(Protocol):
    """The part of a websockets connection that is used here."""

    async def recv(self) -> bytes | str: ...

    async def send(self, message: bytes) -> None: ...

    async def close(self, code: int = 1000, reason: str = "") -> None: ...


class Connection:
    """``on_event(connection, event)`` acts on what the client asked; it must not block."""

    def __init__(
        self,
        socket: Socket,
        session: ServerSession,
        ledger: RequestLedger,
        on_event: Callable[["Connection", ServerEvent], None],
        *,
        outbox_bytes: int,
    ) -> None:
        self.session = session
        self.encoding = Encoding.RAW
        """How this client wants its frames; known with its ``hello``."""
        self._socket = socket
        self._ledger = ledger
        self._on_event = on_event
        self._outbox_bytes = outbox_bytes
        self._outbox = Outbox(session.cost)
        self._wire: deque[bytes] = deque()
        self._wire_bytes = 0
        self._wake = asyncio.Event()
        self._drained = asyncio.Event()
        self._drained.set()
        self._closing: Closing | None = None

    @property
    def client_id(self) -> str:
        """The client's own id; empty before ``hello``."""
        return self.session.client_id or ""

    @property
    def open(self) -> bool:
        """Whether the client can still be told something."""
        return self.session.state is LinkState.OPEN

    def may_take(self) -> bool:
        """Whether more work for this client may start: what it was sent before must be mostly delivered."""
        return self._outbox.pending_bytes < self._outbox_bytes

    def post(self, request_id: str, message: ServerMessage) -> None:
        """Send ``message`` in the order of its request."""
        if not self.open:
            self._remember(message)
            return
        self._outbox.put(request_id, message)
        self._wake.set()

    def end(self, request_id: str, message: EndMessage, *, drop: bool) -> None:
        """End a request; with ``drop`` what waits of it is not sent any more."""
        if drop:
            self._outbox.drop(request_id)
        self.post(request_id, message)

    def answer(self, message: ServerMessage) -> None:
        """Send the answer to a query."""
        if self.open:
            self._outbox.put(_ANSWERS, message)
            self._wake.set()

    def resume(self) -> None:
        """The client granted credit."""
        self._wake.set()

    async def run(self, *, closed: tuple[type[BaseException], ...]) -> None:
        """Serve until either side closes; ``closed`` are the socket's exceptions for a lost connection.

        Cancelling it closes nothing by itself: the caller owns the socket.
        """
        writer = asyncio.create_task(self._write(closed))
        try:
            await self._read(closed)
        finally:
            self.session.close()
            self._wake.set()
            await writer
            for message in self._outbox.clear():
                self._remember(message)

    async def flush(self) -> None:
        """Wait until everything that can be sent was handed to the socket."""
        while self.open and (len(self._outbox) or self._wire):
            self._drained.clear()
            self._wake.set()
            await self._drained.wait()

    async def _read(self, closed: tuple[type[BaseException], ...]) -> None:
        try:
            while self._closing is None:
                data = await self._socket.recv()
                self._receive(self.session.receive(data))
                while len(self._wire) > _WIRE_FULL:
                    self._drained.clear()
                    await self._drained.wait()
        except closed:
            _logger.debug("connection_lost", extra=fields(client=self.client_id))

    def _receive(self, events: Iterable[ServerEvent]) -> None:
        for event in events:
            if isinstance(event, Rejected):
                _logger.warning("message_refused", extra=fields(client=self.client_id, code=event.code))
            elif isinstance(event, Closing):
                self._closing = event
            else:
                if isinstance(event, Connected):
                    self.encoding = event.hello.encodings[0]
                self._on_event(self, event)
        self._collect()

    async def _write(self, closed: tuple[type[BaseException], ...]) -> None:
        try:
            while True:
                self._wake.clear()
                self._fill()
                while self._wire:
                    await self._socket.send(self._wire[0])
                    self._wire_bytes -= len(self._wire.popleft())
                    self._fill()
                self._drained.set()
                if not self.open and self.session.state is LinkState.CLOSED:
                    break
                await self._wake.wait()
            if self._closing is not None:
                await self._socket.close(self._closing.code, self._closing.reason)
        except closed:
            self.session.close()
        except IllegalTransition:
            # The session refused a message of ours: this client cannot be served on, the others can.
            _logger.exception("message_out_of_order", extra=fields(client=self.client_id))
            self.session.close()
            await self._socket.close(_INTERNAL_ERROR, "internal error, see the daemon's log")
        finally:
            self._drained.set()

    def _fill(self) -> None:
        while self.open and self._wire_bytes < _WIRE_HIGH:
            message = self._outbox.take(self.session.credit)
            if message is None:
                return
            self.session.send(message)
            self._collect()

    def _collect(self) -> None:
        for data in self.session.data_to_send():
            self._wire.append(data)
            self._wire_bytes += len(data)
        self._wake.set()

    def _remember(self, message: ServerMessage) -> None:
        """The client is gone: the answers to its requests are kept for when it asks again."""
        if isinstance(message, Accepted):
            self._ledger.accept(self.client_id, message)
        elif isinstance(message, EndMessage):
            self._ledger.end(self.client_id, message)
