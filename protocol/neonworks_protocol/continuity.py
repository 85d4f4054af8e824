"""A client's requests and questions over any number of sockets, sessions and daemons, without I/O.

::

    session = ContinuousSession(ClientInfo(id=uuid4().hex, name="editor"))
    session.connect()                          # for each new socket: hello, with the session to resume
    socket.send(*session.data_to_send())       # after connect(), send(), consumed() and receive()
    for event in session.receive(data): ...    # what the user has not seen yet; each thing once
    session.lost()                             # when a socket is gone; then connect() over a new one

``send`` may be called at any time: what cannot be sent now is sent after the next ``welcome``. What to send
again is decided here:

- session resumed: what ``welcome.received`` says did not arrive;
- after ``gap``: what had arrived, and is forgotten now;
- a new session: everything that has not ended.

Frames, clips and answers that come a second time are dropped. A request whose job a restarted daemon does not
know any more ends as ``interrupted``.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from neonworks_protocol.chunks import frame_parts
from neonworks_protocol.client_session import ClientSession
from neonworks_protocol.codec import encode
from neonworks_protocol.errors import DuplicateRequest, NotWelcome, TooLarge
from neonworks_protocol.events import ClientEvent
from neonworks_protocol.jobs import LinkState
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import (
    Accepted,
    AssetChanged,
    Blob,
    Cancel,
    ClientMessage,
    Clip,
    ClipDone,
    Credit,
    EndMessage,
    Error,
    Frame,
    Gap,
    Hello,
    Interrupted,
    Progress,
    RequestMessage,
    ServerMessage,
    Spec,
    TakenOver,
    Welcome,
)
from neonworks_protocol.queries import ANSWERS, is_last_answer
from neonworks_protocol.records import ClientInfo
from neonworks_protocol.vocabulary import Encoding

__all__ = ["ContinuousSession"]

_PUBLISHED = 256
"""Publishings remembered: a watcher repeats what was not answered, 64 at most."""
_MARKS = 1 << 16
"""Things told once of one request: ten times 64 clips of 32 frames in three tiers."""
_TOO_MUCH = "the daemon sends more than a request can have; restart it and submit the request again"
_UNSENT = 0
"""Number of a message that no server of this session can have."""


@dataclass(eq=False)
class _Open:
    """A request or a question that has not ended. ``number`` is that of its message in the session."""

    message: Any
    number: int = _UNSENT
    cancel: int | None = None
    """Number of its ``cancel``; None when nobody asked for one."""
    job_id: str | None = None
    orphaned: bool = False
    """Its user was told that it is interrupted; what still comes of it is dropped."""
    seen: set[tuple[object, ...]] = field(default_factory=set)


class ContinuousSession:
    """The arguments are those of ``ClientSession``."""

    def __init__(
        self,
        client: ClientInfo,
        *,
        encodings: tuple[Encoding, ...] = (Encoding.RAW, Encoding.PNG),
        limits: Limits | None = None,
        auto_credit: bool = True,
    ) -> None:
        self._make = partial(
            ClientSession, client, encodings=encodings, limits=limits, auto_credit=auto_credit
        )
        self._session = self._make()
        self._auto_credit = auto_credit
        self._open: dict[str, _Open] = {}
        self._clips: dict[str, _Open] = {}
        self._published: deque[str] = deque(maxlen=_PUBLISHED)
        self._taken_over = False
        self._closed = False

    @property
    def welcome(self) -> Welcome | None:
        """What the last server said of itself."""
        return self._session.welcome

    @property
    def state(self) -> LinkState:
        return self._session.state

    @property
    def taken_over(self) -> bool:
        """A newer connection of this client has the session: coming back would take it away from that."""
        return self._taken_over

    @property
    def last_seq(self) -> int:
        """Number of the last message that arrived."""
        return self._session.last_seq

    def open_requests(self) -> tuple[str, ...]:
        """Ids of the requests and questions that have not ended, the oldest first."""
        return tuple(self._open)

    def connect(self) -> None:
        """A new socket: queues ``hello``. Raises ``NotWelcome`` when there is one already."""
        self._session.connect()

    def lost(self) -> None:
        """The socket is gone. After a ``ProtocolError`` the next one begins a new session."""
        if self._session.state is LinkState.CLOSED and not (self._closed or self._taken_over):
            self._session = self._make()
        self._session.detach()

    def take_back(self) -> None:
        """After a take-over: the user wants it here again. The next socket begins a new session, in which
        everything that has not ended is sent again."""
        self._taken_over = False
        self.lost()

    def close(self) -> None:
        """Nothing is sent or read any more."""
        self._closed = True
        self._session.close()

    def data_to_send(self) -> list[bytes]:
        """WebSocket messages to send now, in order; each is handed out once."""
        return self._session.data_to_send()

    def send(self, message: ClientMessage) -> None:
        """Sends ``message`` once, now or when the server welcomes; an open request again is not sent twice.

        Raises ``TooLarge`` over the server's limit, ``DuplicateRequest`` for an open id with other content,
        and ``NotWelcome`` for what is not the user's to send, or after ``close``.
        """
        if isinstance(message, Hello | Credit) or self._closed:
            raise NotWelcome("the session is closed, or says that itself; see grant() and consumed()")
        if isinstance(message, Cancel):
            self._cancel(message)
            return
        known = self._open.get(message.request_id)
        if known is not None and (known.message != message or not isinstance(message, RequestMessage)):
            raise DuplicateRequest(f"request id {message.request_id} is in use")
        if known is None:
            self._check_size(message)
            opened = _Open(message)
            if self.state is LinkState.OPEN:
                self._transmit(opened)
            self._open[message.request_id] = opened

    def consumed(self, parts: int) -> None:
        """So many payload messages were used; see ``ClientSession.consumed``."""
        self._session.consumed(parts)

    def grant(self, messages: int) -> None:
        """Lets the server send that many payload messages more, now or after the next ``welcome``."""
        self._session.grant(messages)

    def receive(self, data: bytes | str) -> tuple[ClientEvent, ...]:
        """What is new to the user in one WebSocket message. Raises ``ProtocolError`` as ``ClientSession``."""
        events: list[ClientEvent] = []
        for event in self._session.receive(data):
            events += self._take(event)
        return tuple(events)

    def _take(self, event: Any) -> Iterable[ClientEvent]:
        match event:
            case Welcome():
                self._welcomed(event)
            case Gap():
                self._forgotten(event)
                return ()
            case TakenOver():
                self._taken_over = True
            case Frame():
                return self._frame(event)
            case AssetChanged(publish=str(name)):
                if name in self._published:
                    return ()
                self._published.append(name)
            case _ if (opened := self._open.get(getattr(event, "request_id", None) or "")) is not None:
                return self._about(opened, event)
            case _ if isinstance(event, EndMessage | Accepted | Clip | ClipDone | Progress):
                return ()
        return (event,)

    def _cancel(self, message: Cancel) -> None:
        opened = self._open.get(message.request_id)
        if opened is None:
            if self.state is LinkState.OPEN:
                self._session.send(message)
        elif opened.cancel is None:
            opened.cancel = _UNSENT
            if self.state is LinkState.OPEN:
                self._transmit_cancel(opened)

    def _transmit(self, opened: _Open) -> None:
        self._session.send(opened.message)
        opened.number = self._session.sent

    def _transmit_cancel(self, opened: _Open) -> None:
        self._session.repeat(Cancel(request_id=opened.message.request_id))
        opened.cancel = self._session.sent

    def _welcomed(self, welcome: Welcome) -> None:
        """Sends what the server cannot have."""
        arrived = welcome.received if welcome.resumed else _UNSENT
        for opened in tuple(self._open.values()):
            if not welcome.resumed or opened.number == _UNSENT:
                self._transmit(opened)
            elif opened.number > arrived:
                self._session.repeat(opened.message)
                opened.number = self._session.sent
            if opened.cancel is not None and (opened.cancel == _UNSENT or opened.cancel > arrived):
                self._transmit_cancel(opened)

    def _forgotten(self, gap: Gap) -> None:
        """Sends again what the server had and has forgotten; what it gets only now is on its way already."""
        for opened in tuple(self._open.values()):
            if opened.number > gap.received:
                if isinstance(opened.message, RequestMessage):
                    self._session.follow(opened.message)
                continue
            self._transmit(opened)
            if opened.cancel is not None:
                self._transmit_cancel(opened)

    def _frame(self, frame: Frame) -> Iterable[ClientEvent]:
        opened = self._clips.get(frame.clip_id)
        mark = (Frame, frame.clip_id, frame.take, frame.index, frame.tier, frame.revision)
        endless = opened is not None and len(opened.seen) >= _MARKS
        if opened is not None and not endless and self._is_new(opened, mark):
            return (frame,)
        if not self._auto_credit:
            self._session.consumed(frame_parts(frame))
        return self._orphan(opened, _TOO_MUCH) if opened is not None and endless else ()

    def _about(self, opened: _Open, event: Any) -> Iterable[ClientEvent]:
        if not isinstance(opened.message, RequestMessage):
            return self._answer(opened, event)
        if isinstance(event, Error):
            if event.request_id not in self._session.open_requests():
                self._close(opened)
            return () if opened.orphaned else (event,)
        if isinstance(event, Accepted) and opened.job_id not in (None, event.job_id):
            lost = f"the daemon was restarted and does not know job {opened.job_id} any more; submit it again"
            return self._orphan(opened, lost)
        if isinstance(event, Accepted):
            opened.job_id = event.job_id
        if isinstance(event, Clip):
            self._clips[event.clip_id] = opened
        if isinstance(event, EndMessage):
            self._close(opened)
        if len(opened.seen) >= _MARKS and not isinstance(event, EndMessage):
            return self._orphan(opened, _TOO_MUCH)
        return (event,) if self._is_new(opened, _mark(event)) else ()

    def _answer(self, opened: _Open, event: Any) -> Iterable[ClientEvent]:
        answers = ANSWERS[type(opened.message)], Error
        if type(event) not in answers:
            return ()
        if is_last_answer(event):
            self._close(opened)
        if not isinstance(event, Blob):
            return (event,)
        if self._is_new(opened, (Blob, event.file, event.part)):
            return (event,)
        if not self._auto_credit:
            self._session.consumed(1)
        return ()

    def _orphan(self, opened: _Open, text: str) -> Iterable[ClientEvent]:
        """A restarted daemon began anew what it had forgotten, which is not what the user saw begin; or what
        it sends of the request has no end."""
        opened.orphaned = True
        opened.seen.clear()
        if opened.cancel is None:
            self._transmit_cancel(opened)
        return (Interrupted(request_id=opened.message.request_id, message=text),)

    def _is_new(self, opened: _Open, mark: tuple[object, ...] | None) -> bool:
        if opened.orphaned or (mark is not None and mark in opened.seen):
            return False
        if mark is not None:
            opened.seen.add(mark)
        return True

    def _close(self, opened: _Open) -> None:
        del self._open[opened.message.request_id]
        self._clips = {clip: owner for clip, owner in self._clips.items() if owner is not opened}

    def _check_size(self, message: ClientMessage) -> None:
        if self.state is LinkState.OPEN:
            return
        limits = self.welcome.limits if self.welcome is not None else Limits()
        tag = str(message.__struct_config__.tag)
        size, most = len(encode(message)), limits.message_bytes(tag)
        if size > most:
            raise TooLarge(f"{tag}: at most {most} bytes, not {size}; send a smaller picture")


def _mark(event: ServerMessage) -> tuple[object, ...] | None:
    """What makes a message of a request the same as an earlier one; None for what may come at any time."""
    match event:
        case Accepted():
            return (Accepted,)
        case Spec():
            return (Spec, event.take)
        case Clip():
            return (Clip, event.clip_id, event.take)
        case ClipDone():
            return (ClipDone, event.clip_id, event.take, event.tier)
        case Blob():
            return (Blob, event.file, event.part)
    return None
