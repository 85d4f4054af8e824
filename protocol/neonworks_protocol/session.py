"""The server's side of one connection, without I/O, threads or a clock: bytes in, events out; messages in,
bytes out.

::

    session = ServerSession(session_id, capabilities, ledger)
    for event in session.receive(data):      # act on it; answer with session.send(message)
        ...
    for data in session.data_to_send():      # after every receive() and send()
        await socket.send(data)

A session outlives its socket. When that is lost: ``detach()``; when the client comes back with a ``hello``
that the session ``can_resume``: ``resume(hello)``, and before anything else is sent, while ``replaying``::

    match session.replay(frame_source):
        case Step.WAITS: ...                 # go on when the client has granted credit
        case Step.LOST: session.give_up()    # tells the client of the gap

The session answers alone: ``hello``, bad messages, requests sent twice, ``credit``. It refuses, by
``IllegalTransition``, what the driver must not send: a frame after an end, a second end, an answer to
nothing. After ``close()`` messages about requests are still checked and remembered, and not sent.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from neonworks_protocol.chunks import frame_parts
from neonworks_protocol.codec import client_decoder, encode
from neonworks_protocol.errors import (
    AnimatorError,
    Busy,
    CreditExceeded,
    DuplicateRequest,
    IllegalTransition,
    NotFound,
    NotWelcome,
    ProtocolError,
    StorageFailed,
)
from neonworks_protocol.events import (
    Closing,
    Connected,
    Reattached,
    Rejected,
    Repeated,
    Resumed,
    ServerEvent,
)
from neonworks_protocol.greeting import Agreement, agree
from neonworks_protocol.jobs import JobState, LinkState, transition
from neonworks_protocol.ledger import LedgerEntry, RequestLedger, remember
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import (
    Blob,
    Cancel,
    ClientMessage,
    Credit,
    Done,
    Error,
    Failed,
    Frame,
    Gap,
    GetResult,
    Hello,
    Interpolate,
    RequestMessage,
    Retry,
    ServerMessage,
    Submit,
    TakenOver,
    Variations,
    Welcome,
)
from neonworks_protocol.open_work import OpenWork
from neonworks_protocol.records import ServerCapabilities
from neonworks_protocol.replay import MAX_NOTES, FrameSource, ReplayRing
from neonworks_protocol.sender import Sender, Step

__all__ = ["POLICY_VIOLATION", "ServerSession"]

POLICY_VIOLATION = 1008
"""WebSocket close code (RFC 6455, 7.4.1) of a connection that the session gave up."""
_BACKLOG = 2 * MAX_NOTES
"""Missed messages, and answers that follow them, of a client that asks on without granting credit."""


class ServerSession:
    """One client's session. ``session_id`` names it and must not be guessed; ``ledger`` is shared by all."""

    def __init__(
        self,
        session_id: str,
        capabilities: ServerCapabilities,
        ledger: RequestLedger,
        *,
        limits: Limits | None = None,
        ring: ReplayRing | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.session_id = session_id
        self._capabilities = capabilities
        self._ledger = ledger
        self._decoder = client_decoder(self.limits)
        self._state = LinkState.GREETING
        self._agreement: Agreement | None = None
        self._open = OpenWork(self.limits)
        self._sender = Sender(ring or ReplayRing(), self.limits.credit_initial)
        self._last: tuple[int, int] | None = None
        self._received = self._refused = 0
        self._handlers: dict[type, Callable[[Any], tuple[ServerEvent, ...]]] = {
            Hello: self._greet_again,
            Submit: self._request,
            Variations: self._request,
            Interpolate: self._request,
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
        return self._agreement.client_id if self._agreement else None

    @property
    def credit(self) -> int:
        """Payload messages that may be sent now."""
        return self._sender.credit

    @property
    def replaying(self) -> bool:
        """Missed messages are to be sent first, by ``replay``."""
        return self._sender.replaying > 0

    def serves(self, request_id: str) -> bool:
        """Whether a request or a question of that id is open here."""
        return request_id in self._open

    def asks(self, request_id: str) -> bool:
        """Whether a question of that id is open here."""
        return request_id in self._open.queries

    def open_requests(self) -> dict[str, JobState]:
        """Id -> state of every request that has not ended, the oldest first."""
        return self._open.requests.open_requests()

    def cost(self, message: ServerMessage) -> int:
        """Credits that ``send`` will take for ``message``."""
        if isinstance(message, Frame):
            return frame_parts(message)
        return 1 if isinstance(message, Blob) else 0

    def receive(self, data: bytes | str) -> tuple[ServerEvent, ...]:
        """What one WebSocket message means. Never raises for what a client sent."""
        if self._state in (LinkState.DETACHED, LinkState.CLOSED):
            return ()
        self._sender.check()
        if self._state is LinkState.OPEN:
            self._count(data)
            if self._sender.replaying > _BACKLOG:
                self.close()
                return (Closing(POLICY_VIOLATION, "grant credit before asking on"),)
        try:
            message = self._decoder.decode(data)
        except ProtocolError as error:
            return self._reject(error, self._decoder.request_id(data))
        if self._state is LinkState.GREETING:
            return self._greet(message)
        if isinstance(message, Credit):
            self._last = None
        return self._handlers.get(type(message), self._query)(message)

    def send(self, message: ServerMessage) -> None:
        """Queues ``message``; ``seq`` and chunks are filled in here.

        Raises ``IllegalTransition`` for what the state forbids, and ``CreditExceeded`` for a payload
        without credit (ask ``credit`` and ``cost`` first); then nothing has changed.
        """
        if self._state is LinkState.GREETING:
            raise IllegalTransition("send after the client was welcomed")
        if self._state is LinkState.DETACHED:
            raise IllegalTransition("a session without a socket sends nothing; keep what waits")
        self._sender.check()
        if isinstance(message, Frame):
            self._send_frame(message)
        elif isinstance(message, Blob):
            self._send_blob(message)
        else:
            self._open.apply(message)
            remember(self._ledger, self._client(), message)
            self._emit(message)

    def data_to_send(self) -> list[bytes]:
        """WebSocket messages to send now, in order; each is handed out once."""
        return self._sender.collect()

    def detach(self) -> None:
        """The socket is gone; the session waits for ``resume``, or for ``close``."""
        if self._state is LinkState.OPEN:
            self._state = transition(self._state, LinkState.DETACHED, "the session")
            self._sender.detach()

    def can_resume(self, hello: Hello) -> bool:
        """Whether ``hello`` asks for this session, by right and possibly."""
        resume = hello.resume
        return (
            self._agreement is not None
            and resume is not None
            and self._state in (LinkState.OPEN, LinkState.DETACHED)
            and resume.session == self.session_id
            and resume.seq <= self._sender.last_seq
            and self._agreement.holds_for(hello)
        )

    def take_over(self) -> list[bytes]:
        """A newer socket takes the session: the last messages for the older one."""
        last = encode(TakenOver(seq=self._sender.skip()))
        self.detach()
        return [last]

    def resume(self, hello: Hello) -> tuple[ServerEvent, ...]:
        """Welcomes the client again over a new socket; only where it ``can_resume``."""
        assert hello.resume is not None
        self._state = transition(self._state, LinkState.OPEN, "the session")
        self._last = None
        credit = hello.resume.credit
        complete = self._sender.resume(
            self._welcome(resumed=True),
            hello.resume.seq,
            self.limits.credit_initial if credit is None else min(credit, self.limits.credit_max),
        )
        if not complete:
            self.give_up()
        return (Resumed(hello, gap=not complete),)

    def keep(self, max_bytes: int) -> None:
        """Keep at most ``max_bytes`` of what was sent, for a client that comes back; less means a ``gap``
        sooner."""
        self._sender.keep(max_bytes)

    def replay(self, source: FrameSource) -> Step:
        """Sends the next missed message again, its frames' bytes from ``source``."""
        return self._sender.step(source)

    def give_up(self) -> None:
        """What was missed is lost: tells the client, and forgets the session's requests and questions."""
        first, last = self._sender.give_up()
        requests = self._open.forget()
        self._emit(Gap(first_seq=first, last_seq=last, received=self._received, requests=requests))

    def close(self) -> None:
        """The session is over. Open requests stay to be ended by the driver."""
        if self._state is not LinkState.CLOSED:
            self._state = transition(self._state, LinkState.CLOSED, "the session")
            self._sender.forget()

    def _count(self, data: bytes | str) -> None:
        """Counts what was taken in; the same bytes again at once are the same message."""
        mark = len(data), hash(data)
        self._received += mark != self._last
        self._last = mark

    def _greet(self, message: ClientMessage) -> tuple[ServerEvent, ...]:
        if not isinstance(message, Hello):
            return self._reject(NotWelcome("say hello first"), None)
        try:
            self._agreement = agree(message, self._capabilities.encodings)
        except AnimatorError as error:
            return self._reject(error, None)
        self._state = transition(self._state, LinkState.OPEN, "the session")
        self._emit(self._welcome(resumed=False))
        return (Connected(message, self._agreement.version),)

    def _welcome(self, *, resumed: bool) -> Welcome:
        assert self._agreement is not None
        return Welcome(
            session=self.session_id,
            version=self._agreement.version,
            encoding=self._agreement.encoding,
            limits=self.limits,
            capabilities=self._capabilities,
            resumed=resumed,
            received=self._received,
        )

    def _greet_again(self, message: Hello) -> tuple[ServerEvent, ...]:
        return self._reject(NotWelcome("hello was answered already"), None)

    def _request(self, message: RequestMessage) -> tuple[ServerEvent, ...]:
        client = self._client()
        digest = hashlib.sha256(encode(message)).hexdigest()
        entry = self._ledger.get(client, message.request_id)
        if entry is not None or self.serves(message.request_id):
            return self._again(message, entry, digest)
        channel = message.channel if isinstance(message, Submit) else None
        try:
            self._open.check_room(channel)
            self._ledger.open(client, message.request_id, digest)
        except (Busy, StorageFailed) as error:
            return self._refuse(message, error)
        self._open.requests.open(message.request_id, channel)
        return (message,)

    def _again(
        self, message: RequestMessage, entry: LedgerEntry | None, digest: str
    ) -> tuple[ServerEvent, ...]:
        """The answer to a request id that was used before."""
        if entry is None or entry.digest != digest:
            error = DuplicateRequest(f"request id {message.request_id} is in use with other content")
            return self._reject(error, message.request_id)
        known = message.request_id in self._open.requests
        over = entry.end is not None and (entry.accepted is None or not isinstance(entry.end, Done))
        channel = message.channel if isinstance(message, Submit) else None
        if not known and not over:
            try:
                self._open.check_room(channel)
            except Busy as error:
                return self._reject(error, message.request_id)
        if entry.accepted is not None:
            self._emit(entry.accepted)
        if over and entry.end is not None:
            self._emit(entry.end)
        return () if known or over else self._move(message, entry, channel)

    def _move(
        self, message: RequestMessage, entry: LedgerEntry, channel: str | None
    ) -> tuple[ServerEvent, ...]:
        """A request that another connection began, or that was done before, is told here from now on."""
        self._open.requests.open(message.request_id, channel)
        if entry.accepted is None:
            return (Reattached(message, None),)
        self._open.requests.apply(entry.accepted)
        if entry.end is not None:
            return (Repeated(message, entry.accepted, entry.end),)
        return (Reattached(message, entry.accepted),)

    def _refuse(self, message: RequestMessage, error: AnimatorError) -> tuple[ServerEvent, ...]:
        """Ends a request that was not let in."""
        failed = Failed(request_id=message.request_id, code=error.code, message=error.message, retryable=True)
        self._emit(failed)
        return (Rejected(error.code, error.message, message.request_id),)

    def _cancel(self, message: Cancel) -> tuple[ServerEvent, ...]:
        request = self._open.requests.get(message.request_id)
        if request is not None:
            asked_before, request.cancel_asked = request.cancel_asked, True
            return () if asked_before else (message,)
        if message.request_id in self._open.queries:
            return (message,)
        entry = self._ledger.get(self._client(), message.request_id)
        if entry is None and self._open.queries.answered(message.request_id):
            return ()
        if entry is not None:
            # Another session of this client has it, or this one has forgotten it in a gap.
            return () if entry.end is not None else (message,)
        return self._reject(NotFound(f"there is no request {message.request_id}"), message.request_id)

    def _grant(self, message: Credit) -> tuple[ServerEvent, ...]:
        if self._sender.credit + message.messages > self.limits.credit_max:
            error = CreditExceeded(f"at most {self.limits.credit_max} credits may be unused")
            return self._reject(error, None)
        self._sender.credit += message.messages
        return (message,)

    def _query(self, message: Any) -> tuple[ServerEvent, ...]:
        request_id: str = message.request_id
        if request_id in self._open.requests or request_id in self._open.queries:
            return self._reject(DuplicateRequest(f"request id {request_id} is in use"), request_id)
        try:
            self._open.queries.open(message)
        except Busy as error:
            return self._reject(error, request_id)
        return (message,)

    def _send_blob(self, blob: Blob) -> None:
        if len(blob.data) > self.limits.chunk_bytes:
            raise IllegalTransition("a blob is one chunk; split files with blob_messages")
        self._sender.check_credit(1)
        self._open.apply(blob)
        self._sender.credit -= 1
        self._emit(blob)

    def _send_frame(self, frame: Frame) -> None:
        if frame.parts != 1:
            raise IllegalTransition("send frames whole; the session splits them")
        cost = frame_parts(frame)
        self._sender.check_credit(cost)
        if self.replaying:
            raise IllegalTransition("replay what was missed before sending frames")
        self._open.requests.frame(frame)
        if self._state is LinkState.OPEN:
            self._sender.emit_frame(frame)

    def _reject(self, error: AnimatorError, request_id: str | None) -> tuple[ServerEvent, ...]:
        self._emit(Error(code=error.code, message=error.message, request_id=request_id))
        rejected = Rejected(error.code, error.message, request_id)
        self._refused += 1
        if self._state is LinkState.OPEN and self._refused < self.limits.bad_messages:
            return (rejected,)
        self.close()
        return (rejected, Closing(POLICY_VIOLATION, error.code))

    def _emit(self, message: ServerMessage) -> None:
        if self._state is not LinkState.CLOSED:
            self._sender.emit(message)

    def _client(self) -> str:
        assert self._agreement is not None
        return self._agreement.client_id
