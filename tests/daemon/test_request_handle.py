"""One request's messages: in order, to the end, each frame reported when it is taken."""

import asyncio

import pytest
from neonworks_daemon.request_handle import RequestHandle
from neonworks_protocol.errors import Unavailable
from neonworks_protocol.messages import Accepted, Done, Frame

from tests.protocol.samples import frame


class Taker:
    """Notes what the handle tells it."""

    def __init__(self) -> None:
        self.taken: list[int] = []
        self.cancelled: list[str] = []

    async def consumed(self, frame: Frame) -> None:
        self.taken.append(frame.index)

    async def cancel(self, request_id: str) -> None:
        self.cancelled.append(request_id)


async def test_messages_come_in_order_and_end_with_the_end() -> None:
    taker = Taker()
    handle = RequestHandle(taker, "r")
    for message in (Accepted(request_id="r", job_id="j"), frame(index=0), frame(index=1)):
        handle.deliver(message)
    handle.deliver(Done(request_id="r"))
    assert taker.taken == []
    names = [type(message).__name__ async for message in handle]
    assert names == ["Accepted", "Frame", "Frame", "Done"] and taker.taken == [0, 1]
    with pytest.raises(StopAsyncIteration):
        await handle.__anext__()


async def test_an_error_is_raised_where_it_is_waited_for() -> None:
    handle = RequestHandle(Taker(), "r")
    waiting = asyncio.create_task(handle.__anext__())
    await asyncio.sleep(0)
    handle.deliver(Unavailable("gone"))
    with pytest.raises(Unavailable):
        await waiting
    assert [message async for message in handle] == []


async def test_cancel_names_the_request() -> None:
    taker = Taker()
    await RequestHandle(taker, "r").cancel()
    assert taker.cancelled == ["r"]
