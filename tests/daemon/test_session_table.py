"""Which sessions are kept, for how long, and who hears of their end."""

import asyncio

import pytest
from neonworks_daemon.clocks import AwakeClock
from neonworks_daemon.session_table import RINGS_BYTES, SessionTable, ring_share
from neonworks_daemon.sessions import Session
from neonworks_protocol.codec import encode
from neonworks_protocol.events import Resumed
from neonworks_protocol.ledger import RequestLedger
from neonworks_protocol.messages import Error, Hello
from neonworks_protocol.records import ClientInfo, Resume, ServerCapabilities
from neonworks_protocol.session import ServerSession

from tests.fakes.desks import CAPABILITIES

ME = ClientInfo(id="me", name="test")


class Hall:
    """A table whose sessions say hello at once."""

    def __init__(self, grace_s: float = 600.0, limit: int = 3) -> None:
        self.left: list[str] = []
        self._made = 0
        self.table = SessionTable(
            self._make,
            lambda session: self.left.append(session.protocol.session_id),
            AwakeClock(),
            grace_s=grace_s,
            limit=limit,
        )

    def _make(self) -> Session:
        self._made += 1
        ledger = RequestLedger(lambda: 0.0)
        capabilities = ServerCapabilities(build_id="b", server_version="0", generators=CAPABILITIES, tiers=())
        protocol = ServerSession(f"s{self._made}", capabilities, ledger)
        return Session(protocol, ledger, lambda frame: None, outbox_bytes=1 << 20)

    def enter(self) -> Session:
        session = self.table.begin()
        assert list(session.receive(encode(Hello(versions=(1,), client=ME))))
        return session


def _back(session: str, client: ClientInfo = ME) -> Hello:
    return Hello(versions=(1,), client=client, resume=Resume(session=session, seq=1))


async def test_a_detached_session_is_found_by_its_client_only() -> None:
    hall = Hall()
    session = hall.enter()
    hall.table.detach(session)
    assert hall.table.find(_back("s1")) is session
    assert hall.table.find(_back("s1", ClientInfo(id="you", name="test"))) is None
    assert hall.table.find(_back("s9")) is None
    assert hall.table.find(Hello(versions=(1,), client=ME)) is None
    assert (len(hall.table), hall.table.detached, hall.left) == (1, 1, [])
    hall.table.attach(session)
    assert hall.table.detached == 0


async def test_of_too_many_the_one_that_waits_longest_ends() -> None:
    hall = Hall(limit=2)
    for session in [hall.enter() for _ in range(4)]:
        hall.table.detach(session)
    assert hall.left == ["s1", "s2"]
    assert hall.table.find(_back("s2")) is None and hall.table.find(_back("s3")) is not None


async def test_after_the_grace_time_a_session_ends() -> None:
    hall = Hall(grace_s=0.05)
    first, second = hall.enter(), hall.enter()
    hall.table.detach(first)
    hall.table.detach(second)
    hall.table.attach(second)
    async with asyncio.timeout(10):
        while not hall.left:
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    assert hall.left == ["s1"] and not first.open and second.open


async def test_a_goodbye_is_heard_at_once_and_the_session_kept() -> None:
    hall = Hall()
    session = hall.enter()
    hall.table.detach(session, goodbye=True)
    assert hall.left == ["s1"] and hall.table.find(_back("s1")) is session


async def test_a_session_without_a_hello_is_not_kept() -> None:
    hall = Hall()
    hall.table.detach(hall.table.begin())
    assert len(hall.table) == 0 and hall.table.detached == 0


async def test_the_end_of_the_daemon_ends_all() -> None:
    hall = Hall()
    sessions = [hall.enter(), hall.enter()]
    hall.table.detach(sessions[0])
    hall.table.close()
    assert sorted(hall.left) == ["s1", "s2"] and len(hall.table) == 0
    assert not any(session.open for session in sessions)


def test_what_all_sessions_keep_is_bounded_however_many_there_are() -> None:
    assert ring_share(0) == ring_share(1) == ring_share(16) == 1 << 20
    assert all(count * ring_share(count) <= RINGS_BYTES for count in (16, 17, 100, 192))
    assert ring_share(192) > 64 * 1024


async def test_more_sessions_make_each_keep_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that missed something finds it in a nearly empty hall, and gets a gap in a full one."""
    monkeypatch.setattr("neonworks_daemon.session_table.RINGS_BYTES", 8192)
    hall = Hall(limit=30)
    first = hall.enter()
    first.next_data(1 << 20)
    for _ in range(8):
        first.answer(Error(code="internal", message="x" * 500))
        first.next_data(1 << 20)
    hall.table.detach(first)
    others = [hall.enter() for _ in range(7)]
    for other in others:
        hall.table.detach(other)
    (event,) = first.protocol.resume(_back("s1"))
    assert isinstance(event, Resumed) and event.gap


async def test_an_ended_session_keeps_nothing() -> None:
    hall = Hall()
    session = hall.enter()
    session.next_data(1 << 20)
    ring = session.protocol._sender._ring
    assert ring.size
    hall.table.end(session)
    assert ring.size == 0
