"""``Observer``: a client that only listens: which results are announced, and how the watched folders are.

It connects again whenever it loses the daemon; what was announced in between it has missed. It passes
over a publishing that the next daemon tells again, as every client does.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import uuid4

from neonworks_protocol.client_session import ClientSession
from neonworks_protocol.errors import AnimatorError
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import AssetChanged, GetWatch, WatchStatus, Welcome
from neonworks_protocol.records import ClientInfo, WatchRecord
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from neonworks_daemon.ready import ReadyInfo

__all__ = ["Heard", "Observer"]

_RETRY_S = 0.02
_LOST = (OSError, InvalidHandshake, ConnectionClosed, TimeoutError, EOFError, AnimatorError)


@dataclass(frozen=True)
class Heard:
    """One ``asset_changed`` and when it came, in seconds of the monotonic clock."""

    at_s: float
    change: AssetChanged


@dataclass
class Observer:
    """``find`` gives the daemon, anew for each connection. Run ``listen`` as a task."""

    find: Callable[[], Awaitable[ReadyInfo]]
    heard: list[Heard] = field(default_factory=list)
    deaf: list[tuple[float, float]] = field(default_factory=list)
    """When there was no connection: (from, to)."""
    told_again: int = 0
    """Publishings that came once more, by the same name, and were passed over."""
    _names: set[str] = field(default_factory=set)
    _records: dict[str, WatchRecord] = field(default_factory=dict)
    _socket: ClientConnection | None = None
    _session: ClientSession | None = None
    _answered: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        """Until it is cancelled."""
        since = time.monotonic()
        while True:
            try:
                await self._connect()
                self.deaf.append((since, time.monotonic()))
                await self._hear()
            except _LOST:
                pass
            since = time.monotonic()
            self._socket = self._session = None
            await asyncio.sleep(_RETRY_S)

    async def folders(self) -> dict[str, WatchRecord]:
        """How the watched folders are now; empty while there is no connection."""
        socket, session = self._socket, self._session
        if socket is None or session is None:
            return {}
        self._answered.clear()
        self._records.clear()
        try:
            session.send(GetWatch(request_id=uuid4().hex))
            await self._flush(socket, session)
            async with asyncio.timeout(5.0):
                await self._answered.wait()
        except _LOST:
            return {}
        return dict(self._records)

    async def _connect(self) -> None:
        info = await self.find()
        socket = await connect(
            info.uri,
            additional_headers={"Authorization": f"Bearer {info.token}"},
            compression=None,
            proxy=None,
            max_size=Limits().largest_message,
        )
        session = ClientSession(ClientInfo(id=uuid4().hex, name="observer"))
        session.connect()
        await self._flush(socket, session)
        for event in session.receive(await socket.recv()):
            if isinstance(event, Welcome):
                self._socket, self._session = socket, session

    async def _hear(self) -> None:
        assert self._socket is not None and self._session is not None
        async for data in self._socket:
            for event in self._session.receive(data):
                if isinstance(event, AssetChanged):
                    self._note(event)
                elif isinstance(event, WatchStatus) and event.request_id is not None:
                    self._records.update({record.root: record for record in event.roots})
                    self._answered.set()

    def _note(self, change: AssetChanged) -> None:
        if change.publish in self._names:
            self.told_again += 1
            return
        if change.publish is not None:
            self._names.add(change.publish)
        self.heard.append(Heard(time.monotonic(), change))

    async def _flush(self, socket: ClientConnection, session: ClientSession) -> None:
        for data in session.data_to_send():
            await socket.send(data)
