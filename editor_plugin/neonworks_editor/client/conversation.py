"""``Conversation``: who asked for what, and who gets which message. No sockets; for the network thread only.

What is sent again over a new connection, and what came twice, is decided by ``ContinuousSession``.
"""

from collections.abc import Callable
from typing import Any, Protocol

from neonworks_protocol.chunks import frame_parts
from neonworks_protocol.continuity import ContinuousSession
from neonworks_protocol.errors import AnimatorError, Busy, DuplicateRequest, from_wire
from neonworks_protocol.events import Ignored
from neonworks_protocol.jobs import LinkState
from neonworks_protocol.messages import (
    AssetChanged,
    Blob,
    Cancel,
    Cancelled,
    Clip,
    EndMessage,
    Error,
    Failed,
    Frame,
    Interpolate,
    Interrupted,
    ModelsCatalog,
    RequestMessage,
    ServerMessage,
    Submit,
    Superseded,
    TakenOver,
    Variations,
    WatchStatus,
    Welcome,
)
from neonworks_protocol.queries import Query
from neonworks_protocol.records import ClientInfo
from neonworks_protocol.vocabulary import Encoding

from neonworks_editor.client.backlog import Backlog

__all__ = ["MAX_OPEN", "MAX_OPEN_BYTES", "Answer", "Conversation", "News", "Post", "RequestListener"]

MAX_OPEN = 256
"""Requests and questions that may be open: as many as a daemon takes of one client."""
MAX_OPEN_BYTES = 128 << 20
"""Pictures of open requests, kept to be sent again: sixteen of the largest."""

News = AssetChanged | WatchStatus | ModelsCatalog
"""What a daemon tells unasked."""
Answer = Callable[[ServerMessage], object]
"""Gets messages, on the pumping thread."""
Post = Callable[[Callable[[Any], object], Any, int, int], None]
"""Hands an event to a receiver: (receiver, event, credit that taking it gives back, bytes)."""


class RequestListener(Protocol):
    """Who made a request."""

    def message(self, event: ServerMessage) -> None:
        """Called from ``pump`` with ``Accepted``, ``Spec``, ``Clip``, ``Frame`` (whole, never a chunk),
        ``Progress``, ``ClipDone``, ``Blob`` (of looks), and one ``EndMessage``, always the last.

        A raw frame has the size of its clip's canvas; what is inside a PNG is checked by whoever decodes it.
        """
        ...


class Conversation:
    """Requests, questions and their receivers. ``news`` gets what the daemon tells unasked.

    Nothing here raises for what a caller asks or the daemon says, but for ``receive``.
    """

    def __init__(
        self, me: ClientInfo, encodings: tuple[Encoding, ...], post: Post, news: Callable[[News], object]
    ) -> None:
        self.session = ContinuousSession(me, encodings=encodings, auto_credit=False)
        self.congested = False
        """Set while what was sent still waits in the socket: requests wait as they do without one."""
        self._post = post
        self._news = news
        self._listeners: dict[str, Answer] = {}
        self._clips: dict[str, str] = {}
        self._questions: dict[str, Answer] = {}
        self._backlog = Backlog()
        self._weights: dict[str, int] = {}

    @property
    def online(self) -> bool:
        return self.session.state is LinkState.OPEN

    def submit(self, message: RequestMessage, tell: Answer) -> None:
        """Begin a request, now or as soon as there is a connection; ``tell`` gets its messages."""
        request_id = message.request_id
        try:
            self._check_room(request_id, _weight(message))
            if self.online and not self.congested:
                self.session.send(message)
            else:
                self._hold(message)
        except AnimatorError as error:
            retryable = isinstance(error, Busy)
            end = Failed(request_id=request_id, code=error.code, message=error.message, retryable=retryable)
            self._post(tell, end, 0, 0)
            return
        self._listeners[request_id] = tell
        self._weights[request_id] = _weight(message)

    def ask(self, message: Query, answer: Answer) -> None:
        """Ask a question; ``answer`` gets what answers it, or ``Error``."""
        request_id = message.request_id
        try:
            self._check_room(request_id, 0)
            self.session.send(message)
        except AnimatorError as error:
            self._post(answer, Error(code=error.code, message=error.message, request_id=request_id), 0, 0)
            return
        self._questions[request_id] = answer

    def cancel(self, request_id: str) -> None:
        """End a request; silent when it is not open."""
        if self._backlog.remove(request_id):
            self._end(request_id, Cancelled(request_id=request_id))
        elif request_id in self._listeners or request_id in self._questions:
            self.session.send(Cancel(request_id=request_id))

    def release(self) -> None:
        """There is room in the socket: send what waits."""
        if not self.online:
            return
        for message in self._backlog.release():
            try:
                self.session.send(message)
            except AnimatorError as error:
                request_id = message.request_id
                self._end(request_id, Failed(request_id=request_id, code=error.code, message=error.message))

    def receive(self, data: bytes | str) -> tuple[Welcome | TakenOver, ...]:
        """Hand on what one WebSocket message says; returned is what concerns the connection itself.

        Raises ``ProtocolError`` when the daemon breaks the protocol, and the daemon's own error where it
        refuses the greeting: the connection is over then.
        """
        greeting = not self.online
        told: list[Welcome | TakenOver] = []
        for event in self.session.receive(data):
            match event:
                case Welcome():
                    self.release()
                    told.append(event)
                case TakenOver():
                    told.append(event)
                case Error() if greeting:
                    raise from_wire(event.code, event.message)
                case _:
                    self._route(event, len(data))
        return tuple(told)

    def close(self) -> None:
        """Nothing is sent any more; what is open ends as interrupted, questions as unavailable."""
        text = "the connection was closed before the end; ask again"
        for request_id in tuple(self._listeners):
            self._end(request_id, Interrupted(request_id=request_id, message=text))
        for request_id, answer in self._questions.items():
            self._post(answer, Error(code="unavailable", message=text, request_id=request_id), 0, 0)
        self._questions.clear()
        self.session.close()

    def _check_room(self, request_id: str, weight: int) -> None:
        if request_id in self._listeners or request_id in self._questions:
            raise DuplicateRequest(f"request id {request_id} is in use: take a new one for each request")
        if len(self._listeners) + len(self._questions) >= MAX_OPEN:
            raise Busy(f"{MAX_OPEN} requests are open: wait for some to end, or cancel them")
        if sum(self._weights.values()) + weight > MAX_OPEN_BYTES:
            raise Busy("too many large pictures wait for the daemon: wait for some requests to end")

    def _hold(self, message: RequestMessage) -> None:
        older = self._backlog.add(message)
        if older is not None:
            self._end(older, Superseded(request_id=older, by=message.request_id))

    def _route(self, event: ServerMessage | Ignored, size: int) -> None:
        if isinstance(event, Ignored):
            return
        if isinstance(event, Frame):
            self._frame(event)
            return
        request_id: str = getattr(event, "request_id", None) or ""
        parts = int(isinstance(event, Blob))
        if request_id in self._questions:
            self._answer(request_id, event, parts, size)
        elif request_id in self._listeners:
            self._tell(request_id, event, parts, size)
        elif parts:
            self.session.consumed(parts)
        elif isinstance(event, News) and not request_id:
            self._post(self._news, event, 0, size)

    def _frame(self, frame: Frame) -> None:
        request_id = self._clips.get(frame.clip_id)
        if request_id is None:
            self.session.consumed(frame_parts(frame))
        else:
            self._post(self._listeners[request_id], frame, frame_parts(frame), len(frame.data))

    def _answer(self, request_id: str, event: ServerMessage, parts: int, size: int) -> None:
        answer = self._questions[request_id]
        if request_id not in self.session.open_requests():
            del self._questions[request_id]
        self._post(answer, event, parts, size)

    def _tell(self, request_id: str, event: ServerMessage, parts: int, size: int) -> None:
        if isinstance(event, EndMessage):
            self._end(request_id, event)
        elif isinstance(event, Error):
            if request_id not in self.session.open_requests():
                self._end(request_id, Failed(request_id=request_id, code=event.code, message=event.message))
        else:
            if isinstance(event, Clip):
                self._clips[event.clip_id] = request_id
            self._post(self._listeners[request_id], event, parts, size)

    def _end(self, request_id: str, end: EndMessage) -> None:
        tell = self._listeners.pop(request_id)
        del self._weights[request_id]
        self._clips = {clip: owner for clip, owner in self._clips.items() if owner != request_id}
        self._post(tell, end, 0, 0)


def _weight(message: RequestMessage) -> int:
    if isinstance(message, Submit):
        sheet = 0 if message.motion is None else len(message.motion.sheet)
        return len(message.sprite) + sheet + sum(map(len, message.keyframes))
    if isinstance(message, Interpolate):
        return len(message.sprite) + len(message.other)
    return len(message.sprite) if isinstance(message, Variations) else 0
