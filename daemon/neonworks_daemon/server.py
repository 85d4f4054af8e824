"""The WebSocket driver: access before the upgrade, then one ``Connection`` per client.

Binary messages only, no compression (loopback is faster than zlib), sizes bounded by the protocol's limits.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable

from neonworks_protocol.ledger import RequestLedger
from neonworks_protocol.limits import Limits
from neonworks_protocol.records import ServerCapabilities
from neonworks_protocol.session import ServerSession
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from neonworks_daemon.access import AccessPolicy
from neonworks_daemon.connection import Connection
from neonworks_daemon.dispatch import Dispatcher
from neonworks_daemon.logs import fields

__all__ = ["ClientServer"]

_PING_S = 20.0
"""Seconds between pings, and for their answer: a client that hangs is gone after 40 s."""
_CLOSE_S = 2.0
"""Seconds for the closing handshake."""

_logger = logging.getLogger(__name__)


class ClientServer:
    """``capabilities`` is asked for each ``welcome``; ``on_left`` hears of each client that is gone."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        policy: AccessPolicy,
        ledger: RequestLedger,
        capabilities: Callable[[], ServerCapabilities],
        on_left: Callable[[Connection], None],
        *,
        limits: Limits,
        client_limit: int,
        outbox_bytes: int,
    ) -> None:
        self._dispatcher = dispatcher
        self._policy = policy
        self._ledger = ledger
        self._capabilities = capabilities
        self._on_left = on_left
        self._limits = limits
        self._client_limit = client_limit
        self._outbox_bytes = outbox_bytes
        self._connections: set[Connection] = set()
        self.last_client_s = time.monotonic()
        """When a client was last connected, on the monotonic clock; of use while ``clients`` is 0."""

    @property
    def clients(self) -> int:
        """Connections that are open."""
        return len(self._connections)

    @property
    def audience(self) -> tuple[Connection, ...]:
        """Everyone who can be told something."""
        return tuple(self._connections)

    async def listen(self, host: str, port: int) -> Server:
        """Accept clients. Raises ``OSError`` when the address is taken."""
        return await serve(
            self._serve,
            host,
            port,
            process_request=self._check,
            compression=None,
            max_size=self._limits.largest_message,
            ping_interval=_PING_S,
            ping_timeout=_PING_S,
            close_timeout=_CLOSE_S,
            server_header=None,
        )

    async def flush(self, seconds: float) -> None:
        """Give clients up to ``seconds`` to take what is on its way."""
        waiting = [asyncio.create_task(connection.flush()) for connection in self._connections]
        if waiting:
            _, late = await asyncio.wait(waiting, timeout=seconds)
            for task in late:
                task.cancel()

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
        if self.clients >= self._client_limit:
            return socket.respond(503, f"{self._client_limit} clients are connected; close one\n")
        return None

    async def _serve(self, socket: ServerConnection) -> None:
        session = ServerSession(secrets.token_hex(8), self._capabilities(), self._ledger, limits=self._limits)
        connection = Connection(
            socket, session, self._ledger, self._dispatcher.handle, outbox_bytes=self._outbox_bytes
        )
        self._connections.add(connection)
        try:
            await connection.run(closed=(ConnectionClosed,))
        finally:
            self._connections.discard(connection)
            self.last_client_s = time.monotonic()
            self._on_left(connection)
            _logger.info("client_left", extra=fields(client=connection.client_id))
