"""``RawClient``: a client that is written against ``protocol/SPEC.md`` and shares only the codec with ours.

It takes its session up again after every loss, by the letter of the text: what has a number is counted, what
did not arrive is sent again; after a ``gap`` or in a new session open requests are asked for by their ids. It
also does what a well-meaning client does seldom: takes its session over while the old socket lives, sends
requests twice, and reads slowly.
"""

import asyncio
import contextlib
import random
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from neonworks_protocol.chunks import FrameAssembler
from neonworks_protocol.codec import encode, server_decoder
from neonworks_protocol.errors import AnimatorError, ProtocolError
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import (
    Blob,
    Cancel,
    ClientMessage,
    Clip,
    Credit,
    EndMessage,
    Error,
    Frame,
    FrameChunk,
    Gap,
    Hello,
    ServerMessage,
    Submit,
    TakenOver,
    Welcome,
)
from neonworks_protocol.records import ClientInfo, Resume
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from neonworks_daemon.bench.chaos.tally import RequestTally, Tally
from neonworks_daemon.bench.chaos.workload import Task
from neonworks_daemon.ready import ReadyInfo

__all__ = ["RawClient", "RawLog"]

_OPEN = 3
"""Requests at a time."""
_PATIENCE_S = 30.0
"""For the next message while something is open."""
_RETRY_S = 0.02
_TAKE_OVERS, _TWICE, _CANCELS, _PAUSES = 0.002, 0.15, 0.1, 0.02
_LOST = (OSError, InvalidHandshake, ConnectionClosed, TimeoutError, EOFError)


@dataclass
class RawLog:
    """What all clients of a run went through, and where the daemon broke its word."""

    events: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)


@dataclass
class _Open:
    message: Submit
    record: RequestTally
    cancel_after: int | None
    taken: int = 0


class RawClient:
    """``find`` gives the daemon's address, anew for each connection."""

    def __init__(
        self,
        name: str,
        find: Callable[[], Awaitable[ReadyInfo]],
        tasks: Sequence[Task],
        tally: Tally,
        log: RawLog,
        chance: random.Random,
    ) -> None:
        self.name = name
        self._find = find
        self._tasks = tasks
        self._tally = tally
        self._log = log
        self._chance = chance
        self._socket: ClientConnection | None = None
        self._session: str | None = None
        self._seq = 0
        self._outstanding = 0
        self._used = 0
        self._unconfirmed: deque[ClientMessage] = deque()
        self._confirmed = 0
        self._open: dict[str, _Open] = {}
        self._clips: dict[str, str] = {}
        self._assembler = FrameAssembler()
        self._decoder = server_decoder(Limits())

    async def work(self, enough: Callable[[], bool]) -> None:
        """Ask for one thing after the other until ``enough``, then wait for what is open."""
        try:
            while not enough() or self._open:
                while len(self._open) < _OPEN and not enough():
                    await self._submit(self._chance.choice(self._tasks))
                if self._open:
                    await self._take(await self._next())
                if self._chance.random() < _TAKE_OVERS:
                    await self._take_over()
        finally:
            if self._socket is not None:
                await _close(self._socket)

    async def _submit(self, task: Task) -> None:
        request_id = uuid4().hex
        cancel = self._chance.randint(1, 8) if self._chance.random() < _CANCELS else None
        record = self._tally.open(f"{self.name}: {task.name}", task.reference)
        self._open[request_id] = _Open(task.submit(request_id), record, cancel)
        for _ in range(2 if self._chance.random() < _TWICE else 1):
            await self._send(self._open[request_id].message)

    async def _send(self, message: ClientMessage) -> None:
        """At least once: what did not arrive is sent again over the next connection."""
        if self._session is not None:
            self._unconfirmed.append(message)
        if self._socket is not None:
            with contextlib.suppress(*_LOST):
                await self._socket.send(encode(message))

    async def _next(self) -> ServerMessage:
        while True:
            socket = self._socket or await self._connect()
            try:
                async with asyncio.timeout(_PATIENCE_S):
                    message = self._decoder.decode(await socket.recv(decode=False))
            except TimeoutError:
                self._violated(
                    f"nothing came for {_PATIENCE_S:g} s while {len(self._open)} requests are open"
                )
            except ConnectionClosed:
                pass
            else:
                return self._numbered(message)
            self._socket = None
            await _close(socket)

    def _numbered(self, message: ServerMessage) -> ServerMessage:
        if message.seq <= self._seq:
            self._violated(f"message {message.seq} came after {self._seq}")
        self._seq = message.seq
        return message

    async def _connect(self) -> ClientConnection:
        while True:
            try:
                socket, welcome = await self._greet()
            except _LOST:
                self._log.events["connections that failed"] += 1
                await asyncio.sleep(self._chance.random() * _RETRY_S)
                continue
            self._socket = socket
            await self._welcomed(welcome)
            if self._socket is not None:
                return self._socket

    async def _greet(self) -> tuple[ClientConnection, Welcome]:
        info = await self._find()
        socket = await connect(
            info.uri,
            additional_headers={"Authorization": f"Bearer {info.token}"},
            compression=None,
            proxy=None,
            max_size=Limits().largest_message,
            open_timeout=_PATIENCE_S,
            close_timeout=0.1,
        )
        try:
            resume = (
                Resume(session=self._session, seq=self._seq, credit=self._outstanding)
                if self._session
                else None
            )
            client = ClientInfo(id=self.name, name="raw")
            await socket.send(encode(Hello(versions=(1,), client=client, resume=resume)))
            async with asyncio.timeout(_PATIENCE_S):
                welcome = self._decoder.decode(await socket.recv(decode=False))
        except BaseException:
            await _close(socket)
            raise
        if not isinstance(welcome, Welcome):
            raise ProtocolError(f"hello was answered by {welcome}")
        return socket, welcome

    async def _welcomed(self, welcome: Welcome) -> None:
        if welcome.resumed:
            self._log.events["resumed"] += 1
            if (welcome.session, welcome.seq) != (self._session, self._seq):
                self._violated(
                    f"resumed {welcome.session} at {welcome.seq}, not {self._session} at {self._seq}"
                )
            arrived = welcome.received - self._confirmed
            again = [m for m in list(self._unconfirmed)[max(0, arrived) :] if not isinstance(m, Credit)]
            self._begin(welcome.received)
            for message in again:
                await self._send(message)
        else:
            self._log.events["new sessions"] += 1
            self._session, self._seq = welcome.session, welcome.seq
            self._outstanding, self._used = welcome.limits.credit_initial, 0
            self._begin(welcome.received)
            await self._ask_again()

    def _begin(self, received: int) -> None:
        self._unconfirmed.clear()
        self._confirmed = received

    async def _ask_again(self) -> None:
        """The session knows nothing of our requests: they come again from their first frame."""
        self._assembler = FrameAssembler()
        self._clips.clear()
        for request in self._open.values():
            request.record.restart()
            await self._send(request.message)
            if request.cancel_after == 0:
                await self._send(Cancel(request_id=request.message.request_id))

    async def _take_over(self) -> None:
        """A second socket for the same session while the first one lives."""
        older, self._socket = self._socket, None
        if older is None or self._session is None:
            self._socket = older
            return
        self._log.events["take-overs"] += 1
        await self._connect()
        try:
            async with asyncio.timeout(_PATIENCE_S):
                while True:
                    if isinstance(self._decoder.decode(await older.recv(decode=False)), TakenOver):
                        self._log.events["taken_over told"] += 1
        except ConnectionClosed:
            pass
        except TimeoutError:
            self._violated("the older socket was not closed")
        await _close(older)

    async def _take(self, message: ServerMessage) -> None:
        if isinstance(message, Frame | FrameChunk):
            await self._payload(message)
        elif isinstance(message, Blob):
            await self._consumed()
        elif isinstance(message, Gap):
            self._log.events["gaps"] += 1
            await self._ask_again()
        elif isinstance(message, Error):
            self._refused(message)
        else:
            await self._told(message)
        if self._chance.random() < _PAUSES:
            await asyncio.sleep(self._chance.random() * 0.1)

    async def _payload(self, message: Frame | FrameChunk) -> None:
        await self._consumed()
        try:
            frame = (
                self._assembler.begin(message) if isinstance(message, Frame) else self._assembler.add(message)
            )
        except AnimatorError as error:
            self._violated(f"chunks do not fit together: {error.message}")
            return
        if frame is not None:
            request = self._open.get(self._clips.get(frame.clip_id, ""))
            if request is not None:
                await self._count(request, frame)
            elif frame.clip_id not in self._clips:
                self._violated(f"a frame of {frame.clip_id}, which was not announced")

    async def _told(self, message: ServerMessage) -> None:
        request = self._open.get(getattr(message, "request_id", None) or "")
        if isinstance(message, Clip):
            self._clips[message.clip_id] = message.request_id
        if request is None:
            self._log.events["messages about ended requests"] += 1
            return
        await self._count(request, message)
        if isinstance(message, EndMessage):
            del self._open[message.request_id]
            self._tally.settle(request.record)

    async def _count(self, request: _Open, message: ServerMessage) -> None:
        request.record.take(message)
        request.taken += 1
        if request.cancel_after is not None and 0 < request.cancel_after <= request.taken:
            request.cancel_after = 0
            await self._send(Cancel(request_id=request.message.request_id))

    def _refused(self, message: Error) -> None:
        """The only error we ask for: a cancel that came when its request was unknown."""
        self._log.events[f"error {message.code}"] += 1
        if message.code != "not_found":
            self._violated(f"error {message.code}: {message.message}")

    async def _consumed(self) -> None:
        self._outstanding -= 1
        self._used += 1
        if self._outstanding < 0:
            self._violated("a frame came without credit")
        if 2 * self._used >= Limits().credit_initial:
            self._outstanding, used, self._used = self._outstanding + self._used, self._used, 0
            await self._send(Credit(messages=used))

    def _violated(self, what: str) -> None:
        self._log.violations.append(f"{self.name}: {what}")


async def _close(socket: ClientConnection) -> None:
    # asyncio 3.11 loses the loop of a transport that closed with data still to send.
    with contextlib.suppress(AttributeError, *_LOST):
        await socket.close()
