"""One connection around a real session, on a socket made of queues."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from neonworks_daemon.clocks import AwakeClock
from neonworks_daemon.connection import Connection
from neonworks_daemon.session_table import SessionTable
from neonworks_daemon.sessions import Session
from neonworks_protocol.client_session import ClientSession
from neonworks_protocol.codec import client_decoder
from neonworks_protocol.events import Connected, ServerEvent
from neonworks_protocol.ledger import RequestLedger
from neonworks_protocol.limits import Limits
from neonworks_protocol.messages import (
    Accepted,
    Cancelled,
    Clip,
    Done,
    Frame,
    GetStatus,
    ServerMessage,
    Status,
    Submit,
    Welcome,
)
from neonworks_protocol.records import ClientInfo, ServerCapabilities
from neonworks_protocol.session import ServerSession
from neonworks_protocol.vocabulary import Direction, Encoding, Tier

from tests.fakes.desks import CAPABILITIES
from tests.fakes.events import SPEC


class Gone(Exception):
    """The socket was closed."""


class QueueSocket:
    """A ``Socket`` whose other end is the test; ``stalled`` makes sends wait."""

    def __init__(self) -> None:
        self.to_server: asyncio.Queue[bytes | None] = asyncio.Queue(1000)
        self.to_client: asyncio.Queue[bytes] = asyncio.Queue(10_000)
        self.flowing = asyncio.Event()
        self.flowing.set()
        self.closed: tuple[int, str] | None = None

    async def recv(self) -> bytes | str:
        data = await self.to_server.get()
        if data is None:
            raise Gone
        return data

    async def send_all(self, messages: Iterable[bytes]) -> None:
        await self.flowing.wait()
        for message in messages:
            self.to_client.put_nowait(message)

    async def close(self, code: int = 1000, reason: str = "") -> None:
        self.closed = (code, reason)


class Peer:
    """The client's session and what the server's dispatcher was told."""

    def __init__(self, limits: Limits, outbox_bytes: int = 1 << 20, hello_s: float = 10.0) -> None:
        self.events: list[ServerEvent] = []
        self.ledger = RequestLedger(lambda: 0.0)
        self.left: list[Session] = []
        self.limits = limits
        self.outbox_bytes = outbox_bytes
        self.hello_s = hello_s
        self.table = SessionTable(self._session, self.left.append, AwakeClock(), grace_s=600, limit=4)
        self.client = ClientSession(ClientInfo(id="me", name="test"), auto_credit=False)
        self.socket, self.carrier = self.plug()

    def plug(self) -> tuple[QueueSocket, Connection]:
        """A new socket and the connection that serves it."""
        socket = QueueSocket()
        carrier = Connection(
            socket,
            self.table,
            client_decoder(self.limits),
            lambda _, event: self.events.append(event),
            hello_s=self.hello_s,
        )
        return socket, carrier

    @property
    def connection(self) -> Session:
        """What the services of the daemon see."""
        (session,) = self.table
        return session

    def _session(self) -> Session:
        capabilities = ServerCapabilities(build_id="b", server_version="0", generators=CAPABILITIES, tiers=())
        protocol = ServerSession("session", capabilities, self.ledger, limits=self.limits)
        return Session(protocol, self.ledger, lambda frame: None, outbox_bytes=self.outbox_bytes)

    def flush(self) -> None:
        for data in self.client.data_to_send():
            self.socket.to_server.put_nowait(data)

    def ask(self, message: Submit | GetStatus) -> None:
        self.client.send(message)
        self.flush()

    async def hear(self, count: int = 1) -> list[ServerMessage]:
        """The next ``count`` messages, checked by the client's session."""
        heard: list[ServerMessage] = []
        async with asyncio.timeout(10):
            while len(heard) < count:
                heard += self.client.receive(await self.socket.to_client.get())  # type: ignore[arg-type]
        return heard

    async def settle(self, events: int) -> None:
        async with asyncio.timeout(10):
            while len(self.events) < events:
                await asyncio.sleep(0)


@asynccontextmanager
async def connected(limits: Limits | None = None, **options: Any) -> AsyncIterator[Peer]:
    peer = Peer(limits or Limits(), **options)
    task = asyncio.create_task(peer.carrier.run(closed=(Gone,)))
    peer.client.connect()
    peer.flush()
    await peer.hear()
    yield peer
    peer.socket.flowing.set()
    await peer.socket.to_server.put(None)
    await asyncio.wait_for(task, 10)
    assert not any(session.attached for session in peer.table)


def _frame(index: int, size: int = 16) -> Frame:
    return Frame(
        clip_id="c",
        take=1,
        index=index,
        tier=Tier.DRAFT,
        revision=0,
        sha256="0" * 64,
        encoding=Encoding.RAW,
        data=bytes(size),
    )


def _announce(peer: Peer, frames: int, side: int = 2) -> None:
    peer.connection.post("r", Accepted(request_id="r", job_id="j"))
    peer.connection.post(
        "r",
        Clip(
            request_id="r",
            clip_id="c",
            action=SPEC.animation_type,
            direction=Direction.DOWN,
            frame_count=frames,
            canvas=(side, side),
            pivot=(1.0, 2.0),
            durations=(100,) * frames,
            loop=True,
        ),
    )


async def test_messages_reach_the_client_in_order() -> None:
    async with connected() as peer:
        assert isinstance(peer.events[0], Connected)
        peer.ask(Submit(request_id="r", sprite=b"x", text="walk"))
        await peer.settle(2)
        _announce(peer, 2)
        for index in range(2):
            peer.connection.post("r", _frame(index))
        kinds = [type(m).__name__ for m in await peer.hear(4)]
        assert kinds == ["Accepted", "Clip", "Frame", "Frame"]


async def test_frames_wait_for_credit_and_answers_do_not() -> None:
    async with connected(Limits(credit_initial=1)) as peer:
        peer.ask(Submit(request_id="r", sprite=b"x", text="walk"))
        peer.ask(GetStatus(request_id="s"))
        await peer.settle(3)
        _announce(peer, 3)
        for index in range(3):
            peer.connection.post("r", _frame(index))
        await peer.hear(3)
        status = Status(
            request_id="s", build_id="", uptime_s=0, workers=0, workers_busy=0, queued=0, running=0, clients=1
        )
        peer.connection.answer(status)
        assert isinstance((await peer.hear())[0], Status)
        peer.client.grant(2)
        peer.flush()
        await peer.settle(4)
        peer.connection.resume()
        assert [m.index for m in await peer.hear(2) if isinstance(m, Frame)] == [1, 2]


async def test_an_end_that_drops_passes_what_waited() -> None:
    async with connected(Limits(credit_initial=1)) as peer:
        peer.ask(Submit(request_id="r", sprite=b"x", text="walk"))
        await peer.settle(2)
        _announce(peer, 8)
        for index in range(8):
            peer.connection.post("r", _frame(index))
        await peer.hear(3)
        peer.connection.end("r", Cancelled(request_id="r"), drop=True)
        assert await peer.hear() == [Cancelled(seq=5, request_id="r")]


async def test_a_client_with_much_undelivered_takes_no_more() -> None:
    async with connected(Limits(credit_initial=1), outbox_bytes=3000) as peer:
        peer.ask(Submit(request_id="r", sprite=b"x", text="walk"))
        await peer.settle(2)
        _announce(peer, 8, side=4)
        assert peer.connection.may_take()
        for index in range(8):
            peer.connection.post("r", _frame(index, 64))
        await peer.hear(3)
        assert not peer.connection.may_take()


async def test_a_client_that_does_not_read_is_not_read() -> None:
    limits = Limits(bad_messages=10_000)
    async with connected(limits) as peer:
        peer.socket.flowing.clear()
        for _ in range(900):
            peer.socket.to_server.put_nowait(b"\xc1")
        await asyncio.sleep(0.05)
        assert peer.socket.to_server.qsize() > 300
        peer.socket.flowing.set()
        async with asyncio.timeout(10):
            while peer.socket.to_server.qsize():
                await asyncio.sleep(0.01)


async def test_too_much_garbage_closes_with_the_reason() -> None:
    async with connected(Limits(bad_messages=3)) as peer:
        for _ in range(3):
            peer.socket.to_server.put_nowait(b"\xc1")
        await peer.hear(3)
        async with asyncio.timeout(10):
            while peer.socket.closed is None:
                await asyncio.sleep(0)
        assert peer.socket.closed == (1008, "bad_message")


async def test_a_message_of_ours_that_breaks_the_protocol_costs_this_connection_only() -> None:
    async with connected() as peer:
        peer.ask(Submit(request_id="r", sprite=b"x", text="walk"))
        await peer.settle(2)
        peer.connection.post("r", Done(request_id="r"))
        async with asyncio.timeout(10):
            while peer.socket.closed is None:
                await asyncio.sleep(0)
        assert peer.socket.closed[0] == 1011


async def test_answers_that_were_not_delivered_are_remembered() -> None:
    async with connected(Limits(credit_initial=1)) as peer:
        peer.ask(Submit(request_id="r", sprite=b"x", text="walk"))
        await peer.settle(2)
        _announce(peer, 8)
        for index in range(8):
            peer.connection.post("r", _frame(index))
        peer.connection.post("r", Done(request_id="r"))
        await peer.hear(3)
    assert peer.ledger.get("me", "r") is not None
    peer.table.close()
    entry = peer.ledger.get("me", "r")
    assert entry is not None
    assert entry.end == Done(request_id="r")


async def test_flush_waits_for_the_socket() -> None:
    async with connected() as peer:
        peer.ask(Submit(request_id="r", sprite=b"x", text="walk"))
        await peer.settle(2)
        peer.socket.flowing.clear()
        peer.connection.post("r", Accepted(request_id="r", job_id="j"))
        waiting = asyncio.create_task(peer.carrier.flush())
        await asyncio.sleep(0.02)
        assert not waiting.done()
        peer.socket.flowing.set()
        await asyncio.wait_for(waiting, 10)
        assert len(await peer.hear()) == 1


async def test_a_lost_socket_leaves_the_session_to_the_next_one() -> None:
    async with connected() as peer:
        peer.ask(Submit(request_id="r", sprite=b"x", text="walk"))
        await peer.settle(2)
        session = peer.connection
        peer.socket.to_server.put_nowait(None)
        async with asyncio.timeout(10):
            while session.attached:
                await asyncio.sleep(0)
        _announce(peer, 2)
        assert session.waiting == 2 and peer.left == []
        peer.socket, carrier = peer.plug()
        task = asyncio.create_task(carrier.run(closed=(Gone,)))
        peer.client.detach()
        peer.client.connect()
        peer.flush()
        welcome, accepted, clip = await peer.hear(3)
        assert isinstance(welcome, Welcome) and welcome.resumed and welcome.received == 1
        assert isinstance(accepted, Accepted) and isinstance(clip, Clip)
        await peer.socket.to_server.put(None)
        await task


async def test_a_newer_socket_takes_the_session_and_the_older_is_told() -> None:
    async with connected() as peer:
        older = peer.socket
        peer.socket, carrier = peer.plug()
        task = asyncio.create_task(carrier.run(closed=(Gone,)))
        peer.client.detach()
        peer.client.connect()
        peer.flush()
        (welcome,) = await peer.hear()
        assert isinstance(welcome, Welcome) and welcome.resumed
        async with asyncio.timeout(10):
            last = msgspec.msgpack.decode(await older.to_client.get())
            while older.closed is None:
                await asyncio.sleep(0)
        assert (last["type"], older.closed) == ("taken_over", (1008, "taken_over"))
        assert peer.connection.attached and peer.table.detached == 0
        await peer.socket.to_server.put(None)
        await task


async def test_who_does_not_say_hello_is_sent_away() -> None:
    peer = Peer(Limits(), hello_s=0.05)
    await asyncio.wait_for(peer.carrier.run(closed=(Gone,)), 10)
    assert peer.socket.closed == (1008, "say hello within 0.05 s") and len(peer.table) == 0
