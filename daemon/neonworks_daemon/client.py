"""``DaemonClient``: an asyncio client of the daemon, for the command line, tests and benches.

::

    async with await DaemonClient.connect(info, ClientInfo(id=uuid4().hex, name="cli")) as client:
        async for message in await client.submit(Submit(request_id="1", sprite=png, text="walk, tired")):
            ...                                   # accepted, spec, clip, frame, ..., and exactly one end

With ``reconnect`` a lost connection is made again, also to a daemon that was restarted, and handles and
questions live on over it: nothing is lost and nothing comes twice. What to send then is decided by
``ContinuousSession``.

One task reads the socket and hands each message to whoever asked. A request's messages wait in a queue of
their own. Credit for a frame is granted when the frame is taken from there, so the protocol's window bounds
how many wait; iterate every request to its end, or its frames keep their share of the window.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from neonworks_protocol.chunks import frame_parts
from neonworks_protocol.continuity import ContinuousSession
from neonworks_protocol.errors import (
    AnimatorError,
    Unavailable,
    from_wire,
)
from neonworks_protocol.events import ClientEvent, Ignored
from neonworks_protocol.messages import (
    Blob,
    Cancel,
    ClientMessage,
    Clip,
    EndMessage,
    Error,
    Frame,
    GetResult,
    Reading,
    RequestMessage,
    ServerMessage,
    Submit,
    TakenOver,
    Welcome,
)
from neonworks_protocol.queries import Query, is_last_answer
from neonworks_protocol.records import ClientInfo
from neonworks_protocol.vocabulary import Encoding
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from neonworks_daemon.client_questions import ClientQuestions
from neonworks_daemon.dial import CONNECT_S, dial
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.reconnect import Reconnect
from neonworks_daemon.request_handle import RequestHandle

__all__ = ["DaemonClient", "RequestHandle"]


class DaemonClient(ClientQuestions):
    """One client. Make it with ``connect``; close it with ``close`` or ``async with``."""

    def __init__(
        self,
        info: ReadyInfo,
        socket: ClientConnection,
        session: ContinuousSession,
        *,
        auto_credit: bool,
        reconnect: Reconnect | None,
    ) -> None:
        self.reconnects = 0
        """How often the connection was made again."""
        self._info = info
        self._socket = socket
        self._session = session
        self._reconnect = reconnect
        self._attempts = reconnect.waits() if reconnect is not None else iter(())
        self._closed = False
        self._welcomed: asyncio.Future[Welcome] = asyncio.get_running_loop().create_future()
        self._requests: dict[str, RequestHandle] = {}
        self._clips: dict[str, RequestHandle] = {}
        self._answers: dict[str, asyncio.Future[ServerMessage]] = {}
        self._parts: dict[str, Callable[[Any], object]] = {}
        self._unsent: deque[bytes] = deque()
        self._sending = asyncio.Lock()
        self._reader: asyncio.Task[None] | None = None
        self._lost: AnimatorError | None = None
        self._auto_credit = auto_credit

    @classmethod
    async def connect(
        cls,
        info: ReadyInfo,
        client: ClientInfo,
        *,
        encodings: tuple[Encoding, ...] = (Encoding.RAW, Encoding.PNG),
        auto_credit: bool = True,
        reconnect: Reconnect | None = None,
    ) -> Self:
        """Connect and be welcomed. Without ``auto_credit`` frames come only as ``grant`` lets them.

        With ``reconnect`` the connection is made again when it is lost later on.

        Raises ``Unavailable`` when nobody listens, ``AccessDenied`` when the token is refused, ``Busy`` when
        it has clients enough, ``VersionMismatch`` when no protocol version is shared.
        """
        socket = await dial(info)
        session = ContinuousSession(client, encodings=encodings, auto_credit=False)
        made = cls(info, socket, session, auto_credit=auto_credit, reconnect=reconnect)
        try:
            await made._greet()
        except BaseException:
            await made.close()
            raise
        return made

    @property
    def welcome(self) -> Welcome:
        """What the daemon said of itself."""
        return self._welcomed.result()

    @property
    def connected(self) -> bool:
        """Whether there is a connection now; without ``reconnect`` it never comes back."""
        return self._lost is None and self._socket.state is State.OPEN

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connection; what has not ended raises ``Unavailable`` where it is waited for."""
        self._closed = True
        self._session.close()
        await self._socket.close()
        if self._reader is not None:
            if self._reconnect is not None:
                self._reader.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._reader

    async def submit(self, message: Submit) -> RequestHandle:
        """Send a request; iterate the handle for its messages. Raises ``TooLarge`` before it is sent."""
        return await self.request(message)

    async def request(
        self, message: RequestMessage, part: Callable[[Blob], object] | None = None
    ) -> RequestHandle:
        """Send any message that opens a request; of one that is answered by files each ``part`` is handed
        over as it comes."""
        handle = RequestHandle(self, message.request_id)
        if self._lost is not None:
            raise self._lost
        if part is not None:
            self._parts[message.request_id] = part
        self._session.send(message)
        self._requests[message.request_id] = handle
        await self._flush()
        return handle

    async def ask(self, message: Query, part: Callable[[Any], object] | None = None) -> ServerMessage:
        """Send a question; its answer, or the error that it was answered by. Of files and readings each part
        is handed over as it comes; the last one is the answer."""
        answer: asyncio.Future[ServerMessage] = asyncio.get_running_loop().create_future()
        self._answers[message.request_id] = answer
        if part is not None:
            self._parts[message.request_id] = part
        try:
            await self._send(message)
            return await answer
        finally:
            del self._answers[message.request_id]
            self._parts.pop(message.request_id, None)

    async def get_result(self, job_id: str) -> RequestHandle:
        """Ask for an earlier job's clips."""
        return await self.request(GetResult(request_id=uuid4().hex, job_id=job_id))

    async def cancel(self, request_id: str) -> None:
        """End a request; its end arrives where its messages do."""
        await self._send(Cancel(request_id=request_id))

    async def grant(self, messages: int) -> None:
        """Let the daemon send more frames; only needed without ``auto_credit``."""
        if self._lost is not None:
            raise self._lost
        self._session.grant(messages)
        await self._flush()

    async def consumed(self, frame: Frame) -> None:
        """``frame`` was taken out of its queue: the daemon may send as much again, told half a window at a
        time."""
        self.taken(frame)
        await self._flush()

    def taken(self, frame: Frame) -> None:
        """The same from within the reader, which sends what there is to send after each message."""
        if self._auto_credit and self._lost is None:
            self._session.consumed(frame_parts(frame))

    async def _greet(self) -> None:
        self._session.connect()
        self._reader = asyncio.create_task(self._run())
        await self._flush()
        await asyncio.wait_for(asyncio.shield(self._welcomed), CONNECT_S)

    async def _send(self, message: ClientMessage) -> None:
        if self._lost is not None:
            raise self._lost
        self._session.send(message)
        await self._flush()

    async def _flush(self) -> None:
        """Send what the session has queued, in order also when several tasks send at once; what a task that
        is cancelled here leaves is the next one's."""
        self._unsent += self._session.data_to_send()
        if not self._unsent:
            return
        async with self._sending:
            socket = self._socket
            while self._unsent:
                data = self._unsent.popleft()
                try:
                    await socket.send(data)
                except ConnectionClosed:
                    self._unsent.clear()
                    if self._reconnect is None or self._closed:
                        raise self._lost or _gone() from None
                    # The reader notices as well: the session sends it again over the next socket.
                    return

    async def _run(self) -> None:
        """Read, and come back, until there is no coming back."""
        error: AnimatorError = _gone()
        try:
            while True:
                error = await self._read()
                if not self._may_come_back():
                    break
                self._session.lost()
                if (refused := await self._come_back(error)) is not None:
                    error = refused
                    break
        except asyncio.CancelledError:
            if not self._closed:
                raise
        finally:
            self._lose(error)

    async def _read(self) -> AnimatorError:
        """Deliver until the connection is lost, and say why."""
        try:
            async with asyncio.timeout(CONNECT_S) as welcome_due:
                async for data in self._socket:
                    for event in self._session.receive(data):
                        self._deliver(event)
                    welcome_due.reschedule(None)
                    await self._flush()
        except (ConnectionClosed, TimeoutError):
            await self._socket.close()
            return _gone()
        except AnimatorError as broken:
            await self._socket.close()
            return broken
        return _gone()

    def _may_come_back(self) -> bool:
        return (
            self._reconnect is not None
            and not self._closed
            and not self._session.taken_over
            and self._welcomed.done()
            and self._welcomed.exception() is None
        )

    async def _come_back(self, error: AnimatorError) -> AnimatorError | None:
        """Make the connection again, with waits; the last error when that cannot be done."""
        assert self._reconnect is not None
        for wait in self._attempts:
            await asyncio.sleep(wait)
            self._info = self._reconnect.find(self._info)
            try:
                self._socket = await dial(self._info)
            except AnimatorError as refused:
                error = refused
                continue
            self.reconnects += 1
            self._unsent.clear()
            self._session.connect()
            await self._flush()
            return None
        return error

    def _deliver(self, message: ClientEvent) -> None:
        if isinstance(message, Ignored):
            return
        if isinstance(message, Welcome):
            self._welcomed_now(message)
        elif isinstance(message, TakenOver):
            self._lost = Unavailable("a newer connection of this client has taken over; use that one")
        elif isinstance(message, Frame):
            if (owner := self._clips.get(message.clip_id)) is not None:
                owner.deliver(message)
        elif isinstance(message, Error):
            self._refused(message)
        elif isinstance(message, Blob | Reading):
            self._part(message)
        else:
            self._hand_over(message, getattr(message, "request_id", None) or "")

    def _part(self, message: Blob | Reading) -> None:
        if isinstance(message, Blob) and self._auto_credit:
            self._session.consumed(1)
        if (part := self._parts.get(message.request_id)) is not None:
            part(message)
        if is_last_answer(message):
            self._hand_over(message, message.request_id)

    def _hand_over(self, message: ServerMessage, request_id: str) -> None:
        if (answer := self._answers.get(request_id)) is not None and not answer.done():
            answer.set_result(message)
            return
        handle = self._requests.get(request_id)
        if handle is None:
            return
        if isinstance(message, Clip):
            self._clips[message.clip_id] = handle
        elif isinstance(message, EndMessage):
            del self._requests[request_id]
            self._parts.pop(request_id, None)
            self._clips = {clip: owner for clip, owner in self._clips.items() if owner is not handle}
        handle.deliver(message)

    def _refused(self, message: Error) -> None:
        error = from_wire(message.code, message.message)
        request_id = message.request_id or ""
        if not self._welcomed.done():
            self._welcomed.set_exception(error)
        elif (answer := self._answers.get(request_id)) is not None and not answer.done():
            answer.set_exception(error)
        elif (handle := self._requests.get(request_id)) is not None:
            if request_id not in self._session.open_requests():
                del self._requests[request_id]
            handle.deliver(error)

    def _welcomed_now(self, message: Welcome) -> None:
        if self._reconnect is not None:
            self._attempts = self._reconnect.waits()
        if self._welcomed.done():
            self._welcomed = asyncio.get_running_loop().create_future()
        self._welcomed.set_result(message)

    def _lose(self, reason: AnimatorError) -> None:
        self._lost = error = self._lost or reason
        self._session.close()
        if not self._welcomed.done():
            self._welcomed.set_exception(error)
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(error)
        for handle in self._requests.values():
            handle.deliver(error)
        self._requests.clear()


def _gone() -> AnimatorError:
    return Unavailable("the connection to the daemon is closed; connect again")
