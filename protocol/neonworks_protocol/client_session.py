"""The client's side of one connection, without I/O, threads or a clock.

::

    session = ClientSession(ClientInfo(id=uuid4().hex, name="cli"))
    session.connect()                          # queues hello
    socket.send(*session.data_to_send())       # after connect(), send() and receive()
    for event in session.receive(data): ...    # server messages; frames are whole

The session checks that the server keeps to the protocol, numbers and frames included; where it does not,
``receive`` raises ``ProtocolError`` and the driver closes the connection.
"""

import hashlib
from typing import Any

from neonworks_protocol.chunks import FrameAssembler
from neonworks_protocol.codec import encode, server_decoder
from neonworks_protocol.errors import (
    CreditExceeded,
    DuplicateRequest,
    IllegalTransition,
    NotWelcome,
    ProtocolError,
    TooLarge,
    UnknownMessage,
)
from neonworks_protocol.events import ClientEvent, Ignored
from neonworks_protocol.jobs import JobState, LinkState, transition
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import (
    Accepted,
    Blob,
    ClientMessage,
    Credit,
    EndMessage,
    Error,
    Frame,
    FrameChunk,
    Hello,
    RequestMessage,
    ServerMessage,
    Spec,
    Submit,
    Welcome,
)
from neonworks_protocol.records import ClientInfo, Resume
from neonworks_protocol.tracking import RequestTracker
from neonworks_protocol.version import SUPPORTED_VERSIONS
from neonworks_protocol.vocabulary import Encoding

__all__ = ["ClientSession"]


class ClientSession:
    """One connection. ``limits`` bound what is read from the server; ``welcome`` bounds what is sent.

    With ``auto_credit`` a credit is granted for each payload message that arrived, half a window at a time;
    without, the driver calls ``grant`` when it has used them.
    """

    def __init__(
        self,
        client: ClientInfo,
        *,
        encodings: tuple[Encoding, ...] = (Encoding.RAW, Encoding.PNG),
        limits: Limits | None = None,
        auto_credit: bool = True,
    ) -> None:
        self.client = client
        self._encodings = encodings
        self._limits = limits or Limits()
        self._auto_credit = auto_credit
        self._decoder = server_decoder(self._limits)
        self._state = LinkState.GREETING
        self._said_hello = False
        self._welcome: Welcome | None = None
        self._tracker = RequestTracker(self._limits.clips_per_request)
        self._digests: dict[str, str] = {}
        self._assembler = FrameAssembler()
        self._outbox: list[bytes] = []
        self._seq = 0
        self._credit = 0
        self._ungranted = 0

    @property
    def state(self) -> LinkState:
        return self._state

    @property
    def welcome(self) -> Welcome | None:
        """What the server said of itself, once it did."""
        return self._welcome

    @property
    def last_seq(self) -> int:
        """Number of the last message that arrived; 0 before the first."""
        return self._seq

    def open_requests(self) -> dict[str, JobState]:
        """Id -> state of every request that has not ended, the oldest first."""
        return self._tracker.open_requests()

    def connect(self, resume: Resume | None = None) -> None:
        """Queues ``hello``; raises ``NotWelcome`` the second time."""
        if self._said_hello:
            raise NotWelcome("hello was said already")
        self._said_hello = True
        hello = Hello(
            versions=SUPPORTED_VERSIONS, client=self.client, encodings=self._encodings, resume=resume
        )
        self._outbox.append(encode(hello))

    def send(self, message: ClientMessage) -> None:
        """Queues ``message``; a request that is open already, and equal, is not sent twice.

        Raises ``NotWelcome`` while no ``welcome`` has arrived, ``TooLarge`` over the server's limit, and
        ``DuplicateRequest`` for an open request's id with other content.
        """
        if self._welcome is None or self._state is not LinkState.OPEN or isinstance(message, Hello):
            raise NotWelcome("wait for welcome before sending anything but connect()'s hello")
        data = encode(message)
        self._check_size(message, data)
        if isinstance(message, RequestMessage) and not self._open(message, data):
            return
        if isinstance(message, Credit):
            self._credit += message.messages
        self._outbox.append(data)

    def grant(self, messages: int) -> None:
        """Lets the server send that many payload messages more."""
        self.send(Credit(messages=messages))

    def receive(self, data: bytes | str) -> tuple[ClientEvent, ...]:
        """What one WebSocket message means; nothing for a frame's chunk that is not the last.

        Raises ``ProtocolError`` when the server breaks the protocol.
        """
        if self._state is LinkState.CLOSED:
            return ()
        try:
            return self._read(self._decoder.decode(data))
        except UnknownMessage as error:
            return (Ignored(error.message),)
        except IllegalTransition as error:
            self.close()
            raise ProtocolError(f"the server broke the protocol: {error.message}") from error
        except ProtocolError:
            self.close()
            raise

    def data_to_send(self) -> list[bytes]:
        """WebSocket messages to send now, in order; each is handed out once."""
        outbox, self._outbox = self._outbox, []
        return outbox

    def close(self) -> None:
        """The connection is gone or given up."""
        if self._state is not LinkState.CLOSED:
            self._state = transition(self._state, LinkState.CLOSED, "the connection")

    def _read(self, message: ServerMessage) -> tuple[ClientEvent, ...]:
        if message.seq <= self._seq:
            raise ProtocolError(f"server message {message.seq} came after {self._seq}")
        self._seq = message.seq
        return self._greeted(message) if self._state is LinkState.GREETING else self._take(message)

    def _greeted(self, message: ServerMessage) -> tuple[ClientEvent, ...]:
        if isinstance(message, Error):
            self.close()
        elif isinstance(message, Welcome):
            if message.version not in SUPPORTED_VERSIONS or message.encoding not in self._encodings:
                raise ProtocolError("welcome names a version or an encoding that was not offered")
            self._welcome = message
            self._credit = message.limits.credit_initial
            self._state = transition(self._state, LinkState.OPEN, "the connection")
        else:
            raise ProtocolError("the server answers hello by welcome or error")
        return (message,)

    def _take(self, message: Any) -> tuple[ClientEvent, ...]:
        if isinstance(message, Frame | FrameChunk):
            return self._payload(message)
        if isinstance(message, Blob):
            self._use_credit()
        elif isinstance(message, Welcome):
            raise ProtocolError("the server welcomes once")
        elif isinstance(message, Error):
            self._refused(message)
        elif self._tracker.governs(message):
            self._apply(message)
        return (message,)

    def _payload(self, message: Frame | FrameChunk) -> tuple[ClientEvent, ...]:
        self._use_credit()
        frame = self._assembler.begin(message) if isinstance(message, Frame) else self._assembler.add(message)
        if frame is None:
            return ()
        self._tracker.frame(frame)
        return (frame,)

    def _apply(self, message: Any) -> None:
        request = self._tracker.get(message.request_id)
        if isinstance(message, Spec) and request is None:
            return
        repeated = isinstance(message, Accepted) and request is not None and request.job_id is not None
        if repeated and request is not None and request.job_id == message.job_id:
            return
        self._tracker.apply(message)
        if isinstance(message, EndMessage):
            self._digests.pop(message.request_id, None)

    def _refused(self, message: Error) -> None:
        """A request that never became one is forgotten; one that runs is not touched by an ``error``."""
        request = self._tracker.get(message.request_id) if message.request_id else None
        if message.request_id and request is not None and request.state is JobState.SUBMITTED:
            self._tracker.drop(message.request_id)
            self._digests.pop(message.request_id, None)

    def _open(self, message: RequestMessage, data: bytes) -> bool:
        """Follows a request; False when it is open already."""
        digest = hashlib.sha256(data).hexdigest()
        known = self._digests.get(message.request_id)
        if known is not None and known != digest:
            raise DuplicateRequest(f"request id {message.request_id} is in use with other content")
        if known is not None:
            return False
        self._tracker.open(message.request_id, message.channel if isinstance(message, Submit) else None)
        self._digests[message.request_id] = digest
        return True

    def _check_size(self, message: ClientMessage, data: bytes) -> None:
        assert self._welcome is not None
        tag = str(message.__struct_config__.tag)
        most = self._welcome.limits.message_bytes(tag)
        if len(data) > most:
            raise TooLarge(f"{tag}: at most {most} bytes, not {len(data)}; send a smaller picture")

    def _use_credit(self) -> None:
        if self._credit < 1:
            raise CreditExceeded("the server sent more than it was granted")
        self._credit -= 1
        if not self._auto_credit or self._welcome is None:
            return
        self._ungranted += 1
        if 2 * self._ungranted >= self._welcome.limits.credit_initial:
            granted, self._ungranted = self._ungranted, 0
            self.grant(granted)
