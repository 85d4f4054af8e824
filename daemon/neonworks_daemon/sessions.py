"""``Session``: what a client has with the daemon, over any number of sockets.

It owns the protocol's side of it (a sans-I/O ``ServerSession``) and the outbox. Feeds go on posting while no
socket is attached; what they post waits, without pixels, until the client is back or the session ends.
"""

import logging
from collections.abc import Iterable
from typing import Protocol

from neonworks_protocol.errors import NotFound
from neonworks_protocol.events import Connected, Resumed, ServerEvent
from neonworks_protocol.jobs import LinkState
from neonworks_protocol.ledger import RequestLedger, remember
from neonworks_protocol.messages import Blob, EndMessage, Hello, ServerMessage
from neonworks_protocol.replay import FrameSource
from neonworks_protocol.sender import Step
from neonworks_protocol.session import ServerSession
from neonworks_protocol.vocabulary import Encoding

from neonworks_daemon.logs import fields
from neonworks_daemon.outbox import HELD_BYTES, NEWS, Outbox

__all__ = ["Carrier", "Session"]

_ANSWERS = ""
"""The outbox line of answers to queries; no request has an empty id."""

_logger = logging.getLogger(__name__)


class Carrier(Protocol):
    """The part of a connection that its session needs."""

    def wake(self) -> None:
        """There is something to send."""
        ...

    def take_over(self, last: list[bytes]) -> None:
        """A newer socket has the session: say ``last`` and close."""
        ...


class Session:
    """``frames`` gives the bytes of frames again; ``outbox_bytes`` bounds what may wait before work stops."""

    def __init__(
        self, protocol: ServerSession, ledger: RequestLedger, frames: FrameSource, *, outbox_bytes: int
    ) -> None:
        self.protocol = protocol
        self.encoding = Encoding.RAW
        """How this client wants its frames; known with its ``hello``."""
        self._carrier: Carrier | None = None
        self._ledger = ledger
        self._frames = frames
        self._outbox_bytes = outbox_bytes
        self._outbox = Outbox(frames)
        self._torn = False
        """Files that waited were dropped with the socket: the client must ask for them again."""

    @property
    def client_id(self) -> str:
        """The client's own id; empty before ``hello``."""
        return self.protocol.client_id or ""

    @property
    def open(self) -> bool:
        """Whether the client can still be told something, now or when it is back."""
        return self.protocol.state in (LinkState.OPEN, LinkState.DETACHED)

    @property
    def attached(self) -> bool:
        """Whether a socket carries the session."""
        return self.protocol.state is LinkState.OPEN

    @property
    def waiting(self) -> int:
        """Messages that wait to be sent, missed ones included."""
        return len(self._outbox) + int(self.protocol.replaying)

    @property
    def held_bytes(self) -> int:
        """Bytes of frames that wait in memory."""
        return self._outbox.held_bytes

    def may_take(self) -> bool:
        """Whether more work for this client may start: what it was sent before must be mostly delivered."""
        return self._outbox.pending_bytes < self._outbox_bytes

    def post(self, request_id: str, message: ServerMessage) -> None:
        """Send ``message`` in the order of its request; one that the session has forgotten is only noted."""
        if self.open and self.protocol.serves(request_id):
            self._outbox.put(request_id, message)
            self._wake()
        else:
            self._remember(message)

    def end(self, request_id: str, message: EndMessage, *, drop: bool) -> None:
        """End a request; with ``drop`` what waits of it is not sent any more."""
        if drop:
            self._outbox.drop(request_id)
        self.post(request_id, message)

    def answer(self, message: ServerMessage) -> None:
        """Send the answer to a query, unless the session has forgotten it: then it is asked again.

        What names no query is news; a client that does not take it misses the oldest of it.
        """
        request_id: str | None = getattr(message, "request_id", None)
        if self.open and (request_id is None or self.protocol.serves(request_id)):
            self._outbox.put(NEWS if request_id is None else _ANSWERS, message)
            self._wake()

    def asks(self, request_id: str) -> bool:
        """Whether that is the id of a question which is not answered."""
        return self.protocol.asks(request_id)

    def may_take_files(self) -> bool:
        """Whether more files may be made for this client now."""
        return self.attached and self._outbox.file_bytes < HELD_BYTES

    def deliver(self, blob: Blob) -> None:
        """Send a part of a file, in the order of its question; for one that was forgotten nothing is sent."""
        if self.open and self.protocol.serves(blob.request_id):
            self._outbox.put(blob.request_id, blob)
            self._wake()

    def withdraw(self, request_id: str) -> bool:
        """Forget the files that wait for a question; False when none did."""
        return self._outbox.drop(request_id)

    def resume(self) -> None:
        """The client granted credit."""
        self._wake()

    def attach(self, carrier: Carrier) -> None:
        """The first socket carries the session."""
        self._carrier = carrier

    def take_up(self, hello: Hello, carrier: Carrier) -> Iterable[ServerEvent]:
        """A newer socket carries the session, which it ``can_resume``; an older one is told so."""
        if self._carrier is not None:
            self._carrier.take_over(self.protocol.take_over())
        self._carrier = carrier
        self._outbox.hold(HELD_BYTES)
        torn, self._torn = self._torn, False
        for event in self.protocol.resume(hello):
            if isinstance(event, Resumed) and event.gap:
                self._forget_waiting()
            elif torn:
                self._give_up()
            yield event

    def receive(self, data: bytes | str) -> Iterable[ServerEvent]:
        """What one WebSocket message means."""
        for event in self.protocol.receive(data):
            if isinstance(event, Connected):
                self.encoding = event.hello.encodings[0]
            yield event

    def next_data(self, budget: int) -> list[bytes]:
        """WebSocket messages to send next, about ``budget`` bytes of them."""
        data = self.protocol.data_to_send()
        size = sum(map(len, data))
        while self.attached and size < budget and self._step():
            more = self.protocol.data_to_send()
            size += sum(map(len, more))
            data += more
        return data

    def detach(self) -> None:
        """The socket is gone."""
        self._carrier = None
        self.protocol.detach()
        self._outbox.hold(0)
        # Unlike frames they cannot be read again, and nobody knows how long they would be kept.
        self._torn = self._outbox.drop_files() or self._torn

    def close(self) -> None:
        """The session is over; what could not be told is noted for when the client asks again."""
        self._carrier = None
        self.protocol.close()
        for message in self._outbox.clear():
            self._remember(message)

    def _wake(self) -> None:
        if self._carrier is not None:
            self._carrier.wake()

    def _step(self) -> bool:
        """Moves one message on; False when none can be."""
        if self.protocol.replaying:
            step = self.protocol.replay(self._frames)
            if step is Step.LOST:
                self._give_up()
            return step is not Step.WAITS
        try:
            message = self._outbox.take(self.protocol.credit)
        except NotFound:
            self._give_up()
            return True
        if message is not None:
            self.protocol.send(message)
        return message is not None

    def _give_up(self) -> None:
        """Something that is due is no longer kept: the client asks again for what it wants."""
        _logger.info("session_gap", extra=fields(client=self.client_id))
        self.protocol.give_up()
        self._forget_waiting()

    def _forget_waiting(self) -> None:
        for message in self._outbox.clear():
            self._remember(message)

    def _remember(self, message: ServerMessage) -> None:
        """The client does not hear it now: answers to its requests are kept for when it asks again."""
        remember(self._ledger, self.client_id, message)
