"""``RequestHandle``: the messages of one request, for whoever asked."""

import asyncio
from collections.abc import AsyncIterator
from typing import Protocol

from neonworks_protocol.errors import AnimatorError
from neonworks_protocol.messages import EndMessage, Frame, ServerMessage

__all__ = ["RequestHandle", "Taker"]


class Taker(Protocol):
    """The part of a client that a handle needs."""

    async def consumed(self, frame: Frame) -> None:
        """``frame`` was taken: there is room for another."""
        ...

    async def cancel(self, request_id: str) -> None: ...


class RequestHandle:
    """The messages of one request, in order; iterate until the end, which is the last one."""

    def __init__(self, client: "Taker", request_id: str) -> None:
        self.request_id = request_id
        self._client = client
        self._queue: asyncio.Queue[ServerMessage | AnimatorError] = asyncio.Queue()
        self._ended = False

    def __aiter__(self) -> AsyncIterator[ServerMessage]:
        return self

    async def __anext__(self) -> ServerMessage:
        """Raises the connection's error when it is lost before the end. Cancelling it loses nothing."""
        if self._ended:
            raise StopAsyncIteration
        item = await self._queue.get()
        if isinstance(item, AnimatorError):
            self._ended = True
            raise item
        self._ended = isinstance(item, EndMessage)
        if isinstance(item, Frame):
            await self._client.consumed(item)
        return item

    async def cancel(self) -> None:
        """Ask the daemon to end the request; keep iterating, its end still arrives."""
        await self._client.cancel(self.request_id)

    def deliver(self, item: ServerMessage | AnimatorError) -> None:
        """For the client's reader."""
        self._queue.put_nowait(item)
