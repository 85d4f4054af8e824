"""The client's side of one session, without I/O, threads or a clock.

::

    session = ClientSession(ClientInfo(id=uuid4().hex, name="cli"))
    session.connect()                          # queues hello
    socket.send(*session.data_to_send())       # after connect(), send() and receive()
    for event in session.receive(data): ...    # server messages; frames are whole

When the socket is lost: ``detach()``, and over a new one ``connect()`` again, which asks the server to go on.
``welcome.resumed`` tells whether it does; where not, the session begins anew, and so it does after ``gap``.
``continuity.ContinuousSession`` knows what to send then.

The session checks that the server keeps to the protocol, numbers and frames included; where it does not,
``receive`` raises ``ProtocolError`` and the driver closes the connection.
"""

import hashlib
from collections import OrderedDict
from typing import Any

from neonworks_protocol.chunks import FrameAssembler, frame_parts
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
    Gap,
    Hello,
    RequestMessage,
    ServerMessage,
    Spec,
    Submit,
    TakenOver,
    Welcome,
)
from neonworks_protocol.records import ClientInfo, Resume
from neonworks_protocol.tracking import RequestTracker
from neonworks_protocol.version import SUPPORTED_VERSIONS
from neonworks_protocol.vocabulary import Encoding

__all__ = ["ClientSession"]

_ENDED = 1024
"""Requests remembered after their end: more than can be repeated between two looks at the socket."""


class ClientSession:
    """One session. ``limits`` bound what is read from the server; ``welcome`` bounds what is sent.

    With ``auto_credit`` a credit is granted for each payload message that arrived, half a window at a time;
    without, the driver calls ``consumed``, or ``grant``, when it has used them.
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
        self._ended: OrderedDict[str, None] = OrderedDict()
        self._echoes: set[str] = set()
        self._assembler = FrameAssembler()
        self._outbox: list[bytes] = []
        self._seq = 0
        self._sent = 0
        self._last: bytes | None = None
        self._credit = 0
        self._ungranted = 0
        self._late = 0

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

    @property
    def sent(self) -> int:
        """Messages that were queued for the server in this session, ``hello`` not counted."""
        return self._sent

    def open_requests(self) -> dict[str, JobState]:
        """Id -> state of every request that has not ended, the oldest first."""
        return self._tracker.open_requests()

    def connect(self, resume: Resume | None = None) -> None:
        """Queues ``hello``, after ``detach`` with the session to resume; once for each socket.

        Raises ``NotWelcome`` the second time.
        """
        if self._said_hello:
            raise NotWelcome("hello was said already")
        self._said_hello = True
        if resume is None and self._welcome is not None:
            resume = Resume(session=self._welcome.session, seq=self._seq, credit=self._credit)
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
        self._queue(data)
        if isinstance(message, Credit):
            self._last = None

    def repeat(self, message: ClientMessage) -> None:
        """Queues again what was sent and did not arrive: see ``welcome.received``."""
        self._queue(encode(message))

    def follow(self, message: RequestMessage) -> None:
        """After a ``gap``: the request was sent again already, its messages will come."""
        self._open(message, encode(message))

    def grant(self, messages: int) -> None:
        """Lets the server send that many payload messages more. Without a socket it is told later."""
        if self._state is not LinkState.DETACHED:
            self.send(Credit(messages=messages))
        elif self._said_hello:
            self._late += messages
        else:
            self._credit += messages

    def consumed(self, parts: int) -> None:
        """So many payload messages were used: as many are granted, half a window at a time."""
        if self._welcome is None or self._state is LinkState.CLOSED:
            return
        window = self._welcome.limits.credit_initial
        self._ungranted = min(self._ungranted + parts, max(0, window - self._credit - self._late))
        if 2 * self._ungranted >= window:
            granted, self._ungranted = self._ungranted, 0
            self.grant(granted)

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

    def detach(self) -> None:
        """The socket is gone, with what was not handed out; ``connect`` goes on over another one."""
        self._outbox.clear()
        self._said_hello = False
        self._credit, self._late = self._credit + self._late, 0
        if self._state is LinkState.OPEN:
            self._state = transition(self._state, LinkState.DETACHED, "the session")

    def close(self) -> None:
        """The session is over or given up."""
        if self._state is not LinkState.CLOSED:
            self._state = transition(self._state, LinkState.CLOSED, "the session")

    def _queue(self, data: bytes) -> None:
        """Both ends count alike: the same bytes again at once are the same message."""
        self._sent += data != self._last
        self._last = data
        self._outbox.append(data)

    def _read(self, message: ServerMessage) -> tuple[ClientEvent, ...]:
        if self._state is not LinkState.OPEN:
            return self._greeted(message)
        if message.seq <= self._seq:
            raise ProtocolError(f"server message {message.seq} came after {self._seq}")
        self._seq = message.seq
        return self._take(message)

    def _greeted(self, message: ServerMessage) -> tuple[ClientEvent, ...]:
        if isinstance(message, Error):
            self.close()
        elif isinstance(message, Welcome):
            if message.version not in SUPPORTED_VERSIONS or message.encoding not in self._encodings:
                raise ProtocolError("welcome names a version or an encoding that was not offered")
            self._begin(message)
        else:
            raise ProtocolError("the server answers hello by welcome or error")
        return (message,)

    def _begin(self, welcome: Welcome) -> None:
        earlier, self._welcome = self._welcome, welcome
        if not welcome.resumed:
            self._forget()
            self._seq, self._credit, self._late = welcome.seq, welcome.limits.credit_initial, 0
        elif earlier is None or (welcome.session, welcome.encoding) != (earlier.session, earlier.encoding):
            raise ProtocolError("the server resumes a session that is not this one")
        self._sent, self._last = welcome.received, None
        self._state = transition(self._state, LinkState.OPEN, "the session")
        if self._late:
            late, self._late = self._late, 0
            self.grant(late)

    def _forget(self) -> None:
        """What was open is unknown to the server from here on."""
        self._tracker = RequestTracker(self._limits.clips_per_request)
        self._digests.clear()
        self._echoes.clear()
        self._assembler = FrameAssembler()

    def _take(self, message: Any) -> tuple[ClientEvent, ...]:
        if isinstance(message, Frame | FrameChunk):
            return self._payload(message)
        if isinstance(message, Blob):
            self._use_credit()
        elif isinstance(message, Welcome):
            raise ProtocolError("the server welcomes once")
        elif isinstance(message, Error):
            self._refused(message)
        elif isinstance(message, Gap):
            self._forget()
        elif isinstance(message, TakenOver):
            self.close()
        elif self._tracker.governs(message):
            return self._apply(message)
        return (message,)

    def _payload(self, message: Frame | FrameChunk) -> tuple[ClientEvent, ...]:
        self._use_credit()
        frame = self._assembler.begin(message) if isinstance(message, Frame) else self._assembler.add(message)
        if frame is None:
            return ()
        self._tracker.frame(frame)
        if self._tracker.owner(frame.clip_id) not in self._echoes:
            return (frame,)
        if not self._auto_credit:
            self.consumed(frame_parts(frame))
        return (_echo(frame.clip_id),)

    def _apply(self, message: Any) -> tuple[ClientEvent, ...]:
        request_id: str = message.request_id
        request = self._tracker.get(request_id)
        if request is None and request_id in self._ended:
            return self._repeated(message)
        if isinstance(message, Spec) and request is None:
            return (message,)
        again = isinstance(message, Accepted) and request is not None and request.job_id is not None
        if not (again and request is not None and request.job_id == message.job_id):
            self._tracker.apply(message)
        echo = request_id in self._echoes
        if isinstance(message, EndMessage):
            self._end(request_id)
        return (_echo(request_id),) if echo else (message,)

    def _repeated(self, message: Any) -> tuple[ClientEvent, ...]:
        """The request reached the server twice, and its answers are told again."""
        if isinstance(message, Accepted):
            self._tracker.open(message.request_id)
            self._tracker.apply(message)
            self._echoes.add(message.request_id)
        elif not isinstance(message, EndMessage):
            self._tracker.apply(message)
        return (_echo(message.request_id),)

    def _end(self, request_id: str) -> None:
        self._digests.pop(request_id, None)
        self._echoes.discard(request_id)
        self._ended[request_id] = None
        if len(self._ended) > _ENDED:
            self._ended.popitem(last=False)

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
        if message.request_id in self._echoes:
            self._echoes.discard(message.request_id)
            self._tracker.drop(message.request_id)
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
        if self._auto_credit:
            self.consumed(1)


def _echo(name: str) -> Ignored:
    return Ignored(f"{name} was told before")
