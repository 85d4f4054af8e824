"""``GuardedSocket``: a WebSocket whose peer must get on with it, and ``Door``, which counts them.

websockets bounds what a message and its fragments may weigh and how many they are; here is bounded how long
one may take to arrive, and how many sockets there may be before any of them has said a word.
"""

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

from websockets.asyncio.server import ServerConnection

from neonworks_daemon.clocks import Alarm, AwakeClock
from neonworks_daemon.frame_meter import FrameMeter
from neonworks_daemon.logs import fields

__all__ = ["Door", "GuardedSocket"]

_UNREAD_BYTES = 4 << 20
"""Answers to pings that wait for a peer that does not read; our own wait elsewhere, all but one write."""
_POLICY_VIOLATION = 1008
"""WebSocket close code (RFC 6455, 7.4.1)."""

_logger = logging.getLogger(__name__)


class Door:
    """At most ``sockets`` at once, each with ``message_s`` seconds of awake time for one message."""

    def __init__(self, clock: AwakeClock, *, sockets: int, message_s: float) -> None:
        self.clock = clock
        self.message_s = message_s
        self._sockets = sockets
        self._inside = 0

    def enter(self) -> bool:
        """Counts a socket in; False when there is no room."""
        self._inside += 1
        return self._inside <= self._sockets

    def leave(self) -> None:
        """Counts a socket out, also one that was not let in."""
        self._inside -= 1

    def socket(self, *args: Any, **options: Any) -> "GuardedSocket":
        """For the server: makes each connection."""
        return GuardedSocket(self, *args, **options)


class GuardedSocket(ServerConnection):
    """A connection that ends when a message that has begun is not complete in time."""

    def __init__(self, door: Door, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._door = door
        self._meter = FrameMeter()
        self._alarm = Alarm(door.clock, self._late)
        self._closing: asyncio.Task[None] | None = None

    async def send_all(self, messages: Iterable[bytes]) -> None:
        """Send binary messages with one write. Raises ``ConnectionClosed``."""
        async with self.send_context():
            for message in messages:
                self.protocol.send_binary(message)
            self.transport.write(b"".join(self.protocol.data_to_send()))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if not self._door.enter():
            _logger.warning("socket_refused", extra=fields(reason="too many sockets"))
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._alarm.clear()
        self._door.leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._meter.feed(data)
        if not self._meter.incomplete:
            self._alarm.clear()
        elif not self._alarm.armed and self._closing is None:
            self._alarm.set(self._door.message_s)
        super().data_received(data)
        if self.transport.get_write_buffer_size() > _UNREAD_BYTES:
            _logger.warning("answers_unread", extra=fields(reason="pings without end"))
            self.transport.abort()

    def _late(self) -> None:
        reason = f"a message takes at most {self._door.message_s:g} s"
        _logger.warning("message_late", extra=fields(reason=reason))
        self._closing = asyncio.create_task(self.close(_POLICY_VIOLATION, reason))
