"""``RequestHandle``: the messages of one request, for whoever asked."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Protocol

from neonworks_protocol.errors import AnimatorError
from neonworks_protocol.messages import EndMessage, Frame, ServerMessage

__all__ = ["RequestHandle", "Taker"]


class Taker(Protocol):
    """The part of a client that a handle needs."""

    async def consumed(self, frame: Frame) -> None:
        """``frame`` was taken: there is room for another."""
        ...

    def taken(self, frame: Frame) -> None:
        """The same in the client's reader, which tells the daemon itself."""
        ...

    async def cancel(self, request_id: str) -> None: ...


class RequestHandle:
    """The messages of one request, in order; iterate until the end, which is the last one."""

    def __init__(self, client: "Taker", request_id: str) -> None:
        self.request_id = request_id
        self._client = client
        self._queue: asyncio.Queue[ServerMessage | AnimatorError] = asyncio.Queue()
        self._ended = False
        self._take: Callable[[ServerMessage], None] | None = None
        self._last: asyncio.Future[EndMessage] | None = None

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

    async def each(self, take: Callable[[ServerMessage], None]) -> EndMessage:
        """Have every message but the last handed to ``take`` as it arrives, without a task of its own waking
        up for each: for who only collects. Returns the last.

        Raises what ``take`` raises, and the connection's error when it is lost before. ``take`` is not called
        any more when this was cancelled.
        """
        self._last = asyncio.get_running_loop().create_future()
        self._take = take
        try:
            while not self._queue.empty():
                self.deliver(self._queue.get_nowait())
            return await self._last
        finally:
            self._take = None
            self._last = None
            self._ended = True

    async def cancel(self) -> None:
        """Ask the daemon to end the request; keep iterating, its end still arrives."""
        await self._client.cancel(self.request_id)

    def deliver(self, item: ServerMessage | AnimatorError) -> None:
        """For the client's reader."""
        if self._last is None:
            if not self._ended:
                self._queue.put_nowait(item)
            elif isinstance(item, Frame):
                # Nobody takes it, and it must not keep its share of the window for good.
                self._client.taken(item)
        elif not self._last.done():
            self._hand_over(item, self._last)

    def _hand_over(self, item: ServerMessage | AnimatorError, last: "asyncio.Future[EndMessage]") -> None:
        if isinstance(item, AnimatorError):
            last.set_exception(item)
        elif isinstance(item, EndMessage):
            last.set_result(item)
        elif self._take is not None:
            if isinstance(item, Frame):
                self._client.taken(item)
            try:
                self._take(item)
            except AnimatorError as error:
                last.set_exception(error)
