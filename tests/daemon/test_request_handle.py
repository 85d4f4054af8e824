"""One request's messages: in order, to the end, each frame reported when it is taken."""

import asyncio

import pytest
from neonworks_daemon.request_handle import RequestHandle
from neonworks_protocol.errors import ProtocolError, Unavailable
from neonworks_protocol.messages import Accepted, Done, Frame, ServerMessage

from tests.protocol.samples import frame


class Taker:
    """Notes what the handle tells it."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.cancelled: list[str] = []

    async def consumed(self, frame: Frame) -> None:
        self.taken(frame)

    def taken(self, frame: Frame) -> None:
        self.seen.append(frame.index)

    async def cancel(self, request_id: str) -> None:
        self.cancelled.append(request_id)


async def test_messages_come_in_order_and_end_with_the_end() -> None:
    taker = Taker()
    handle = RequestHandle(taker, "r")
    for message in (Accepted(request_id="r", job_id="j"), frame(index=0), frame(index=1)):
        handle.deliver(message)
    handle.deliver(Done(request_id="r"))
    assert taker.seen == []
    names = [type(message).__name__ async for message in handle]
    assert names == ["Accepted", "Frame", "Frame", "Done"] and taker.seen == [0, 1]
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


async def test_each_message_is_handed_over_as_it_comes_and_the_end_returned() -> None:
    taker, got = Taker(), list[ServerMessage]()
    handle = RequestHandle(taker, "r")
    handle.deliver(Accepted(request_id="r", job_id="j"))
    waiting = asyncio.create_task(handle.each(got.append))
    await asyncio.sleep(0)
    handle.deliver(frame(index=0))
    assert [type(message) for message in got] == [Accepted, Frame] and taker.seen == [0]
    handle.deliver(Done(request_id="r"))
    assert await waiting == Done(request_id="r") and len(got) == 2


@pytest.mark.parametrize("lost", [True, False])
async def test_each_ends_with_the_first_error(lost: bool) -> None:
    def take(message: ServerMessage) -> None:
        raise ProtocolError("no picture")

    handle = RequestHandle(Taker(), "r")
    waiting = asyncio.create_task(handle.each(take))
    await asyncio.sleep(0)
    handle.deliver(Unavailable("gone") if lost else frame(index=0))
    handle.deliver(Done(request_id="r"))
    with pytest.raises(Unavailable if lost else ProtocolError):
        await waiting


async def test_each_that_was_cancelled_gives_back_the_room_of_what_still_comes() -> None:
    taker, got = Taker(), list[ServerMessage]()
    handle = RequestHandle(taker, "r")
    waiting = asyncio.create_task(handle.each(got.append))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    handle.deliver(frame(index=3))
    handle.deliver(Done(request_id="r"))
    assert got == [] and taker.seen == [3]
    assert [message async for message in handle] == []
