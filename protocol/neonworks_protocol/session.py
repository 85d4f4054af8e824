"""The server's side of one connection, without I/O, threads or a clock: bytes in, events out; messages in,
bytes out.

::

    session = ServerSession(session_id, capabilities, ledger)
    for event in session.receive(data):      # act on it; answer with session.send(message)
        ...
    for data in session.data_to_send():      # after every receive() and send()
        await socket.send(data)

The session answers alone: ``hello``, bad messages, requests sent twice, ``credit``. It refuses, by
``IllegalTransition``, what the driver must not send: a frame after an end, a second end, an answer to
nothing. After ``close()`` messages about requests are still checked and remembered, and not sent.
"""

import hashlib
from collections.abc import Callable
from typing import Any, Protocol

import msgspec

from neonworks_protocol.chunks import frame_parts, split_frame
from neonworks_protocol.codec import client_decoder, encode
from neonworks_protocol.errors import (
    AnimatorError,
    BadRequest,
    Busy,
    CreditExceeded,
    DuplicateRequest,
    IllegalTransition,
    NotFound,
    NotWelcome,
    ProtocolError,
    VersionMismatch,
)
from neonworks_protocol.events import Closing, Connected, Reattached, Rejected, ServerEvent
from neonworks_protocol.jobs import JobState, LinkState, transition
from neonworks_protocol.ledger import LedgerEntry, RequestLedger
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import (
    Accepted,
    AssetChanged,
    Blob,
    Cancel,
    ClientMessage,
    Credit,
    EndMessage,
    Error,
    Failed,
    Frame,
    FrameChunk,
    GetResult,
    Hello,
    ModelsCatalog,
    RequestMessage,
    Retry,
    ServerMessage,
    Submit,
    Variations,
    WatchStatus,
    Welcome,
)
from neonworks_protocol.queries import QueryTable
from neonworks_protocol.records import ServerCapabilities
from neonworks_protocol.tracking import RequestTracker
from neonworks_protocol.version import SUPPORTED_VERSIONS, choose_version

__all__ = ["POLICY_VIOLATION", "ReplayLog", "ServerSession"]

POLICY_VIOLATION = 1008
"""WebSocket close code (RFC 6455, 7.4.1) of a connection that the session gave up."""
_OUTBOX = 4096
"""Messages the driver may leave uncollected: a batch of clips with their frames; more is a bug in it."""


class ReplayLog(Protocol):
    """Where sent messages are recorded for a client that comes back; frames without their ``data``."""

    def record(self, message: ServerMessage) -> None: ...


class ServerSession:
    """One connection. ``session_id`` names it to the client; ``ledger`` is shared by all connections."""

    def __init__(
        self,
        session_id: str,
        capabilities: ServerCapabilities,
        ledger: RequestLedger,
        *,
        limits: Limits | None = None,
        replay: ReplayLog | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.session_id = session_id
        self._capabilities = capabilities
        self._ledger = ledger
        self._replay = replay
        self._decoder = client_decoder(self.limits)
        self._state = LinkState.GREETING
        self._hello: Hello | None = None
        self._tracker = RequestTracker(self.limits.clips_per_request)
        self._queries = QueryTable(self.limits.requests_open)
        self._outbox: list[bytes] = []
        self._seq = 0
        self._credit = self.limits.credit_initial
        self._refused = 0
        self._handlers: dict[type, Callable[[Any], tuple[ServerEvent, ...]]] = {
            Hello: self._greet_again,
            Submit: self._request,
            Variations: self._request,
            GetResult: self._request,
            Retry: self._request,
            Cancel: self._cancel,
            Credit: self._grant,
        }

    @property
    def state(self) -> LinkState:
        return self._state

    @property
    def client_id(self) -> str | None:
        """``hello.client.id``, once it is known."""
        return self._hello.client.id if self._hello else None

    @property
    def credit(self) -> int:
        """Payload messages that may be sent now."""
        return self._credit

    def open_requests(self) -> dict[str, JobState]:
        """Id -> state of every request that has not ended, the oldest first."""
        return self._tracker.open_requests()

    def cost(self, message: ServerMessage) -> int:
        """Credits that ``send`` will take for ``message``."""
        if isinstance(message, Frame):
            return frame_parts(message)
        return 1 if isinstance(message, Blob) else 0

    def receive(self, data: bytes | str) -> tuple[ServerEvent, ...]:
        """What one WebSocket message means. Never raises for what a client sent."""
        if self._state is LinkState.CLOSED:
            return ()
        self._check_outbox()
        try:
            message = self._decoder.decode(data)
        except ProtocolError as error:
            return self._reject(error, self._decoder.request_id(data))
        if self._state is LinkState.GREETING:
            return self._greet(message)
        return self._handlers.get(type(message), self._query)(message)

    def send(self, message: ServerMessage) -> None:
        """Queues ``message``; ``seq`` and chunks are filled in here.

        Raises ``IllegalTransition`` for what the state forbids, and ``CreditExceeded`` for a payload
        without credit (ask ``credit`` and ``cost`` first); then nothing has changed.
        """
        if self._state is LinkState.GREETING:
            raise IllegalTransition("send after the client was welcomed")
        self._check_outbox()
        if isinstance(message, Frame):
            self._send_frame(message)
            return
        self._check(message)
        self._remember(message)
        self._emit(message)

    def data_to_send(self) -> list[bytes]:
        """WebSocket messages to send now, in order; each is handed out once."""
        outbox, self._outbox = self._outbox, []
        return outbox

    def close(self) -> None:
        """The connection is gone, or is to be given up. Open requests stay to be ended by the driver."""
        if self._state is not LinkState.CLOSED:
            self._state = transition(self._state, LinkState.CLOSED, "the connection")

    def _greet(self, message: ClientMessage) -> tuple[ServerEvent, ...]:
        if not isinstance(message, Hello):
            return self._reject(NotWelcome("say hello first"), None)
        version = choose_version(message.versions)
        if version is None:
            spoken = ", ".join(map(str, SUPPORTED_VERSIONS))
            return self._reject(VersionMismatch(f"this server speaks protocol version {spoken}"), None)
        encoding = next((e for e in message.encodings if e in self._capabilities.encodings), None)
        if encoding is None:
            return self._reject(BadRequest("no frame encoding in hello is one that this server sends"), None)
        self._hello = message
        self._state = transition(self._state, LinkState.OPEN, "the connection")
        welcome = Welcome(
            session=self.session_id,
            version=version,
            encoding=encoding,
            limits=self.limits,
            capabilities=self._capabilities,
        )
        self._emit(welcome)
        return (Connected(message, version),)

    def _greet_again(self, message: Hello) -> tuple[ServerEvent, ...]:
        return self._reject(NotWelcome("hello was answered already"), None)

    def _request(self, message: RequestMessage) -> tuple[ServerEvent, ...]:
        client = self._client()
        digest = hashlib.sha256(encode(message)).hexdigest()
        entry = self._ledger.get(client, message.request_id)
        if entry is not None or message.request_id in self._queries:
            return self._again(message, entry, digest)
        channel = message.channel if isinstance(message, Submit) else None
        try:
            self._check_room(channel)
            self._ledger.open(client, message.request_id, digest)
        except Busy as error:
            return self._refuse(message, error)
        self._tracker.open(message.request_id, channel)
        return (message,)

    def _again(
        self, message: RequestMessage, entry: LedgerEntry | None, digest: str
    ) -> tuple[ServerEvent, ...]:
        """The answer to a request id that was used before."""
        if entry is None or entry.digest != digest:
            error = DuplicateRequest(f"request id {message.request_id} was used with other content")
            return self._reject(error, message.request_id)
        if entry.accepted is not None:
            self._emit(entry.accepted)
        if entry.end is not None:
            self._emit(entry.end)
        if entry.end is not None or message.request_id in self._tracker:
            return ()
        self._tracker.open(message.request_id, message.channel if isinstance(message, Submit) else None)
        if entry.accepted is not None:
            self._tracker.apply(entry.accepted)
        return (Reattached(message, entry.accepted),)

    def _check_room(self, channel: str | None) -> None:
        if len(self._tracker) >= self.limits.requests_open:
            raise Busy(f"{self.limits.requests_open} requests are open; wait for some to end")
        channels = self._tracker.channels()
        if channel is not None and channel not in channels and len(channels) >= self.limits.channels:
            raise Busy(f"{self.limits.channels} channels are in use; end the requests of one")

    def _refuse(self, message: RequestMessage, error: AnimatorError) -> tuple[ServerEvent, ...]:
        """Ends a request that was not let in."""
        failed = Failed(request_id=message.request_id, code=error.code, message=error.message, retryable=True)
        self._emit(failed)
        return (Rejected(error.code, error.message, message.request_id),)

    def _cancel(self, message: Cancel) -> tuple[ServerEvent, ...]:
        request = self._tracker.get(message.request_id)
        if request is not None:
            asked_before, request.cancel_asked = request.cancel_asked, True
            return () if asked_before else (message,)
        entry = self._ledger.get(self._client(), message.request_id)
        if entry is not None and entry.end is not None:
            return ()
        where = "there is no such request" if entry is None else "send the request again here, then cancel it"
        return self._reject(NotFound(f"cancel {message.request_id}: {where}"), message.request_id)

    def _grant(self, message: Credit) -> tuple[ServerEvent, ...]:
        if self._credit + message.messages > self.limits.credit_max:
            error = CreditExceeded(f"at most {self.limits.credit_max} credits may be unused")
            return self._reject(error, None)
        self._credit += message.messages
        return (message,)

    def _query(self, message: Any) -> tuple[ServerEvent, ...]:
        request_id: str = message.request_id
        if request_id in self._tracker or request_id in self._queries:
            return self._reject(DuplicateRequest(f"request id {request_id} is in use"), request_id)
        try:
            self._queries.open(message)
        except Busy as error:
            return self._reject(error, request_id)
        return (message,)

    def _check(self, message: ServerMessage) -> None:
        """Raises unless ``message`` may be sent now; takes it over in the tracker or the query table."""
        if isinstance(message, Blob):
            self._check_blob(message)
        elif self._queries.answers(message):
            self._queries.close(message)
        elif self._tracker.governs(message):
            self._tracker.apply(message)
        elif not isinstance(message, Error | AssetChanged) and not (
            isinstance(message, ModelsCatalog | WatchStatus) and message.request_id is None
        ):
            raise IllegalTransition(f"{type(message).__name__} answers nothing that was asked")

    def _check_blob(self, blob: Blob) -> None:
        if len(blob.data) > self.limits.chunk_bytes:
            raise IllegalTransition("a blob is one chunk; split files with blob_messages")
        self._check_credit(1)
        if self._queries.answers(blob):
            self._queries.close(blob)
        elif not self._tracker.accepted(blob.request_id):
            raise IllegalTransition(f"blob for {blob.request_id}, which did not ask for any")
        self._credit -= 1

    def _send_frame(self, frame: Frame) -> None:
        if frame.parts != 1:
            raise IllegalTransition("send frames whole; the session splits them")
        cost = frame_parts(frame)
        self._check_credit(cost)
        self._tracker.frame(frame)
        self._credit -= cost
        if cost == 1:
            self._emit(frame)
            return
        for part in split_frame(frame):
            self._emit(part)

    def _check_credit(self, cost: int) -> None:
        if cost > self._credit and self._state is LinkState.OPEN:
            raise CreditExceeded(f"{cost} credits needed, {self._credit} left; wait for the client's grant")

    def _check_outbox(self) -> None:
        if len(self._outbox) >= _OUTBOX:
            raise IllegalTransition("the driver does not collect data_to_send()")

    def _remember(self, message: ServerMessage) -> None:
        """Tells the ledger of answers and ends. A refusal that may pass later leaves the id free."""
        if isinstance(message, Accepted):
            self._ledger.accept(self._client(), message)
        elif isinstance(message, Failed) and message.retryable:
            self._ledger.end_retryable(self._client(), message)
        elif isinstance(message, EndMessage):
            self._ledger.end(self._client(), message)

    def _reject(self, error: AnimatorError, request_id: str | None) -> tuple[ServerEvent, ...]:
        self._emit(Error(code=error.code, message=error.message, request_id=request_id))
        rejected = Rejected(error.code, error.message, request_id)
        self._refused += 1
        if self._state is LinkState.OPEN and self._refused < self.limits.bad_messages:
            return (rejected,)
        self.close()
        return (rejected, Closing(POLICY_VIOLATION, error.code))

    def _emit(self, message: ServerMessage) -> None:
        if self._state is LinkState.CLOSED:
            return
        self._seq += 1
        numbered = msgspec.structs.replace(message, seq=self._seq)
        self._outbox.append(encode(numbered))
        if self._replay is not None:
            self._replay.record(_without_data(numbered))

    def _client(self) -> str:
        assert self._hello is not None
        return self._hello.client.id


def _without_data(message: ServerMessage) -> ServerMessage:
    if isinstance(message, Frame | FrameChunk | Blob):
        return msgspec.structs.replace(message, data=b"")
    return message
