"""``DaemonLink``: the watcher's connection to the daemon, made again whenever it is lost."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import uuid4

from neonworks_protocol.errors import AccessDenied, AnimatorError, Unavailable
from neonworks_protocol.records import Capabilities, ClientInfo
from neonworks_protocol.vocabulary import Encoding

from neonworks_daemon.client import DaemonClient
from neonworks_daemon.logs import fields
from neonworks_daemon.ready import ReadyInfo

__all__ = ["DaemonLink", "maker_of"]

_FIRST_S, _MOST_S = 0.1, 5.0
"""Waits between attempts; doubled each time up to the second."""

_T = TypeVar("_T")

_logger = logging.getLogger(__name__)


class DaemonLink:
    """``find`` gives the daemon to use (it may start one) or raises ``AnimatorError``; ``build`` is the only
    build that will do, since another one would draw other pixels than the plans made here say."""

    def __init__(self, find: Callable[[], Awaitable[ReadyInfo]], build: str) -> None:
        self._find = find
        self._build = build
        self._client: DaemonClient | None = None
        self._connecting = asyncio.Lock()
        self.problem = ""
        """Why there is no connection right now."""

    async def client(self) -> DaemonClient:
        """A connected client, waited for as long as it takes. Raises ``Unavailable`` when the daemon is of
        another build, which waiting does not mend."""
        async with self._connecting:
            wait = _FIRST_S
            while self._client is None or not self._client.connected:
                await self.drop()
                info = await self._attempt(self._find())
                if info is not None:
                    self._check_build(info)
                    self._client = await self._attempt(self._connect(info))
                if self._client is None:
                    await asyncio.sleep(wait)
                    wait = min(2 * wait, _MOST_S)
            self.problem = ""
            return self._client

    @property
    def connected(self) -> bool:
        """Whether there is a connection right now."""
        return self._client is not None and self._client.connected

    async def drop(self) -> None:
        """Close the connection, if there is one."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def _attempt(self, step: Awaitable[_T]) -> _T | None:
        """The result of ``step``, None where waiting may mend what is wrong."""
        try:
            return await step
        except AccessDenied:
            raise
        except AnimatorError as error:
            self.problem = error.message
            _logger.info("daemon_awaited", extra=fields(reason=error.message))
            return None

    def _check_build(self, info: ReadyInfo) -> None:
        if info.build != self._build:
            raise Unavailable(
                f"the running daemon (process {info.pid}) is of another build: stop it, then start this again"
            )

    async def _connect(self, info: ReadyInfo) -> DaemonClient:
        me = ClientInfo(id=uuid4().hex, name="watch")
        return await DaemonClient.connect(info, me, encodings=(Encoding.PNG, Encoding.RAW))


def maker_of(generators: tuple[Capabilities, ...]) -> str:
    """Hex sha256 of who draws here and in which version; a result by others is not the newest any more."""
    named = sorted(f"{record.name}={record.version} {record.tier}" for record in generators)
    return hashlib.sha256("\n".join(named).encode()).hexdigest()
