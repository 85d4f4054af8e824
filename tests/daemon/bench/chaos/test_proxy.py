"""The proxy before a server that echoes: bytes pass whole, or end where they were meant to."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
from neonworks_daemon.bench.chaos.faults import (
    CALM,
    ConnectionPlan,
    Cut,
    Direction,
    Fault,
    Place,
    Shape,
)
from neonworks_daemon.bench.chaos.proxy import ChaosProxy, Planner
from neonworks_protocol.codec import encode
from neonworks_protocol.messages import Cancel, GetStatus, Hello
from neonworks_protocol.records import ClientInfo
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed, InvalidHandshake

PAYLOADS = [bytes([n]) * (1 + 977 * n) for n in range(12)]


@contextlib.asynccontextmanager
async def _echo(planner: Planner, *, budget: int = 100) -> AsyncIterator[tuple[ChaosProxy, list[bytes]]]:
    """The proxy, and what the server was told."""
    heard: list[bytes] = []

    async def answer(socket: ServerConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for message in socket:
                assert isinstance(message, bytes)
                heard.append(message)
                await socket.send(message)

    async with serve(answer, "127.0.0.1", 0, compression=None) as server:
        port = server.sockets[0].getsockname()[1]
        async with ChaosProxy("127.0.0.1", port, planner, budget=budget) as proxy:
            yield proxy, heard


async def _talk(proxy: ChaosProxy, messages: list[bytes]) -> list[bytes]:
    """Answers that arrived, in order, until the connection ended or each message had one."""
    answers: list[bytes] = []
    try:
        async with connect(
            f"ws://127.0.0.1:{proxy.port}", compression=None, proxy=None, close_timeout=0.2
        ) as socket:
            for message in messages:
                await socket.send(message)
            for _ in messages:
                answers.append(await socket.recv(decode=False))
    except (ConnectionClosed, InvalidHandshake, OSError, EOFError):
        pass
    return answers


@pytest.mark.parametrize("shape", [Shape(), Shape(1), Shape(7, 0.001), Shape(1460)])
async def test_split_and_late_bytes_arrive_whole(shape: Shape) -> None:
    async with _echo(lambda n: ConnectionPlan(n, None, shape)) as (proxy, _):
        assert await _talk(proxy, PAYLOADS) == PAYLOADS
        assert proxy.injected == 0


@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("direction", Direction)
async def test_a_cut_ends_the_connection_after_whole_messages(
    fault: Fault, place: Place, direction: Direction
) -> None:
    cut = Cut(fault, direction, place, 5, 0.5)
    async with _echo(lambda n: ConnectionPlan(n, cut)) as (proxy, heard):
        answers = await _talk(proxy, PAYLOADS)
        assert (proxy.faults, proxy.places) == ({fault: 1}, {place: 1})
    assert answers == PAYLOADS[: len(answers)]
    assert len(answers) <= 5
    if direction is Direction.UP:
        assert heard == PAYLOADS[: len(heard)]
        assert len(heard) == (0 if place is Place.UPGRADE else 5)


async def test_after_the_budget_everything_passes() -> None:
    cut = Cut(Fault.RESET, Direction.DOWN, Place.BETWEEN, 2, 0.0)
    async with _echo(lambda n: ConnectionPlan(n, cut), budget=3) as (proxy, _):
        lengths = [len(await _talk(proxy, PAYLOADS)) for _ in range(5)]
        assert (proxy.injected, proxy.calm, proxy.connections) == (3, True, 5)
    assert lengths[3:] == [len(PAYLOADS)] * 2


async def test_requests_are_repeated_whole_and_nothing_else_is() -> None:
    hello = encode(Hello(versions=(1,), client=ClientInfo(id="c", name="test")))
    sent = [hello, encode(Cancel(request_id="a" * 40)), encode(GetStatus(request_id="s"))] * 3
    async with _echo(lambda n: ConnectionPlan(n, None, Shape(5, 0.0, 1.0))) as (proxy, heard):
        await _talk(proxy, sent)
        await asyncio.sleep(0.05)
        assert proxy.repeated == 3
    assert heard == [sent[0], sent[1], sent[1], sent[2]] * 3


async def test_a_server_that_is_not_there_is_a_reset() -> None:
    async with ChaosProxy("127.0.0.1", 1, lambda n: CALM, budget=0) as proxy:
        assert await _talk(proxy, PAYLOADS[:1]) == []
