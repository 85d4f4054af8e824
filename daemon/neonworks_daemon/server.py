"""The WebSocket driver: access before the upgrade, then one ``Connection`` for each socket.

Binary messages only, no compression (loopback is faster than zlib), sizes bounded by the protocol's limits.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable

from neonworks_protocol.codec import client_decoder
from neonworks_protocol.ledger import RequestLedger
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import Frame
from neonworks_protocol.records import ServerCapabilities
from neonworks_protocol.replay import FrameSource
from neonworks_protocol.session import ServerSession
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed, ConnectionClosedOK
from websockets.http11 import Request, Response

from neonworks_daemon.access import AccessPolicy
from neonworks_daemon.clocks import AwakeClock
from neonworks_daemon.connection import Connection
from neonworks_daemon.dispatch import Dispatcher
from neonworks_daemon.door import Door, GuardedSocket
from neonworks_daemon.logs import fields
from neonworks_daemon.session_table import SessionTable
from neonworks_daemon.sessions import Session
from neonworks_daemon.settings import Settings

__all__ = ["ClientServer"]

_PING_S = 20.0
"""Seconds between pings, and for their answer: a client that hangs is gone after 40 s."""
_CLOSE_S = 2.0
"""Seconds for the closing handshake."""
_GREETING_SOCKETS = 64
"""Sockets beyond the allowed clients that may be at their greeting at once."""

_logger = logging.getLogger(__name__)


def _no_frames(frame: Frame) -> bytes | None:
    """A daemon that keeps no frames sends none again."""
    return None


class ClientServer:
    """``capabilities`` is asked for each new session; ``left`` hears of each whose client is gone for good.

    ``frames`` reads a frame's bytes again for a client that comes back.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        policy: AccessPolicy,
        ledger: RequestLedger,
        capabilities: Callable[[], ServerCapabilities],
        left: Callable[[Session], None],
        *,
        settings: Settings,
        clock: AwakeClock | None = None,
        frames: FrameSource = _no_frames,
    ) -> None:
        self._dispatcher = dispatcher
        self._policy = policy
        self._ledger = ledger
        self._capabilities = capabilities
        self._settings = settings
        self._limits = Limits(queue=settings.queue_limit)
        self._frames = frames
        self._decoder = client_decoder(self._limits)
        self._clock = clock or AwakeClock()
        self._sessions = SessionTable(
            self._session,
            left,
            self._clock,
            grace_s=settings.session_grace,
            limit=settings.detached_limit,
        )
        self._connections: set[Connection] = set()
        self.last_client_s = self._clock()
        """When a client was last connected, on the daemon's clock; of use while ``clients`` is 0."""

    @property
    def clients(self) -> int:
        """Connections that are open."""
        return len(self._connections)

    @property
    def audience(self) -> tuple[Session, ...]:
        """Sessions of all clients that are here or may come back, to be told news."""
        return tuple(session for session in self._sessions if session.open)

    async def listen(self, host: str, port: int) -> Server:
        """Accept clients. Raises ``OSError`` when the address is taken."""
        settings = self._settings
        door = Door(
            self._clock, sockets=settings.client_limit + _GREETING_SOCKETS, message_s=settings.message_timeout
        )
        return await serve(
            self._serve,
            host,
            port,
            process_request=self._check,
            create_connection=door.socket,  # type: ignore[arg-type]
            compression=None,
            max_size=self._limits.largest_message,
            open_timeout=settings.hello_timeout,
            ping_interval=_PING_S,
            ping_timeout=_PING_S,
            close_timeout=_CLOSE_S,
            server_header=None,
        )

    async def flush(self, seconds: float) -> None:
        """Give clients up to ``seconds`` to take what is on its way, then end all sessions."""
        waiting = [asyncio.create_task(connection.flush()) for connection in self._connections]
        if waiting:
            _, late = await asyncio.wait(waiting, timeout=seconds)
            for task in late:
                task.cancel()
        self._sessions.close()

    def _check(self, socket: ServerConnection, request: Request) -> Response | None:
        refusal = self._policy.refusal(
            hosts=request.headers.get_all("Host"),
            origins=request.headers.get_all("Origin"),
            authorizations=request.headers.get_all("Authorization"),
            target=request.path,
        )
        if refusal is not None:
            _logger.warning("access_refused", extra=fields(status=int(refusal.status), reason=refusal.reason))
            return socket.respond(refusal.status, refusal.reason + "\n")
        limit = self._settings.client_limit
        if self.clients >= limit:
            return socket.respond(503, f"{limit} clients are connected; close one\n")
        return None

    def _session(self) -> Session:
        protocol = ServerSession(
            secrets.token_urlsafe(24), self._capabilities(), self._ledger, limits=self._limits
        )
        return Session(protocol, self._ledger, self._frames, outbox_bytes=self._settings.outbox_bytes)

    async def _serve(self, socket: ServerConnection) -> None:
        # As ``listen`` told the server to make them.
        assert isinstance(socket, GuardedSocket)
        connection = Connection(
            socket,
            self._sessions,
            self._decoder,
            self._dispatcher.handle,
            hello_s=self._settings.hello_timeout,
        )
        self._connections.add(connection)
        try:
            await connection.run(closed=(ConnectionClosed,), goodbye=(ConnectionClosedOK,))
        finally:
            self._connections.discard(connection)
            self.last_client_s = self._clock()
            _logger.info("client_left", extra=fields(client=connection.client_id))
