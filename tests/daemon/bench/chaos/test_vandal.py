import random

from neonworks_daemon.bench.chaos.vandal import BAD_MESSAGES, misbehave, welcomed_socket
from neonworks_daemon.ready import ReadyInfo
from neonworks_protocol.errors import error_classes
from websockets.exceptions import ConnectionClosed

from tests.fakes.daemons import client_of


async def test_every_misdeed_is_answered_as_documented(scripted_daemon: ReadyInfo) -> None:
    assert {code for deed in BAD_MESSAGES.values() for code in deed.codes} <= set(error_classes())
    met: set[str] = set()
    for seed in range(8):
        verdict = await misbehave(scripted_daemon, random.Random(seed))
        # Scripted workers look at no picture.
        assert [fault for fault in verdict.faults if "not a picture" not in fault] == []
        met |= set(verdict.codes)
    assert {"bad_message", "not_found"} <= met


async def test_a_flood_is_ended_and_others_are_not(scripted_daemon: ReadyInfo) -> None:
    async with client_of(scripted_daemon) as other:
        verdict = await misbehave(scripted_daemon, random.Random(1), flood=True)
        assert verdict.faults == ()
        await other.status()


async def test_a_daemon_that_is_not_there_is_a_fault(scripted_daemon: ReadyInfo) -> None:
    import msgspec

    nobody = msgspec.structs.replace(scripted_daemon, port=1)
    assert "not let in" in (await misbehave(nobody, random.Random(1))).faults[0]


async def test_a_welcomed_socket_is_behind_the_greeting(scripted_daemon: ReadyInfo) -> None:
    socket = await welcomed_socket(scripted_daemon, "vandal-test")
    await socket.send(b"\xc1")
    assert isinstance(await socket.recv(), bytes)
    await socket.close()
    try:
        await socket.send(b"")
    except ConnectionClosed:
        return
    raise AssertionError("the socket was not closed")
