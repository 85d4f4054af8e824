"""The connection against daemons that do what they like: only documented outcomes, and it comes back."""

import asyncio
import random
import threading
from pathlib import Path

import msgspec
import pytest
from neonworks_editor.client import link as module
from neonworks_editor.client.states import ClientState
from neonworks_protocol.codec import encode
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import (
    Cancel,
    Done,
    Error,
    GetStatus,
    Interrupted,
    Progress,
    Submit,
    TakenOver,
)

from tests.fakes.editor_clients import Heard, editor_client, pump_until, submit_message
from tests.fakes.hostile_daemon import Peer, Script, answer, hostile_daemon, polite
from tests.fakes.raw_sockets import BINARY, CONT, PING, TEXT, frame


async def silent(peer: Peer) -> None:
    """Never says a word."""
    await asyncio.sleep(60.0)


async def after_upgrade(peer: Peer) -> None:
    """Upgrades, and no more."""
    await peer.upgrade()
    await asyncio.sleep(60.0)


async def hangs_up(peer: Peer) -> None:
    """Hangs up on whoever comes."""


async def garbage(peer: Peer) -> None:
    await peer.greet()
    await peer.hear(Submit)
    await peer.send(random.Random(7).randbytes(3000))
    await asyncio.sleep(60.0)


async def text(peer: Peer) -> None:
    await peer.greet()
    await peer.raw(frame(TEXT, b"hello", masked=False))
    await asyncio.sleep(60.0)


async def not_websocket(peer: Peer) -> None:
    await peer.greet()
    await peer.raw(b"\xff\xff\xff\xff" * 50)
    await asyncio.sleep(60.0)


async def oversized(peer: Peer) -> None:
    await peer.greet()
    await peer.raw(frame(BINARY, b"", masked=False, length=1 << 40))
    await asyncio.sleep(60.0)


async def half_a_frame(peer: Peer) -> None:
    await peer.greet()
    message = await peer.hear(Submit)
    told = answer(message)
    await peer.say(*told[:3])
    await peer.half(told[3])


async def out_of_order(peer: Peer) -> None:
    await peer.greet()
    message = await peer.hear(Submit)
    told = answer(message)
    await peer.say(told[0], told[1], told[-1])
    await asyncio.sleep(60.0)


async def backwards(peer: Peer) -> None:
    """Numbers that do not rise."""
    await peer.greet()
    message = await peer.hear(Submit)
    told = answer(message)
    await peer.say(told[0])
    peer.seq -= 1
    await peer.say(told[1])
    await asyncio.sleep(60.0)


async def twice_welcome(peer: Peer) -> None:
    await peer.greet()
    await peer.send(encode(Error(seq=peer.seq + 1, code="internal", message="odd")))
    await peer.hear(Submit)
    await peer.raw(frame(CONT, b"x", masked=False))
    await asyncio.sleep(60.0)


async def without_credit(peer: Peer) -> None:
    await peer.greet()
    message = await peer.hear(Submit)
    told = answer(message, frames=32)
    await peer.say(*told[:2])
    revision = 0
    while True:
        revision += 1
        for each in told[2:-2]:
            await peer.say(msgspec.structs.replace(each, revision=revision))


async def wrong_size(peer: Peer) -> None:
    await peer.greet()
    message = await peer.hear(Submit)
    told = answer(message)
    await peer.say(*told[:2], msgspec.structs.replace(told[2], data=b"1"))
    await asyncio.sleep(60.0)


async def slow_drip(peer: Peer) -> None:
    """Right, but a byte at a time."""
    await peer.greet()
    message = await peer.hear(Submit)
    for told in answer(message):
        peer.seq += 1
        data = frame(BINARY, encode(msgspec.structs.replace(told, seq=peer.seq)), masked=False)
        for place in range(len(data)):
            await peer.raw(data[place : place + 1])
            if place % 64 == 0:
                await asyncio.sleep(0.0005)
    await peer.hear(Cancel)


async def with_strangers(peer: Peer) -> None:
    """Unknown types, unknown requests, pings in between: all of it allowed or harmless."""
    await peer.greet()
    message = await peer.hear(Submit)
    for told in answer(message):
        await peer.send(msgspec.msgpack.encode({"type": "from_the_future", "seq": 0, "x": [1]}))
        await peer.raw(frame(PING, b"?", masked=False))
        await peer.say(Error(code="from_the_future", message="?", request_id="nobody"), told)
    await peer.hear(Cancel)


BREAKING = (
    hangs_up,
    garbage,
    text,
    not_websocket,
    oversized,
    half_a_frame,
    out_of_order,
    backwards,
    twice_welcome,
    without_credit,
    wrong_size,
)


@pytest.mark.parametrize("script", BREAKING, ids=lambda script: script.__name__)
def test_after_any_break_the_request_is_asked_again_and_ends_once(tmp_path: Path, script: Script) -> None:
    heard = Heard()
    with hostile_daemon(tmp_path, script, script, polite) as daemon, editor_client(tmp_path) as client:
        client.submit(submit_message(), heard)
        pump_until(client, lambda: heard.end)
        assert isinstance(heard.end, Done)
        assert heard.complete_clips == 1
        assert daemon.connections >= 3
        assert client.problem == ""
    assert not [t for t in threading.enumerate() if t.name == "neonworks-client"]


@pytest.mark.parametrize("script", [slow_drip, with_strangers], ids=lambda script: script.__name__)
def test_what_is_odd_but_allowed_breaks_nothing(tmp_path: Path, script: Script) -> None:
    heard = Heard()
    with hostile_daemon(tmp_path, script) as daemon, editor_client(tmp_path) as client:
        client.submit(submit_message(), heard)
        pump_until(client, lambda: heard.end)
        assert isinstance(heard.end, Done)
        assert daemon.connections == 1 and client.reconnects == 0


@pytest.mark.parametrize("script", [silent, after_upgrade], ids=lambda script: script.__name__)
def test_a_daemon_that_never_answers_is_given_up_and_said(
    tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CONNECT_S", 0.1)
    monkeypatch.setattr("neonworks_editor.client.dial.CONNECT_S", 0.1)
    heard = Heard()
    with hostile_daemon(tmp_path, script, script, polite), editor_client(tmp_path) as client:
        client.submit(submit_message(), heard)
        problems = {""}
        while heard.end is None:
            pump_until(client, lambda: heard.end or client.problem not in problems)
            problems.add(client.problem)
        assert isinstance(heard.end, Done)
        assert any("answer" in problem for problem in problems)


def test_another_version_is_said_with_what_to_do(tmp_path: Path) -> None:
    async def other_version(peer: Peer) -> None:
        await peer.upgrade()
        await peer.hear()
        await peer.send(encode(Error(seq=1, code="version_mismatch", message="the server speaks 9")))
        await asyncio.sleep(60.0)

    with hostile_daemon(tmp_path, other_version), editor_client(tmp_path) as client:
        pump_until(client, lambda: client.state is ClientState.RETRYING)
        pump_until(client, lambda: "the server speaks 9; bring both to the same version" in client.problem)


def test_a_daemon_of_another_build_is_used_and_said(tmp_path: Path) -> None:
    with hostile_daemon(tmp_path, polite), editor_client(tmp_path, build="mine") as client:
        pump_until(client, lambda: client.state is ClientState.ONLINE)
        assert "another version than this editor" in client.problem
        heard = Heard()
        client.submit(submit_message(), heard)
        pump_until(client, lambda: heard.end)


def test_a_session_that_was_taken_over_is_left_alone_until_the_user_wants_it(tmp_path: Path) -> None:
    async def takes_over(peer: Peer) -> None:
        await peer.greet()
        message = await peer.hear(Submit)
        await peer.say(*answer(message)[:4], TakenOver())
        await asyncio.sleep(60.0)

    heard = Heard()
    with hostile_daemon(tmp_path, takes_over, polite) as daemon, editor_client(tmp_path) as client:
        client.submit(submit_message(), heard)
        pump_until(client, lambda: client.state is ClientState.TAKEN_OVER)
        assert "take it back" in client.problem
        threading.Event().wait(0.3)
        assert daemon.connections == 1 and heard.end is None
        client.take_back()
        pump_until(client, lambda: heard.end)
        assert isinstance(heard.end, Done) and heard.complete_clips == 1


def test_a_flood_waits_in_the_daemon_not_here(tmp_path: Path) -> None:
    sent = [0]

    async def flood(peer: Peer) -> None:
        await peer.greet()
        message = await peer.hear(Submit)
        await peer.say(answer(message)[0])
        while True:
            sent[0] += 1
            await peer.say(
                Progress(request_id=message.request_id, state=JobState.RUNNING, note="x" * 100_000)
            )

    heard = Heard()
    with hostile_daemon(tmp_path, flood) as daemon, editor_client(tmp_path) as client:
        client.submit(submit_message(), heard)
        pump_until(client, lambda: heard.messages)
        before = -1
        while sent[0] != before:
            before = sent[0]
            threading.Event().wait(0.3)
        assert 0 < before < 2000, "the socket is not read while nobody pumps"
        taken = len(heard.messages)
        pump_until(client, lambda: sent[0] > before + 100)
        assert len(heard.messages) > taken
        assert daemon.connections == 1


def test_a_daemon_that_welcomes_and_hangs_up_is_not_asked_without_pause(tmp_path: Path) -> None:
    async def teases(peer: Peer) -> None:
        await peer.greet()

    from neonworks_editor.client.backoff import Backoff

    with (
        hostile_daemon(tmp_path, teases) as daemon,
        editor_client(tmp_path, backoff=Backoff(first_s=0.2, longest_s=10.0)) as client,
    ):
        pump_until(client, lambda: client.reconnects >= 2)
        threading.Event().wait(0.4)
        assert daemon.connections < 8
        assert "lost" in client.problem


def test_closing_ends_what_is_open_and_says_goodbye(tmp_path: Path) -> None:
    goodbyes: list[bool] = []

    async def waits(peer: Peer) -> None:
        await peer.greet()
        try:
            await peer.hear(Done)
        except asyncio.IncompleteReadError as end:
            goodbyes.append(end.expected is None)

    heard, answers = Heard(), list[object]()
    with hostile_daemon(tmp_path, waits), editor_client(tmp_path) as client:
        client.submit(submit_message(), heard)
        client.ask(GetStatus(request_id="q"), answers.append)
        pump_until(client, lambda: client.state is ClientState.ONLINE)
        client.close(5.0)
        client.pump(1.0)
    assert isinstance(heard.end, Interrupted)
    assert [type(a) for a in answers] == [Error]
    assert goodbyes == [True]
